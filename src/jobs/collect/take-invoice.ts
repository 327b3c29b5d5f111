import { CollectorBug, type FoundInvoice } from '#collector-kit/index.ts'
import type { DocumentReading, DocumentType } from '#domain/facts.ts'
import type { IsoDate } from '#domain/iso-date.ts'
import type { CollectedInvoice } from '#records/invoices.ts'
import { checkFound } from './check-found.ts'
import { describeCollected } from './describe-collected.ts'
import { DocumentFailed, fetchDocument } from './fetch-document.ts'

/** An invoice that is not stored yet. */
export type TakenInvoice = Omit<CollectedInvoice, 'sha256'>

/** Where taken invoices go: the records of a server, a folder of somebody who collects for themselves. */
export interface Shelf {
  collectorId: string
  /** References that need no download; grows while the run goes on. */
  known: Set<string>
  /** Invoices issued before this day are left where they are; null: none is too old. */
  downloadFrom: IsoDate | null
  readDocument(bytes: Uint8Array): Promise<DocumentReading>
  /** A download begins. */
  onDownload(): void
  /** `known`: it is there already, as this or as another invoice. */
  keep(invoice: TakenInvoice, bytes: Uint8Array): Promise<'new' | 'known'>
  /** Seen, and left where it is. */
  leave(listed: LeftInvoice, why: 'too_old' | 'no_invoice'): Promise<void>
}

export type LeftInvoice = Pick<CollectedInvoice, 'collectorId' | 'reference' | 'number' | 'issuedOn'>

/** Delivered to the customer; everything else a document may be is only remembered. */
const DELIVERED_TYPES: DocumentType[] = ['invoice', 'credit_note', 'receipt']

/** Below this a reading's word on what a document is does not keep it from the customer. */
const SURE_OF_TYPE = 0.8

/** `skipped`: known, too old, or no invoice. Throws `DocumentFailed` when only this one could not be had. */
export async function takeInvoice(shelf: Shelf, yielded: FoundInvoice): Promise<'new' | 'skipped'> {
  const found = checkFound(yielded)
  const reference = referenceOf(found)
  if (shelf.known.has(reference)) return 'skipped'
  if (isTooOld(shelf, found.issuedOn ?? found.receivedOn ?? null)) {
    const { number, issuedOn } = found
    return leave(shelf, { collectorId: shelf.collectorId, reference, number, issuedOn }, 'too_old')
  }
  shelf.onDownload()
  const bytes = await fetchDocument(found)
  const reading = await shelf.readDocument(bytes)
  if (reading.mimetype === 'text/html') throw new DocumentFailed('A web page came instead of a document')

  const invoice = describeCollected(shelf.collectorId, { found, reference, reading, size: bytes.byteLength })
  if (!isDelivered(invoice)) return leave(shelf, invoice, 'no_invoice')
  if (isTooOld(shelf, invoice.issuedOn)) return leave(shelf, invoice, 'too_old')

  const outcome = await shelf.keep(invoice, bytes)
  shelf.known.add(reference)
  return outcome === 'new' ? 'new' : 'skipped'
}

/** The identity of an invoice for ever; a collector that gives none would send every invoice at every run. */
function referenceOf({ ref, number }: FoundInvoice): string {
  const reference = ref ?? number
  if (!reference) throw new CollectorBug('An invoice has neither a reference nor a number')
  return reference
}

function isTooOld({ downloadFrom }: Shelf, date: string | null): boolean {
  if (downloadFrom === null || date === null) return false
  return date < downloadFrom
}

async function leave(shelf: Shelf, invoice: LeftInvoice, why: 'too_old' | 'no_invoice'): Promise<'skipped'> {
  const { collectorId, reference, number, issuedOn } = invoice
  await shelf.leave({ collectorId, reference, number, issuedOn }, why)
  shelf.known.add(reference)
  return 'skipped'
}

function isDelivered({ facts: { type } }: TakenInvoice): boolean {
  return !type || type.confidence < SURE_OF_TYPE || DELIVERED_TYPES.includes(type.value)
}
