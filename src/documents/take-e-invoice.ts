import type { DocumentReading } from '#domain/facts.ts'
import { checkEInvoice } from './check-en16931.ts'
import type { EInvoice } from './xml/e-invoice.ts'
import { factsOfEInvoice } from './xml/facts-of-e-invoice.ts'

/** Puts what an e-invoice says, and how it keeps the rules, into the reading. */
export function takeEInvoice(reading: DocumentReading, invoice: EInvoice): void {
  reading.facts = factsOfEInvoice(invoice)
  reading.checks = checkEInvoice(invoice)
  reading.syntax = invoice.syntax
  if (invoice.invoiceCount > 1) {
    reading.notices.push({ code: 'several_invoices', detail: `The file holds ${invoice.invoiceCount} invoices` })
  }
}
