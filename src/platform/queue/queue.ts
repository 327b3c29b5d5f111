import { type Job as BossJob, fromKysely, PgBoss } from 'pg-boss'

/** What each queued job carries: ids only, so that a stolen queue tells nothing. */
export interface Jobs {
  schedule: Record<string, never>
  collect: { runId: string }
  deliver: { deliveryId: string }
  notice_missing: { runId: string }
  prune: { userId: string }
}
export type JobName = keyof Jobs

interface QueueLog {
  warn(fields: object, message: string): void
  error(fields: object, message: string): void
}

interface SendOptions {
  /** The job exists if and only if this transaction commits. */
  transaction: Parameters<typeof fromKysely>[0]
  startAfter?: Date
  /** Jobs of one group may be limited, see `WorkOptions`. */
  group?: string
}

export interface WorkOptions {
  /** Jobs of this name handled at once by this process. */
  concurrency: number
  /** Of one group, in all processes together. */
  concurrencyOfGroup?: number
}

export interface Queue {
  send<Name extends JobName>(name: Name, data: Jobs[Name], options: SendOptions): Promise<void>
  /** A handler that throws is called again, with a growing pause; `signal` says when to give up. */
  work<Name extends JobName>(
    name: Name,
    options: WorkOptions,
    handle: (data: Jobs[Name], signal: AbortSignal) => Promise<void>,
  ): Promise<void>
  /** Five-field cron, UTC. */
  repeat(name: JobName, cron: string): Promise<void>
  /** Waits for handlers that run, at most `timeoutMs`. */
  stop(timeoutMs: number): Promise<void>
}

/**
 * How long a job may run, and how soon a dead process is noticed: what may take longer than a moment lives as long as
 * its heart beats. Ten seconds is pg-boss's least.
 */
const QUEUES = {
  schedule: { expireInSeconds: 60, retryLimit: 0 },
  collect: {
    expireInSeconds: 3600,
    heartbeatSeconds: 10,
    // A run survives as many restarts as an unlucky day has.
    retryLimit: 20,
    retryDelay: 2,
    retryBackoff: true,
    retryDelayMax: 300,
  },
  deliver: {
    expireInSeconds: 60,
    heartbeatSeconds: 10,
    retryLimit: 20,
    retryDelay: 2,
    retryBackoff: true,
    retryDelayMax: 300,
  },
  notice_missing: { expireInSeconds: 60, retryLimit: 3, retryDelay: 5, retryBackoff: true },
  prune: { expireInSeconds: 900, retryLimit: 20, retryDelay: 5, retryBackoff: true, retryDelayMax: 600 },
} as const

/** The backstop while NOTIFY wakes workers; also how late a deferred job may start. */
const POLL_SECONDS = 2
/** How often jobs of dead processes are looked for. */
const LOOK_FOR_DEAD_EVERY_SECONDS = 5
const DONE_JOBS_KEPT_SECONDS = 24 * 3600

/** pg-boss in our own database, so that enqueueing joins the transaction that makes it necessary. */
export async function startQueue(url: string, log: QueueLog): Promise<Queue> {
  const boss = new PgBoss({
    connectionString: url,
    max: 4,
    application_name: 'invoice-collector queue',
    useListenNotify: true,
    monitorIntervalSeconds: LOOK_FOR_DEAD_EVERY_SECONDS,
    superviseIntervalSeconds: LOOK_FOR_DEAD_EVERY_SECONDS,
  })
  boss.on('error', error => log.error({ err: error }, 'Queue error'))
  boss.on('warning', warning => log.warn({ warning: warning.message }, 'Queue warning'))
  await boss.start()
  for (const [name, options] of Object.entries(QUEUES)) {
    const settings = { ...options, notify: true, deleteAfterSeconds: DONE_JOBS_KEPT_SECONDS }
    await boss.createQueue(name, settings)
    // A queue that an older version made keeps its settings until it is told.
    await boss.updateQueue(name, settings)
  }

  return {
    async send(name, data, { transaction, startAfter, group }) {
      const options = { ...(startAfter && { startAfter }), ...(group !== undefined && { group: { id: group } }) }
      await boss.send(name, data, { db: fromKysely(transaction), ...options })
    },
    async work(name, { concurrency, concurrencyOfGroup }, handle) {
      const options = {
        localConcurrency: concurrency,
        pollingIntervalSeconds: POLL_SECONDS,
        notifyPollingIntervalSeconds: POLL_SECONDS,
        ...(concurrencyOfGroup !== undefined && { groupConcurrency: concurrencyOfGroup }),
      }
      const handleLogged = async (job: BossJob<Jobs[typeof name]>) => {
        try {
          await handle(job.data, job.signal)
        } catch (error) {
          // pg-boss keeps the reason in its own table, where nobody looks.
          log.warn({ err: error, job: name, ...job.data }, 'Job failed and will be repeated')
          throw error
        }
      }
      await boss.work(name, options, async (jobs: BossJob<Jobs[typeof name]>[]) => {
        for (const job of jobs) await handleLogged(job)
      })
    },
    async repeat(name, cron) {
      await boss.schedule(name, cron, {})
    },
    async stop(timeoutMs) {
      await boss.stop({ graceful: true, timeout: timeoutMs })
    },
  }
}
