const SECOND_MS = 1000
const MINUTE_MS = 60 * SECOND_MS
const HOUR_MS = 60 * MINUTE_MS

/** Pauses before the second attempt, the third...: the schedule Standard Webhooks recommends. */
const PAUSES_MS = [
  5 * SECOND_MS,
  5 * MINUTE_MS,
  30 * MINUTE_MS,
  2 * HOUR_MS,
  5 * HOUR_MS,
  10 * HOUR_MS,
  14 * HOUR_MS,
  20 * HOUR_MS,
  24 * HOUR_MS,
]

/** Never wait longer because a receiver asked for it. */
const LONGEST_RETRY_AFTER_MS = 24 * HOUR_MS

interface FailedAttempt {
  /** Attempts made so far, at least 1. */
  attempts: number
  /** What the receiver asked for in `Retry-After`, if anything. */
  retryAfterMs?: number | undefined
}

/** When to try again after a failed attempt, or null when the schedule is at its end. `random` is 0 to 1. */
export function nextAttemptAt({ attempts, retryAfterMs = 0 }: FailedAttempt, now: Date, random: number): Date | null {
  const pauseMs = PAUSES_MS[attempts - 1]
  if (pauseMs === undefined) return null
  const jitterMs = pauseMs * 0.1 * random
  return new Date(now.getTime() + Math.max(pauseMs + jitterMs, Math.min(retryAfterMs, LONGEST_RETRY_AFTER_MS)))
}

/** `Retry-After` is a number of seconds or an HTTP date (RFC 9110, 10.2.3). */
export function parseRetryAfterMs(header: string | undefined, now: Date): number | undefined {
  if (header === undefined) return undefined
  if (/^\d+$/.test(header.trim())) return Number(header) * SECOND_MS
  const at = Date.parse(header)
  return Number.isNaN(at) ? undefined : Math.max(0, at - now.getTime())
}
