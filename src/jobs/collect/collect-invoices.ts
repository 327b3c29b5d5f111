import type { BrowserContext } from 'playwright-core'
import { type CollectError, type FoundInvoice, SupplierUnavailable } from '#collector-kit/index.ts'
import { finishRun } from '#records/runs.ts'
import { asCollectError } from './as-collect-error.ts'
import { createContext } from './create-context.ts'
import { describeEnd } from './describe-end.ts'
import { openEverything } from './open-everything.ts'
import type { CollectParts, OpenedRun } from './opened-run.ts'
import { photographPage } from './photograph-page.ts'
import { DocumentFailed, takeInvoice } from './take-invoice.ts'

/**
 * One run from its job to its one outcome. What was stored on the way stays stored: a run that is killed is run again
 * by the queue and finds only what is still missing. `stop` ends it without an outcome, for the queue to repeat; so
 * does trouble of our own (database, disk, a crashed browser), which is not the supplier's.
 */
export async function collectInvoices(parts: CollectParts, runId: string, stop: AbortSignal): Promise<void> {
  const opened = await openEverything(parts, runId)
  if (!opened) return
  const { failure, pictureSha256 } = await tryToCollect(opened, stop)
  await opened.progress.settle()
  const end = await describeEnd(opened, { failure, pictureSha256 })
  await finishRun(parts.store, opened.run, end)
  const { counts, collector } = opened
  parts.metrics.runs.inc({ collector: collector.id, outcome: end.code })
  parts.metrics.invoices.inc({ collector: collector.id }, counts.new)
  parts.log.info({ runId, collector: collector.id, outcome: end.code, ...counts }, 'Run finished')
}

interface Ending {
  failure: CollectError | null
  pictureSha256: string | null
}

async function tryToCollect(opened: OpenedRun, stop: AbortSignal): Promise<Ending> {
  const limit = AbortSignal.timeout(opened.parts.runLimitMs)
  const signal = AbortSignal.any([stop, limit])
  let browser: BrowserContext | undefined
  try {
    const context = createContext(opened, signal, opening => {
      browser = opening
    })
    await takeAll(opened, opened.collector.collect(context), signal)
    return { failure: null, pictureSha256: null }
  } catch (error) {
    stop.throwIfAborted()
    const failure = limit.aborted ? new SupplierUnavailable('The run took longer than it may') : asCollectError(error)
    opened.parts.log.warn({ runId: opened.run.id, code: failure.code, err: failure }, 'Run failed')
    return { failure, pictureSha256: await photographPage(opened, browser) }
  } finally {
    await browser?.close().catch(ignoreAlreadyClosed)
  }
}

async function takeAll(opened: OpenedRun, found: AsyncIterable<FoundInvoice>, signal: AbortSignal): Promise<void> {
  const { counts, progress } = opened
  for await (const invoice of untilAborted(found, signal)) {
    counts.listed += 1
    await takeOne(opened, invoice)
    progress.show({ ...counts })
  }
}

/** One document that does not come must not keep the others from the customer; the run then ends as `partial`. */
async function takeOne(opened: OpenedRun, invoice: FoundInvoice): Promise<void> {
  try {
    const outcome = await takeInvoice(opened, invoice)
    if (outcome === 'new') opened.counts.new += 1
  } catch (error) {
    if (!(error instanceof DocumentFailed)) throw error
    opened.counts.failed += 1
    opened.parts.log.warn({ runId: opened.run.id, err: error.cause }, 'Document failed')
  }
}

/** A collector that does not heed its signal is left behind. */
async function* untilAborted<Item>(items: AsyncIterable<Item>, signal: AbortSignal): AsyncGenerator<Item> {
  const iterator = items[Symbol.asyncIterator]()
  const aborted = Promise.withResolvers<never>()
  aborted.promise.catch(() => {})
  const onAbort = () => aborted.reject(signal.reason)
  signal.addEventListener('abort', onAbort)
  try {
    while (true) {
      signal.throwIfAborted()
      const step = await Promise.race([iterator.next(), aborted.promise])
      if (step.done) return
      yield step.value
    }
  } finally {
    signal.removeEventListener('abort', onAbort)
    // Not awaited: a generator that hangs would hang here too. Its own `finally` blocks still run.
    void iterator.return?.()?.catch(() => {})
  }
}

function ignoreAlreadyClosed(): void {}
