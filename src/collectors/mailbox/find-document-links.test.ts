import { expect, test } from 'vitest'
import { findDocumentLinks } from './find-document-links.ts'

const html = (content: string) => [{ isHtml: true, content }]
const plain = (content: string) => [{ isHtml: false, content }]
const URL = 'https://acme.example/d/17'

test.each([
  'Download your invoice',
  'Télécharger ma facture',
  'Ihre Rechnung (PDF)',
  'Stromrechnung ansehen',
  'Descargar factura',
  'Scarica la fattura',
  'Bekijk je factuur',
  'Baixar a fatura',
  'View receipt',
])('%s', async words => {
  expect(await findDocumentLinks(html(`<p><a href="${URL}"><b>${words}</b></a>`))).toEqual([URL])
})

test.each([
  'Pay invoice',
  'Cancel invoice',
  'Sign in to see your invoice',
  'Unsubscribe from invoice mails',
  'Rechnung bezahlen',
  'Contester la facture',
  'Read more',
  'Invoice terms',
  '',
])('%j is left alone', async words => {
  expect(await findDocumentLinks(html(`<a href="${URL}">${words}</a>`))).toEqual([])
})

test('an address that names an invoice file is enough; one that does something never is', async () => {
  expect(await findDocumentLinks(html('<a href="https://x.example/invoice_17.pdf">here</a>'))).toEqual([
    'https://x.example/invoice_17.pdf',
  ])
  expect(await findDocumentLinks(html('<a href="https://x.example/brochure.pdf">here</a>'))).toEqual([])
  expect(await findDocumentLinks(html('<a href="https://x.example/unsubscribe/17">Your invoice</a>'))).toEqual([])
})

test.each([
  'http://x.example/1',
  'ftp://x.example/1',
  'javascript:alert(1)',
  '//x.example/1',
  'https://u:p@x.example/1',
  `https://x.example/${'a'.repeat(3_000)}`,
])('%s is no address for us', async href => {
  expect(await findDocumentLinks(html(`<a href="${href}">Your invoice</a>`))).toEqual([])
})

test('a plain text says what a link is beside it or before it', async () => {
  const text = `Download your invoice: ${URL}?a=1.\n\nYour receipt:\n<${URL}?a=2>\n\nTo unsubscribe:\n${URL}?a=3\nNews: ${URL}?a=4`
  expect(await findDocumentLinks(plain(text))).toEqual([`${URL}?a=1`, `${URL}?a=2`])
})

test('the same link once, and never many', async () => {
  const links = [1, 1, 2, 3, 4, 5].map(number => `<a href="${URL}?n=${number}">Invoice</a>`).join()
  expect(await findDocumentLinks(html(links))).toEqual([1, 2, 3].map(number => `${URL}?n=${number}`))
})
