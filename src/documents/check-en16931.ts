import type { FactCheck } from '#domain/facts.ts'
import { isSameAmount, sumOf, toUnits } from './amount.ts'
import type { EInvoice, En16931Parts } from './xml/e-invoice.ts'

/** The norm's own tolerance for a tax line: one unit of the currency. */
const TAX_LINE_TOLERANCE = 1
const CENT = 0.01

/**
 * The arithmetic and the mandatory fields of EN 16931-1, by the norm's own rule names. A rule about something the
 * invoice does not contain is left out. For other syntaxes only what any invoice must fulfil is checked.
 */
export function checkEInvoice(invoice: EInvoice): FactCheck[] {
  if (invoice.type !== 'invoice' && invoice.type !== 'credit_note') return []
  const checks = [...mandatory(invoice), ...totals(invoice), ...taxes(invoice)]
  return invoice.en16931 ? [...checks, ...partsOfTotals(invoice, invoice.en16931)] : checks
}

function mandatory(invoice: EInvoice): FactCheck[] {
  const parts = invoice.en16931
  const present: [rule: string, what: string, value: string | null][] = [
    ['BR-02', 'invoice number', invoice.number],
    ['BR-03', 'issue date', invoice.issuedOn],
    ['BR-05', 'currency', invoice.currency],
    ['BR-06', 'seller name', invoice.sellerName],
  ]
  if (parts) {
    present.push(['BR-04', 'type code', parts.typeCode], ['BR-07', 'buyer name', parts.buyerName])
    present.push(['BR-09', 'seller country', invoice.sellerCountry], ['BR-13', 'total without tax', invoice.net])
    present.push(['BR-14', 'total with tax', invoice.total], ['BR-15', 'amount due', invoice.amountDue])
    if (parts.hasLines)
      present.push(
        ['BR-12', 'sum of lines', parts.lineTotal],
        ['BR-16', 'at least one line', parts.lineNets[0] ?? null],
      )
    // Profile MINIMUM states neither terms nor prepayments.
    const isPayable = parts.lineTotal !== null && invoice.amountDue !== null && toUnits(invoice.amountDue) > 0
    if (isPayable && invoice.type === 'invoice')
      present.push(['BR-CO-25', 'due date or payment terms', invoice.dueOn ?? parts.paymentTerms])
  }
  return present.map(([rule, what, value]) => ({
    rule,
    ok: value !== null,
    detail: `${what} ${value === null ? 'missing' : 'present'}`,
  }))
}

function totals({ net, tax, total, amountDue, en16931 }: EInvoice): FactCheck[] {
  const checks: FactCheck[] = []
  if (net !== null && total !== null)
    checks.push(equal('BR-CO-15', [net, tax ?? '0.00'], { name: 'total', value: total }))
  if (en16931?.lineTotal && total !== null && amountDue !== null) {
    const terms = [total, negated(en16931.prepaid), en16931.rounding ?? '0.00']
    checks.push(equal('BR-CO-16', terms, { name: 'amount due', value: amountDue }))
  }
  return checks
}

function taxes({ taxLines, tax, sellerVatId }: EInvoice): FactCheck[] {
  const checks: FactCheck[] = []
  const amounts = taxLines.flatMap(line => line.tax ?? [])
  if (tax !== null && amounts.length === taxLines.length && amounts.length) {
    checks.push(equal('BR-CO-14', amounts, { name: 'tax', value: tax }))
  }
  for (const { net, rate, tax: lineTax } of taxLines) {
    if (net === null || rate === null || lineTax === null) continue
    const expected = (Number(net) * Number(rate)) / 100
    const ok = Math.abs(expected - Number(lineTax)) <= TAX_LINE_TOLERANCE
    checks.push({ rule: 'BR-CO-17', ok, detail: `${net} at ${rate} % is ${expected.toFixed(2)}, stated ${lineTax}` })
  }
  if (sellerVatId !== null) {
    const ok = /^[A-Z]{2}/.test(sellerVatId)
    checks.push({ rule: 'BR-CO-09', ok, detail: `VAT number ${ok ? 'has' : 'lacks'} its country prefix` })
  }
  return checks
}

function partsOfTotals({ net }: EInvoice, parts: En16931Parts): FactCheck[] {
  const checks: FactCheck[] = []
  if (parts.hasLines && parts.lineTotal !== null && parts.lineNets.length) {
    checks.push(equal('BR-CO-10', parts.lineNets, { name: 'sum of lines', value: parts.lineTotal }))
  }
  if (parts.allowanceTotal !== null && parts.allowances.length) {
    checks.push(equal('BR-CO-11', parts.allowances, { name: 'allowances', value: parts.allowanceTotal }))
  }
  if (parts.chargeTotal !== null && parts.charges.length) {
    checks.push(equal('BR-CO-12', parts.charges, { name: 'charges', value: parts.chargeTotal }))
  }
  if (net !== null && parts.lineTotal !== null) {
    const terms = [parts.lineTotal, negated(parts.allowanceTotal), parts.chargeTotal ?? '0.00']
    checks.push(equal('BR-CO-13', terms, { name: 'total without tax', value: net }))
  }
  return checks
}

function equal(rule: string, terms: string[], stated: { name: string; value: string }): FactCheck {
  const sum = sumOf(terms)
  return {
    rule,
    ok: isSameAmount(sum, stated.value, CENT / 2),
    detail: `${stated.name} ${stated.value}, computed ${sum}`,
  }
}

function negated(amount: string | null): string {
  if (amount === null) return '0.00'
  return amount.startsWith('-') ? amount.slice(1) : `-${amount}`
}
