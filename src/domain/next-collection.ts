import { learnRhythms } from './invoice-rhythm.ts'
import { addDays, daysBetween, type IsoDate, isoDateOf } from './iso-date.ts'

const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS

/** Fewer dates say nothing about a rhythm. */
const FEWEST_DATES = 3
/** Suppliers are a few days early or late: so long before and after the expected day we look daily. */
const DAYS_AROUND_DUE = 3
const LATEST_DISTANCES = 12

const UNAVAILABLE_FIRST_RETRY_MS = 10 * MINUTE_MS
const PARTIAL_FIRST_RETRY_MS = 30 * MINUTE_MS

export interface CollectionHistory {
  /** How the run ended: `done`, `partial`, or an error's code. */
  outcome: string
  /** Whether somebody has to act before a next run can succeed. */
  isUsersTurn: boolean
  /** Runs in a row that ended in trouble, this one included; 0 after a success. */
  failuresInARow: number
  /** Issue dates known of this credential, in any order. */
  issuedOn: IsoDate[]
  atLeastEveryDays: number
}

/**
 * When to collect again; null when it would be pointless until the user acts.
 * `random` (0 to 1) spreads the load: a credential drifts by up to an hour.
 */
export function nextCollectionAt(history: CollectionHistory, now: Date, random: number): Date | null {
  if (history.isUsersTurn) return null
  const pauseMs = pauseAfter(history, isoDateOf(now))
  const jitterMs = random * Math.min(60 * MINUTE_MS, pauseMs / 4)
  const longestMs = history.atLeastEveryDays * DAY_MS
  return new Date(now.getTime() + Math.min(pauseMs + jitterMs, longestMs))
}

function pauseAfter(history: CollectionHistory, today: IsoDate): number {
  switch (history.outcome) {
    case 'done':
      return daysUntilNextLook(history, today) * DAY_MS
    case 'partial':
      return doubled(PARTIAL_FIRST_RETRY_MS, history.failuresInARow)
    case 'supplier_unavailable':
      return doubled(UNAVAILABLE_FIRST_RETRY_MS, history.failuresInARow)
    default:
      return DAY_MS
  }
}

/** Daily around the day the next invoice is expected and while nothing is known; otherwise shortly before that day. */
function daysUntilNextLook({ issuedOn, atLeastEveryDays }: CollectionHistory, today: IsoDate): number {
  const dueOn = expectedInvoiceOn(issuedOn)
  if (!dueOn) return 1
  const untilDue = daysBetween(today, dueOn)
  if (untilDue > DAYS_AROUND_DUE) return Math.min(untilDue - DAYS_AROUND_DUE, atLeastEveryDays)
  const isLongOverdue = -untilDue > DAYS_AROUND_DUE * 2
  return isLongOverdue ? atLeastEveryDays : 1
}

/** The next invoice of the supplier's rhythm; without one, the latest date plus the usual (median) distance between dates. */
export function expectedInvoiceOn(issuedOn: IsoDate[]): IsoDate | undefined {
  const dates = [...new Set(issuedOn)].sort()
  const latest = dates.at(-1)
  if (latest === undefined || dates.length < FEWEST_DATES) return undefined
  const due = learnRhythms(dates).flatMap(({ dueOn: [next = ''] }) => (next > latest ? [next] : []))
  return due.sort()[0] ?? addDays(latest, usualDistance(dates.slice(-LATEST_DISTANCES - 1)))
}

function usualDistance(dates: IsoDate[]): number {
  const gaps = dates.slice(1).map((date, index) => daysBetween(dates[index] as string, date))
  return gaps.sort((a, b) => a - b)[Math.floor(gaps.length / 2)] as number
}

function doubled(firstMs: number, failuresInARow: number): number {
  return Math.min(firstMs * 2 ** Math.max(0, failuresInARow - 1), DAY_MS)
}
