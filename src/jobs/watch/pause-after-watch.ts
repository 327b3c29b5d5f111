import { CollectError } from '#collector-kit/index.ts'

const FIRST_PAUSE_MS = 5_000
const LONGEST_PAUSE_MS = 15 * 60_000
/** The user must act, and a run will say so; should it not, we come back. */
const USERS_TURN_PAUSE_MS = 60 * 60_000
const UNSUPPORTED_PAUSE_MS = 24 * 60 * 60_000
/** A connection that held this long was no failure: servers close them as they like. */
const STEADY_MS = 60_000

export interface WatchEnd {
  /** What ended it: `unsupported`, or what was thrown. */
  end: unknown
  lastedMs: number
  failuresInARow: number
  /** 0 to 1: a server that comes back is not stormed by everybody at once. */
  random: number
}

/** How long a credential is left alone after its watch has ended, and how many failures are then counted. */
export function pauseAfterWatch({ end, lastedMs, failuresInARow, random }: WatchEnd): {
  pauseMs: number
  failuresInARow: number
} {
  if (end === 'unsupported') return { pauseMs: UNSUPPORTED_PAUSE_MS, failuresInARow: 0 }
  if (isUsersTurn(end)) return { pauseMs: USERS_TURN_PAUSE_MS, failuresInARow: failuresInARow + 1 }
  const failures = lastedMs >= STEADY_MS ? 0 : failuresInARow
  const pauseMs = Math.min(FIRST_PAUSE_MS * 2 ** Math.min(failures, 20), LONGEST_PAUSE_MS)
  return { pauseMs: pauseMs * (0.75 + random / 2), failuresInARow: failures + 1 }
}

/** A refused password is not tried again by itself: a run finds out, and tells the customer. */
export function isUsersTurn(end: unknown): boolean {
  return end instanceof CollectError && end.actor === 'user'
}
