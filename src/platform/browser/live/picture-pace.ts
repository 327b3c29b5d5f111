/** What a viewer's line takes over time, as sent, and at once after a rest: a click is answered without waiting. */
const BYTES_PER_SECOND = 330_000
const MOST_AT_ONCE_BYTES = 150_000
/** Ten a second look alive; more only cost. */
const MIN_GAP_MS = 100

/** Says when the next picture may go, so that no second holds more than the two limits together. */
export class PicturePace {
  #bytes = MOST_AT_ONCE_BYTES
  #countedAtMs = Number.NEGATIVE_INFINITY
  #sentAtMs = Number.NEGATIVE_INFINITY

  /** 0: now. A picture larger than everything that may go at once waits for the whole of it. */
  waitMs(bytes: number, nowMs: number): number {
    const missing = Math.min(bytes, MOST_AT_ONCE_BYTES) - this.#available(nowMs)
    return Math.ceil(Math.max(0, (missing / BYTES_PER_SECOND) * 1000, this.#sentAtMs + MIN_GAP_MS - nowMs))
  }

  spend(bytes: number, nowMs: number): void {
    this.#bytes = this.#available(nowMs) - bytes
    this.#countedAtMs = nowMs
    this.#sentAtMs = nowMs
  }

  #available(nowMs: number): number {
    const gained = ((nowMs - this.#countedAtMs) / 1000) * BYTES_PER_SECOND
    return Math.min(MOST_AT_ONCE_BYTES, this.#bytes + gained)
  }
}
