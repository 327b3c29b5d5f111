import { CollectError, CollectorBug, type FoundInvoice } from '#collector-kit/index.ts'
import type { DocumentReading, DocumentType } from '#domain/facts.ts'
import { isIsoDate } from '#domain/iso-date.ts'
import { type CollectedInvoice, type Invoice, markKnown, storeInvoice } from '#records/invoices.ts'
import { describeInvoice } from './describe-event.ts'
import { EngineTrouble } from './engine-trouble.ts'
import { mergeFacts } from './merge-facts.ts'
import type { OpenedRun } from './opened-run.ts'

/** Delivered to the customer; everything else a document may be is only remembered. */
const DELIVERED_TYPES: DocumentType[] = ['invoice', 'credit_note', 'receipt']

/** Below this a reading's word on what a document is does not keep it from the customer. */
const SURE_OF_TYPE = 0.8

/** This one document could not be had; the run goes on without it. */
export class DocumentFailed extends Error {
  override readonly name = 'DocumentFailed'
}

/** `new`: stored and on its way to the callback. `skipped`: known, too old, or no invoice. */
export async function takeInvoice(opened: OpenedRun, found: FoundInvoice): Promise<'new' | 'skipped'> {
  const reference = referenceOf(found)
  if (opened.known.has(reference)) return 'skipped'
  if (isFromBefore(opened, found.issuedOn ?? found.receivedOn ?? null)) {
    return remember(opened, reference, { number: found.number, issuedOn: found.issuedOn })
  }
  opened.progress.show({ state: 'downloading' })
  const bytes = await fetchDocument(found)
  const reading = await opened.parts.readDocument(bytes)
  if (reading.mimetype === 'text/html') throw new DocumentFailed('A web page came instead of a document')

  const invoice = describeCollected(opened, { found, reference, reading, size: bytes.byteLength })
  if (!isDelivered(invoice) || isFromBefore(opened, invoice.issuedOn)) return remember(opened, reference, invoice)

  return keep(opened, invoice, bytes)
}

/** The bytes are on disk before the row that names them. */
async function keep(
  opened: OpenedRun,
  invoice: Omit<CollectedInvoice, 'sha256'>,
  bytes: Uint8Array,
): Promise<'new' | 'skipped'> {
  const { store } = opened.parts
  try {
    const sha256 = await store.files.put(opened.run.user_id, bytes)
    const payloadOf = (stored: Invoice) => describeInvoice(opened.subject, stored)
    const outcome = await storeInvoice(store, opened.run, { invoice: { ...invoice, sha256 }, payloadOf })
    opened.known.add(invoice.reference)
    return outcome === 'stored' ? 'new' : 'skipped'
  } catch (cause) {
    throw new EngineTrouble('The invoice could not be stored', { cause })
  }
}

interface Read {
  found: FoundInvoice
  reference: string
  reading: DocumentReading
  /** In bytes. */
  size: number
}

function describeCollected(
  { collector }: OpenedRun,
  { found, reference, reading, size }: Read,
): Omit<CollectedInvoice, 'sha256'> {
  const { facts, checks } = mergeFacts(found, reading)
  const issuedOn = facts.issuedOn?.value ?? null
  const number = facts.number?.value ?? null
  return {
    collectorId: collector.id,
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
    filename: fileName([issuedOn, collector.id, number], reading.extension),
    mimetype: reading.mimetype,
    size,
    facts,
    checks,
  }
}

function isDelivered({ facts: { type } }: Pick<CollectedInvoice, 'facts'>): boolean {
  return !type || type.confidence < SURE_OF_TYPE || DELIVERED_TYPES.includes(type.value)
}

/** The identity of an invoice for ever; a collector that gives none would send every invoice at every run. */
function referenceOf({ ref, number }: FoundInvoice): string {
  const reference = ref ?? number
  if (!reference) throw new CollectorBug('An invoice has neither a reference nor a number')
  return reference
}

/** Only the first listing looks back: what shows up later is new, whatever its date. */
function isFromBefore({ credential }: OpenedRun, date: string | null): boolean {
  if (credential.is_first_listing_done || date === null) return false
  if (!isIsoDate(date)) throw new CollectorBug(`Not a date: ${date}`)
  return date < credential.download_from
}

async function remember(
  opened: OpenedRun,
  reference: string,
  listed: { number: string | null; issuedOn: string | null },
): Promise<'skipped'> {
  const { number, issuedOn } = listed
  await markKnown(opened.parts.store, opened.run, { collectorId: opened.collector.id, reference, number, issuedOn })
  opened.known.add(reference)
  return 'skipped'
}

/** A refused login or an unanswered question ends the run; anything else only costs this document. */
async function fetchDocument(found: FoundInvoice): Promise<Uint8Array> {
  try {
    const fetched = await found.document()
    const bytes = fetched instanceof Uint8Array ? fetched : fetched.bytes
    if (bytes.byteLength > 0) return bytes
  } catch (cause) {
    if (cause instanceof CollectError && cause.actor === 'user') throw cause
    throw new DocumentFailed('The document did not come', { cause })
  }
  throw new DocumentFailed('An empty document came')
}

/** Ours, not the supplier's: what it calls a file is never used as a name. */
function fileName(parts: (string | null)[], extension: string): string {
  const known = parts.filter(part => part !== null).join('_')
  const safe = known.normalize('NFKD').replace(/[^A-Za-z0-9._-]+/g, '-')
  return `${safe.slice(0, 120)}.${extension}`
}
