import { Problem } from '../http/problem.ts'

const WINDOW_MS = 60_000
const FAILURES_PER_WINDOW = 30
/** Enough of a token to tell guesses at one token from guesses at many; worthless to who reads it. */
const PREFIX_LENGTH = 12
/** A flood of addresses must not fill the memory; the oldest are forgotten first. */
const MOST_KEYS = 10_000

/**
 * Counts bad tokens by address and by token prefix, in this process: tokens have 384 bits and more, so this is against
 * noise and not the wall. A good token is never refused, whatever others behind the same address do.
 */
export class FailureLimit {
  readonly #failures = new Map<string, { count: number; since: number }>()
  readonly #now: () => Date

  constructor(now: () => Date) {
    this.#now = now
  }

  /** Throws 429 with `Retry-After` once there were too many. */
  count(address: string, token: string): void {
    const nowMs = this.#now().getTime()
    const waitsMs = [`address ${address}`, `token ${token.slice(0, PREFIX_LENGTH)}`].map(key => this.#add(key, nowMs))
    while (this.#failures.size > MOST_KEYS) this.#failures.delete(this.#failures.keys().next().value as string)
    const waitMs = Math.max(...waitsMs)
    if (waitMs <= 0) return
    throw new Problem('too_many_attempts', { headers: { 'retry-after': String(Math.ceil(waitMs / 1000)) } })
  }

  /** How long to wait, 0 while below the limit. */
  #add(key: string, nowMs: number): number {
    const entry = this.#failures.get(key)
    if (!entry || nowMs - entry.since >= WINDOW_MS) {
      this.#failures.set(key, { count: 1, since: nowMs })
      return 0
    }
    entry.count += 1
    return entry.count > FAILURES_PER_WINDOW ? entry.since + WINDOW_MS - nowMs : 0
  }
}
