import type { CollectLog, FoundInvoice } from '#collector-kit/index.ts'
import { DocumentFailed } from './fetch-document.ts'
import { type Shelf, takeInvoice } from './take-invoice.ts'

export interface Counts {
  listed: number
  new: number
  failed: number
}

interface Taking {
  shelf: Shelf
  /** Counted up while the invoices come. */
  counts: Counts
  log: CollectLog
  signal: AbortSignal
  /** One more was dealt with. */
  onTaken(): void
}

/** Takes what a collector yields, one invoice after the other; rejects with the signal's reason once it is aborted. */
export async function takeAll(taking: Taking, found: AsyncIterable<FoundInvoice>): Promise<void> {
  for await (const invoice of untilAborted(found, taking.signal)) {
    taking.counts.listed += 1
    await orAborted(taking.signal, takeOne(taking, invoice))
    taking.onTaken()
  }
}

/** One document that does not come must not keep the others from the customer; the run then ends as `partial`. */
async function takeOne({ shelf, counts, log }: Taking, invoice: FoundInvoice): Promise<void> {
  try {
    const outcome = await takeInvoice(shelf, invoice)
    if (outcome === 'new') counts.new += 1
  } catch (error) {
    if (!(error instanceof DocumentFailed)) throw error
    counts.failed += 1
    log.warn({ err: error.cause ?? error }, 'Document failed')
  }
}

/** A collector that does not heed its signal is left behind. */
async function* untilAborted<Item>(items: AsyncIterable<Item>, signal: AbortSignal): AsyncGenerator<Item> {
  const iterator = items[Symbol.asyncIterator]()
  try {
    while (true) {
      const step = await orAborted(signal, iterator.next())
      if (step.done) return
      yield step.value
    }
  } finally {
    // Not awaited: a generator that hangs would hang here too. Its own `finally` blocks still run.
    void iterator.return?.()?.catch(() => {})
  }
}

/** Rejects with the signal's reason as soon as it is aborted, whether or not the other heeds it. */
async function orAborted<Result>(signal: AbortSignal, work: Promise<Result>): Promise<Result> {
  const aborted = Promise.withResolvers<never>()
  const onAbort = () => aborted.reject(signal.reason)
  signal.addEventListener('abort', onAbort)
  try {
    if (signal.aborted) onAbort()
    return await Promise.race([aborted.promise, work])
  } finally {
    signal.removeEventListener('abort', onAbort)
  }
}
