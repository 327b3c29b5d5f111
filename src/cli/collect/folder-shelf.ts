import { join } from 'node:path'
import { readDocumentSafely } from '#documents/read-document-safely.ts'
import type { IsoDate } from '#domain/iso-date.ts'
import { EngineTrouble } from '#jobs/collect/engine-trouble.ts'
import type { Shelf, TakenInvoice } from '#jobs/collect/take-invoice.ts'
import { viewInvoice } from '#records/describe-event.ts'
import { newId } from '#records/store.ts'
import type { InvoiceFolder } from './invoice-folder.ts'

/** The callback's `invoice` without the bytes, and where the document lies. */
export type CollectedDocument = ReturnType<typeof viewInvoice> & { file: string }

/** Of `invoices.csv`. */
export const CSV_COLUMNS = [
  ...['file', 'number', 'issued_on', 'due_on', 'amount', 'tax', 'currency'],
  ...['seller', 'seller_vat_id', 'seller_country', 'type', 'collector', 'collected_on'],
]

interface ShelfOptions {
  folder: InvoiceFolder
  collectorId: string
  since: IsoDate | null
  now(): Date
  onDownload(): void
  onNew(document: CollectedDocument): void
}

/** Puts a run's invoices into a folder. */
export function createFolderShelf(options: ShelfOptions): Shelf {
  const { folder, collectorId, since, onDownload } = options
  return {
    collectorId,
    known: folder.knownReferences(),
    downloadFrom: since,
    readDocument: bytes => readDocumentSafely(bytes),
    onDownload,
    keep: (invoice, bytes) => keep(options, invoice, bytes).catch(storingFailed),
    // Too old for this run may be wanted by the next one.
    leave: async ({ reference }, why) => {
      if (why === 'no_invoice') await folder.remember(reference).catch(storingFailed)
    },
  }
}

async function keep(
  { folder, now, onNew }: ShelfOptions,
  invoice: TakenInvoice,
  bytes: Uint8Array,
): Promise<'new' | 'known'> {
  const { reference, filename } = invoice
  const collectedAt = now()
  const row = rowOf(invoice, collectedAt)
  const { outcome, file, sha256 } = await folder.keep({ reference, filename, bytes, row })
  if (file !== null) onNew({ ...viewOf({ ...invoice, sha256 }, collectedAt), file: join(folder.path, file) })
  return outcome
}

function viewOf(invoice: TakenInvoice & { sha256: string }, collectedAt: Date) {
  const { issuedOn, dueOn, ...same } = invoice
  return viewInvoice({ ...same, id: newId(), issued_on: issuedOn, due_on: dueOn, collected_at: collectedAt })
}

/** The cells after the file's name. */
function rowOf(invoice: TakenInvoice, collectedAt: Date): string[] {
  const { number, issuedOn, dueOn, amount, tax, currency, seller, type, collectorId } = invoice
  const cells = [number, issuedOn, dueOn, amount, tax, currency, seller.name, seller.vat_id, seller.country]
  return [...cells, type ?? 'invoice', collectorId, collectedAt.toISOString().slice(0, 10)].map(cell => cell ?? '')
}

function storingFailed(cause: Error): never {
  throw new EngineTrouble(`The document could not be stored: ${cause.message}`, { cause })
}
