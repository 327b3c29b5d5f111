import type { BrowserContext } from 'playwright-core'
import { type CollectError, type CollectLog, SupplierUnavailable } from '#collector-kit/index.ts'
import { finishRun } from '#records/runs.ts'
import { createContext } from './create-context.ts'
import { describeEnd } from './describe-end.ts'
import { nameFailure } from './name-failure.ts'
import { openEverything } from './open-everything.ts'
import type { CollectParts, OpenedRun } from './opened-run.ts'
import { photographPage } from './photograph-page.ts'
import { createRecordShelf } from './record-shelf.ts'
import { takeAll } from './take-all.ts'

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
    await takeAll(takingOf(opened, signal), opened.collector.collect(context))
    return { failure: null, pictureSha256: null }
  } catch (error) {
    stop.throwIfAborted()
    const failure = limit.aborted ? new SupplierUnavailable('The run took longer than it may') : nameFailure(error)
    opened.parts.log.warn({ runId: opened.run.id, code: failure.code, err: failure }, 'Run failed')
    return { failure, pictureSha256: await photographPage(opened, browser) }
  } finally {
    await browser?.close().catch(ignoreAlreadyClosed)
  }
}

function takingOf(opened: OpenedRun, signal: AbortSignal) {
  const { counts, progress, parts, run } = opened
  const log: CollectLog = {
    info: (fields, message) => parts.log.info({ runId: run.id, ...fields }, message),
    warn: (fields, message) => parts.log.warn({ runId: run.id, ...fields }, message),
  }
  return { shelf: createRecordShelf(opened), counts, log, signal, onTaken: () => progress.show({ ...counts }) }
}

function ignoreAlreadyClosed(): void {}
