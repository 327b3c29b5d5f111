import { XMLParser } from 'fast-xml-parser'
import { decodePDFRawStream, PDFArray, PDFDict, PDFDocument, PDFHexString, PDFName, PDFRawStream } from 'pdf-lib'
import { expect, test } from 'vitest'
import { drawInvoicePdf } from './invoice-pdf.ts'
import { composeInvoiceXml } from './invoice-xml.ts'
import { SANDBOX_ACCOUNTS } from './sandbox-accounts.ts'
import { listSandboxInvoices, type SandboxInvoice } from './sandbox-invoices.ts'

const invoices = SANDBOX_ACCOUNTS.flatMap(account => listSandboxInvoices(account, ['2026-11-23', '2027-01-02']))
const [newest = neverEmpty()] = invoices

test('demo has three invoices and further ones are numbered on, by year', () => {
  const numbers = invoices.filter(({ username }) => username === 'demo').map(({ number }) => number)
  expect(numbers).toEqual(['SBX-2027-001', 'SBX-2026-004', 'SBX-2026-003', 'SBX-2026-002', 'SBX-2026-001'])
})

test('demo-many has 120 invoices, pairs of the same day and amount among them', () => {
  const many = invoices.filter(({ username, issuedOn }) => username === 'demo-many' && issuedOn < '2026-07-01')
  expect(many).toHaveLength(120)
  expect(new Set(many.map(({ number }) => number)).size).toBe(120)
  expect(new Set(many.map(({ issuedOn, total }) => `${issuedOn} ${total}`)).size).toBe(100)
})

test('the amounts of every invoice add up as EN 16931 wants it', () => {
  for (const invoice of invoices) checkArithmetic(parseXml(invoice))
})

test('the document is a PDF that carries the invoice as factur-x.xml, declared as its alternative', async () => {
  const pdf = await PDFDocument.load(await drawInvoicePdf(newest), { updateMetadata: false })
  expect(pdf.getPageCount()).toBe(1)
  const [specification] = pdf.catalog.lookup(PDFName.of('AF'), PDFArray).asArray()
  const file = pdf.context.lookup(specification, PDFDict)
  expect(file.lookup(PDFName.of('AFRelationship'), PDFName)).toBe(PDFName.of('Alternative'))
  expect(file.lookup(PDFName.of('UF'), PDFHexString).decodeText()).toBe('factur-x.xml')
  const content = file.lookup(PDFName.of('EF'), PDFDict).lookup(PDFName.of('F'))
  expect(textOf(content)).toBe(composeInvoiceXml(newest))
  const xmp = textOf(pdf.catalog.lookup(PDFName.of('Metadata')))
  expect(xmp).toContain('<fx:ConformanceLevel>EN 16931</fx:ConformanceLevel>')
  expect(xmp).toContain('<pdfaid:part>3</pdfaid:part>')
})

test('the same invoice gives the same bytes, another one others', async () => {
  const [first, again, other] = await Promise.all([newest, newest, invoices[1] ?? newest].map(drawInvoicePdf))
  expect(Buffer.compare(first ?? new Uint8Array(), again ?? new Uint8Array())).toBe(0)
  expect(Buffer.compare(first ?? new Uint8Array(), other ?? new Uint8Array())).not.toBe(0)
})

function parseXml(invoice: SandboxInvoice) {
  const parser = new XMLParser({ removeNSPrefix: true, parseTagValue: false, isArray: name => LISTS.includes(name) })
  return parser.parse(composeInvoiceXml(invoice)).CrossIndustryInvoice.SupplyChainTradeTransaction
}

const LISTS = ['IncludedSupplyChainTradeLineItem', 'ApplicableTradeTax']

function checkArithmetic(transaction: ReturnType<typeof parseXml>): void {
  const settlement = transaction.ApplicableHeaderTradeSettlement
  const sums = settlement.SpecifiedTradeSettlementHeaderMonetarySummation
  const lines = transaction.IncludedSupplyChainTradeLineItem.map((line: typeof transaction) => {
    const price = cents(line.SpecifiedLineTradeAgreement.NetPriceProductTradePrice.ChargeAmount)
    const net = cents(line.SpecifiedLineTradeSettlement.SpecifiedTradeSettlementLineMonetarySummation.LineTotalAmount)
    expect(
      Number(
        line.SpecifiedLineTradeDelivery.BilledQuantity['#text'] ?? line.SpecifiedLineTradeDelivery.BilledQuantity,
      ) * price,
    ).toBe(net)
    return net
  })
  const taxes = settlement.ApplicableTradeTax.map((tax: typeof transaction) => {
    const amount = cents(tax.CalculatedAmount)
    // BR-CO-17
    expect(Math.abs((cents(tax.BasisAmount) * Number(tax.RateApplicablePercent)) / 100 - amount)).toBeLessThanOrEqual(
      0.5,
    )
    return { amount, basis: cents(tax.BasisAmount) }
  })
  const total = (values: number[]) => values.reduce((sum, value) => sum + value, 0)
  expect(total(lines), 'BR-CO-10').toBe(cents(sums.LineTotalAmount))
  expect(total(taxes.map((tax: { basis: number }) => tax.basis))).toBe(cents(sums.TaxBasisTotalAmount))
  const tax = cents(sums.TaxTotalAmount['#text'] ?? sums.TaxTotalAmount)
  expect(total(taxes.map((entry: { amount: number }) => entry.amount)), 'BR-CO-14').toBe(tax)
  expect(cents(sums.TaxBasisTotalAmount) + tax, 'BR-CO-15').toBe(cents(sums.GrandTotalAmount))
  expect(sums.DuePayableAmount, 'BR-CO-16').toBe(sums.GrandTotalAmount)
}

function cents(amount: string): number {
  expect(amount).toMatch(/^\d+\.\d\d$/)
  return Math.round(Number(amount) * 100)
}

function textOf(stream: unknown): string {
  if (!(stream instanceof PDFRawStream)) throw new TypeError('Not a stream')
  return new TextDecoder().decode(decodePDFRawStream(stream).decode())
}

function neverEmpty(): never {
  throw new Error('There are no invoices')
}
