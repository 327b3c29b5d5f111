import type { Queue } from '#platform/queue/queue.ts'
import { collectInvoices } from './collect/collect-invoices.ts'
import type { CollectParts } from './collect/opened-run.ts'
import { type DeliverParts, deliverEvent } from './deliver/deliver-event.ts'
import { noticeMissingInvoices } from './notice-missing/notice-missing-invoices.ts'
import { removeFilesOfUser } from './prune/remove-files-of-user.ts'
import { runSchedule } from './schedule/run-schedule.ts'

const DELIVERIES_AT_ONCE = 8
/** Out of politeness: one supplier is never asked by more runs at once, in the whole installation. */
const RUNS_PER_SUPPLIER = 2
const EVERY_MINUTE = '* * * * *'

interface Workers {
  queue: Queue
  collect: CollectParts
  deliver: DeliverParts
  /** Collections at once in this process. */
  maxRuns: number
  /** Aborted when the server stops: collections end at once and are repeated by whoever comes next. */
  stopping: AbortSignal
}

/** Puts every verb to work on its queue. */
export async function startWorkers({ queue, collect, deliver, maxRuns, stopping }: Workers): Promise<void> {
  const { store, log } = collect
  await queue.work('collect', { concurrency: maxRuns, concurrencyOfGroup: RUNS_PER_SUPPLIER }, ({ runId }, signal) =>
    collectInvoices(collect, runId, AbortSignal.any([signal, stopping])),
  )
  await queue.work('deliver', { concurrency: DELIVERIES_AT_ONCE }, ({ deliveryId }) =>
    deliverEvent(deliver, deliveryId),
  )
  await queue.work('notice_missing', { concurrency: 1 }, ({ runId }) => noticeMissingInvoices(collect, runId))
  await queue.work('prune', { concurrency: 1 }, ({ userId }) => removeFilesOfUser(store.files, userId))
  await queue.work('schedule', { concurrency: 1 }, () => runSchedule(store, log))
  await queue.repeat('schedule', EVERY_MINUTE)
}
