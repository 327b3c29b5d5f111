import type { TaxLine } from '#domain/facts.ts'
import { decimalAmount, isSameAmount, sumOf, toUnits } from '../amount.ts'
import { printedAmountsIn } from './parse-printed-amount.ts'
import type { PrintedLine } from './printed-line.ts'
import type { PrintedText } from './printed-text.ts'

/** Cents that rounding of one rate's tax may cost. */
const ROUNDING = 0.02
/** France takes 2.1 % on newspapers, Hungary 27 %. */
const LOWEST_RATE = 2
const HIGHEST_RATE = 28

/**
 * The taxes by rate. A row is one when its amounts and its percentage prove it: net × rate = tax. Where a row names the
 * rate and the tax only, the invoice's own net must fit. They count only when they add up to the invoice's tax.
 */
export function readTaxLines({ lines }: PrintedText, totals: { net: string; tax: string }): TaxLine[] {
  const rows = lines.flatMap(line => provenRow(line) ?? [])
  const distinct = [...new Map(rows.map(row => [`${row.rate} ${row.tax}`, row])).values()]
  if (distinct.length && isSameAmount(sumOf(distinct.flatMap(({ tax }) => tax ?? [])), totals.tax, ROUNDING))
    return distinct
  const only = lines.flatMap(line => rateFor(line, totals) ?? [])[0]
  return only === undefined ? [] : [{ net: totals.net, rate: only, tax: totals.tax }]
}

function provenRow(line: PrintedLine): TaxLine | null {
  const amounts = amountsOf(line).filter(amount => toUnits(amount) !== 0)
  for (const rate of [...percentagesOf(line), ...bareRatesOf(line)]) {
    for (const net of amounts) {
      const tax = amounts.find(each => each !== net && isTaxOf(net, { rate, tax: each }))
      if (tax !== undefined) return { net, rate, tax }
    }
  }
  return null
}

function rateFor(line: PrintedLine, { net, tax }: { net: string; tax: string }): string | null {
  if (toUnits(tax) === 0 || !amountsOf(line).includes(tax)) return null
  return percentagesOf(line).find(rate => isTaxOf(net, { rate, tax })) ?? null
}

function isTaxOf(net: string, { rate, tax }: { rate: string; tax: string }): boolean {
  return Math.abs((Number(net) * Number(rate)) / 100 - Number(tax)) <= ROUNDING
}

/** With decimals only: a bare `7` beside `16,90` and `1,18` is their rate. */
function amountsOf(line: PrintedLine): string[] {
  return line.cells.flatMap(({ text }) =>
    printedAmountsIn(text)
      .filter(({ hasDecimals }) => hasDecimals)
      .map(({ amount }) => amount),
  )
}

function percentagesOf({ cells }: PrintedLine): string[] {
  return cells.flatMap(({ text }) =>
    [...text.matchAll(/(\d{1,2}(?:[.,]\d{1,3})?)\s?%/g)].flatMap(([, rate = '']) => plainRate(rate)),
  )
}

/** In a column of rates: `19,00` or `19` alone. */
function bareRatesOf({ cells }: PrintedLine): string[] {
  return cells.flatMap(({ text }) => (/^\d{1,2}(?:[.,]\d{1,2})?$/.test(text) ? plainRate(text) : []))
}

/** `19,00` as `19.00`, the form of rates in e-invoices; none beyond what any country takes. */
function plainRate(rate: string): string[] {
  const plain = decimalAmount(rate.replace(',', '.'))
  return plain !== null && Number(plain) >= LOWEST_RATE && Number(plain) <= HIGHEST_RATE ? [plain] : []
}
