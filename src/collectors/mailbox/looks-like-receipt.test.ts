import { expect, test } from 'vitest'
import { looksLikeReceipt, mayBeAboutMoney } from './looks-like-receipt.ts'

const RECEIPTS: [language: string, subject: string, text: string][] = [
  ['English', 'Your receipt from Acme', 'Receipt number\t1042-7731\nDate paid\tOct 3, 2026\nAmount paid\t$24.00'],
  ['English, stacked', 'Thanks for riding', 'Receipt\nOrder ID\nQX-99120\nTotal\n£17.20\nVisa 4242'],
  ['French', 'Votre reçu', 'Reçu n° 2026-118\nAbonnement\t9,99 €\nMontant total\t9,99 €'],
  ['German', 'Ihre Quittung', 'Quittung\nBelegnummer: 77-1203\nGesamtbetrag\t1.249,00 EUR'],
  ['Spanish', 'Tu recibo', 'Recibo\nNúmero de recibo\nPedido nº 4471-22\nImporte total\t35,00 €'],
  ['Italian', 'La tua ricevuta', 'Ricevuta n. 18/2026\nNumero 18/2026\nTotale € 12,50'],
  ['Dutch', 'Je factuur', 'Factuur\nFactuurnummer 20260113\nTotaal € 48,95'],
  ['Portuguese', 'O seu recibo', 'Recibo\nNúmero: RC-2026/55\nValor total: R$ 89,90'],
  [
    'itemised, with a download besides',
    'Your receipt',
    'Receipt #5513-20\nDesk lamp\t€40.00\nVAT\t€8.00\nTotal\t€48.00\nDownload invoice',
  ],
  [
    'one price, and the usual foot',
    'Your receipt',
    'Receipt #5513-20\nAmount paid €48.00\nSign in to change your plan. Download our app. Support is available day and night.',
  ],
]

test.each(RECEIPTS)('%s: a receipt, worth looking at', (_language, subject, text) => {
  expect(mayBeAboutMoney({ subject })).toBe(true)
  expect(looksLikeReceipt(subject, text)).toBe(true)
})

test.each([
  [
    'an invoice in a portal',
    'Your invoice',
    'Invoice number INV-17, total €120.00, is now available.\nView your invoice',
  ],
  [
    'an invoice in a portal, German',
    'Ihre Rechnung',
    'Rechnungsnummer 4711\nRechnungsbetrag 12,00 €\nSie steht in Ihrem Kundenportal bereit.',
  ],
  ['an attachment that is not there', 'Invoice 17', 'Invoice no. 2026-17, total 99.00 EUR. Please find it attached.'],
  [
    'an invoice behind a login',
    'Your invoice',
    'Invoice no. 2026-17, total 99.00 EUR.\nPlease log in to your account to view it.',
  ],
  [
    'an invoice behind a button, French',
    'Votre facture',
    'Facture n° 2026-17, montant total 99,00 €.\nTélécharger ma facture',
  ],
  ['no number', 'Your receipt', 'Receipt\nAmount paid\t$24.00'],
  ['no total', 'Your receipt', 'Receipt number\t1042-7731\nThank you!'],
  ['a total without a currency', 'Your receipt', 'Receipt number 1042-7731\nTotal points 240'],
  ['an advertisement', 'Only today', 'Article no. 1042-7731\nTotal price only $24.00\nBuy now!'],
  ['an order', 'Your order', 'Order number 1042-7731\nTotal $24.00\nIt will be sent tomorrow.'],
])('%s: no receipt', (_what, subject, text) => {
  expect(looksLikeReceipt(subject, text)).toBe(false)
})

test.each([
  [{ subject: 'News of October' }, false],
  [{ subject: 'Zahlungsbeleg' }, true],
  [{ subject: 'Hello', from: [{ address: 'receipts@acme.example' }] }, true],
  [{ subject: 'Hello', from: [{ name: 'Acme Billing', address: 'x@acme.example' }] }, true],
  [{}, false],
])('%j may be about money: %j', (envelope, may) => {
  expect(mayBeAboutMoney(envelope)).toBe(may)
})

test('long texts take no time', () => {
  const startedAt = performance.now()
  for (const text of [
    'total '.repeat(50_000),
    'invoice number '.repeat(20_000),
    '1'.repeat(300_000),
    'a '.repeat(300_000),
  ]) {
    looksLikeReceipt('Receipt 1042-7731', text)
  }
  expect(performance.now() - startedAt).toBeLessThan(3_000)
})
