import { openDueRuns } from '#records/credentials.ts'
import { deleteExpiredLivePages } from '#records/live-pages.ts'
import { abandonRuns } from '#records/runs.ts'
import type { Store } from '#records/store.ts'
import { deleteExpiredUserTokens } from '#records/user-tokens.ts'

/** In one transaction; more that are due follow in the next. */
const AT_ONCE = 100

/** Longer than a run may take, with its repeats. */
const ABANDONED_AFTER_MS = 6 * 3_600_000

interface ScheduleLog {
  info(fields: object, message: string): void
  warn(fields: object, message: string): void
}

/** Every minute: opens a run for each credential that is due, and tidies up what time has ended. */
export async function runSchedule(store: Store, log: ScheduleLog): Promise<void> {
  let opened = 0
  for (let batch = AT_ONCE; batch === AT_ONCE; opened += batch) batch = await openDueRuns(store, AT_ONCE)
  if (opened > 0) log.info({ opened }, 'Collections started')

  const abandoned = await abandonRuns(store, new Date(store.now().getTime() - ABANDONED_AFTER_MS))
  if (abandoned > 0) log.warn({ abandoned }, 'Runs without a job were ended')
  await deleteExpiredUserTokens(store)
  await deleteExpiredLivePages(store)
}
