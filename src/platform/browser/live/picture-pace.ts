/** What a viewer's line takes, as sent. */
const MOST_IN_SECOND_BYTES = 480_000
/** Ten a second look alive; more only cost. */
const MIN_GAP_MS = 100

const SECOND_MS = 1000

/** Says when the next picture may go: at once after a rest, evenly while a page moves, and never too much in a second. */
export class PicturePace {
  #sent: { atMs: number; bytes: number }[] = []

  /** 0: now. A picture larger than a second's share goes alone. */
  waitMs(bytes: number, nowMs: number): number {
    this.#sent = this.#sent.filter(({ atMs }) => atMs > nowMs - SECOND_MS)
    const last = this.#sent.at(-1)
    if (!last) return 0
    const used = this.#sent.reduce((sum, picture) => sum + picture.bytes, 0)
    const share = Math.min(bytes, MOST_IN_SECOND_BYTES)
    // The first few after a rest are what came of a click: they do not wait for an even pace.
    const isAfterRest = used < MOST_IN_SECOND_BYTES / 3
    const gapMs = isAfterRest ? MIN_GAP_MS : Math.max(MIN_GAP_MS, (share / MOST_IN_SECOND_BYTES) * SECOND_MS)
    const freeAtMs = this.#freeAtMs(used + share - MOST_IN_SECOND_BYTES)
    return Math.max(0, Math.ceil(Math.max(last.atMs + gapMs, freeAtMs) - nowMs))
  }

  spend(bytes: number, nowMs: number): void {
    this.#sent.push({ atMs: nowMs, bytes })
  }

  /** When so many bytes of the last second are more than a second ago. */
  #freeAtMs(excess: number): number {
    let left = excess
    for (const { atMs, bytes } of this.#sent) {
      if (left <= 0) break
      left -= bytes
      if (left <= 0) return atMs + SECOND_MS
    }
    return excess > 0 ? (this.#sent.at(-1)?.atMs ?? 0) + SECOND_MS : 0
  }
}
