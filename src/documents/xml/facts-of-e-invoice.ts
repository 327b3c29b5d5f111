import type { Fact, Facts } from '#domain/facts.ts'
import type { EInvoice } from './e-invoice.ts'

/** The sender wrote these values for machines: nothing to doubt but the sender. */
const CONFIDENCE = 1
/** Of a batch, each value is one invoice's only. */
const CONFIDENCE_IN_BATCH = 0.5

export function factsOfEInvoice(invoice: EInvoice): Facts {
  const confidence = invoice.invoiceCount > 1 ? CONFIDENCE_IN_BATCH : CONFIDENCE
  const fact = <Value>(value: Value): Fact<Value> => ({ value, source: 'xml', confidence })
  const facts: Facts = { type: fact(invoice.type) }
  if (invoice.taxLines.length) facts.taxLines = fact(invoice.taxLines)
  for (const key of TEXT_KEYS) {
    const value = invoice[key]
    if (value !== null) facts[key] = fact(value)
  }
  return facts
}

const TEXT_KEYS = [
  'number',
  'issuedOn',
  'dueOn',
  'total',
  'net',
  'tax',
  'amountDue',
  'currency',
  'sellerName',
  'sellerVatId',
  'sellerCountry',
  'iban',
  'orderNumber',
  'contractNumber',
] as const satisfies (keyof Facts & keyof EInvoice)[]
