import type { Fact, FactSource, Facts, TaxLine } from '#domain/facts.ts'
import { type Candidate, choose } from './candidate.ts'
import { classifyDocument } from './classify-document.ts'
import { findBlocks } from './find-blocks.ts'
import type { PrintedLine } from './printed-line.ts'
import { printedText } from './printed-text.ts'
import { readCurrency } from './read-currency.ts'
import { readDates } from './read-dates.ts'
import { readIban, readSellerVatId } from './read-identifiers.ts'
import { readNumber, readOtherNumber } from './read-number.ts'
import { readSeller } from './read-seller.ts'
import { readTaxLines } from './read-tax-lines.ts'
import { type Reckoned, readTotals } from './read-totals.ts'

export interface PrintedOrigin {
  source: Extract<FactSource, 'text' | 'ocr'>
  /** When the file says it was made, `YYYY-MM-DD`. */
  createdOn: string | null
}

/** What the printed lines say. `source` is `ocr` when the lines were recognised, and then nothing is as sure. */
export function readPrintedFacts(lines: PrintedLine[], { source, createdOn }: PrintedOrigin): Facts {
  const printed = printedText(lines)
  const trust = source === 'ocr' ? OCR_TRUST : 1
  const fact = <Value>(value: Value, confidence: number): Fact<Value> => ({
    value,
    source,
    confidence: Math.round(confidence * trust * 100) / 100,
  })
  const blocks = findBlocks(printed)
  const totals = readTotals(printed)
  const number = choose(readNumber(printed))
  const dates = readDates(printed, { number: number?.value ?? null, createdOn })
  const type = classifyDocument(printed, { hasTotal: totals.total !== null, hasNumber: number !== null })
  const facts: Facts = {}
  const put = (key: TextKey, found: { value: string; confidence: number } | null) => {
    if (found) facts[key] = fact(found.value, found.confidence)
  }
  if (type) facts.type = fact(type.type, type.confidence)
  // Credit notes are printed with or without a minus; the kind already says which way the money goes.
  const signed = (amount: Reckoned | null) =>
    amount && type?.type === 'credit_note' ? { ...amount, value: amount.value.replace('-', '') } : amount
  put('number', number)
  put('issuedOn', dates.issuedOn)
  put('dueOn', dates.dueOn)
  put('total', signed(totals.total))
  put('net', signed(totals.net))
  put('tax', signed(totals.tax))
  put('amountDue', signed(totals.amountDue))
  if (totals.net && totals.tax) {
    const taxLines = readTaxLines(printed, { net: totals.net.value, tax: totals.tax.value })
    const isCredit = type?.type === 'credit_note'
    if (taxLines.length) facts.taxLines = fact(isCredit ? taxLines.map(unsigned) : taxLines, totals.tax.confidence)
  }
  put('currency', readCurrency(printed, totals.currency))
  put('sellerName', readSeller(printed, blocks))
  put('sellerVatId', readSellerVatId(printed, blocks))
  put('iban', readIban(printed))
  put('orderNumber', otherThan(readOtherNumber(printed, 'orderNumber'), number?.value))
  put('contractNumber', otherThan(readOtherNumber(printed, 'contractNumber'), number?.value))
  const country = facts.sellerVatId?.value.slice(0, 2)
  if (facts.sellerVatId && country && /^[A-Z]{2}$/.test(country)) {
    facts.sellerCountry = fact(COUNTRY_OF_PREFIX[country] ?? country, facts.sellerVatId.confidence * 0.9)
  }
  return facts
}

const OCR_TRUST = 0.85
/** Where the VAT prefix is not the country's ISO code. */
const COUNTRY_OF_PREFIX: Record<string, string> = { EL: 'GR', XI: 'GB' }

type TextKey = Exclude<keyof Facts, 'type' | 'taxLines'>

/** A number that is the invoice's own is not also the order's. */
function otherThan(candidates: Candidate[], taken: string | undefined): ReturnType<typeof choose> {
  return choose(candidates.filter(({ value }) => value !== taken))
}

function unsigned({ net, rate, tax }: TaxLine): TaxLine {
  return { net: net?.replace('-', '') ?? null, rate, tax: tax?.replace('-', '') ?? null }
}
