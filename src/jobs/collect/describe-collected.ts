import type { FoundInvoice } from '#collector-kit/index.ts'
import type { DocumentReading } from '#domain/facts.ts'
import { makeStorable } from '#domain/storable-text.ts'
import type { CollectedInvoice } from '#records/invoices.ts'
import { mergeFacts } from './merge-facts.ts'

interface Read {
  found: FoundInvoice
  reference: string
  reading: DocumentReading
  /** In bytes. */
  size: number
}

/** An invoice as it is stored: what the supplier listed and what its document says, as one. */
export function describeCollected(
  collectorId: string,
  { found, reference, reading, size }: Read,
): Omit<CollectedInvoice, 'sha256'> {
  const { facts, checks } = mergeFacts(found, reading)
  const issuedOn = facts.issuedOn?.value ?? null
  const number = facts.number?.value ?? null
  // What is printed in a document is a stranger's text as well.
  return makeStorable({
    collectorId,
    reference,
    type: facts.type?.value ?? null,
    number,
    issuedOn,
    dueOn: facts.dueOn?.value ?? null,
    amount: facts.total?.value ?? null,
    tax: facts.tax?.value ?? null,
    currency: facts.currency?.value ?? null,
    seller: {
      name: facts.sellerName?.value ?? null,
      vat_id: facts.sellerVatId?.value ?? null,
      country: facts.sellerCountry?.value ?? null,
    },
    link: found.link ?? null,
    filename: fileName([issuedOn, collectorId, number], reading.extension),
    mimetype: reading.mimetype,
    size,
    facts,
    checks,
  })
}

/** Ours, not the supplier's: what it calls a file is never used as a name. */
function fileName(parts: (string | null)[], extension: string): string {
  const known = parts.filter(part => part !== null).join('_')
  const safe = known.normalize('NFKD').replace(/[^A-Za-z0-9._-]+/g, '-')
  return `${safe.slice(0, 120)}.${extension}`
}
