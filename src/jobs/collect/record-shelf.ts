import { describeInvoice } from '#records/describe-event.ts'
import { type Invoice, markKnown, storeInvoice } from '#records/invoices.ts'
import { EngineTrouble } from './engine-trouble.ts'
import type { OpenedRun } from './opened-run.ts'
import type { Shelf, TakenInvoice } from './take-invoice.ts'

/** Puts a run's invoices into the records, each with its event and delivery. */
export function createRecordShelf(opened: OpenedRun): Shelf {
  const { parts, run, credential, collector, known, progress } = opened
  return {
    collectorId: collector.id,
    known,
    // Only the first listing looks back: what shows up later is new, whatever its date.
    downloadFrom: credential.is_first_listing_done ? null : credential.download_from,
    readDocument: parts.readDocument,
    onDownload: () => progress.show({ state: 'downloading' }),
    keep: (invoice, bytes) => keep(opened, invoice, bytes),
    // The day of what is no invoice would be taken for the supplier's rhythm.
    leave: (listed, why) => markKnown(parts.store, run, why === 'no_invoice' ? { ...listed, issuedOn: null } : listed),
  }
}

/** The bytes are on disk before the row that names them. */
async function keep(
  { parts: { store }, run, subject }: OpenedRun,
  invoice: TakenInvoice,
  bytes: Uint8Array,
): Promise<'new' | 'known'> {
  try {
    const sha256 = await store.files.put(run.user_id, bytes)
    const payloadOf = (stored: Invoice) => describeInvoice(subject, stored)
    const outcome = await storeInvoice(store, run, { invoice: { ...invoice, sha256 }, payloadOf })
    return outcome === 'stored' ? 'new' : 'known'
  } catch (cause) {
    throw new EngineTrouble('The invoice could not be stored', { cause })
  }
}
