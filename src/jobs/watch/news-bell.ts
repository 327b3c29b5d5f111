import { setTimeout as pause } from 'node:timers/promises'
import type { CollectLog } from '#collector-kit/index.ts'
import type { Store } from '#records/store.ts'
import { openRunForNews } from '#records/watches.ts'

/** A run that reads a mailbox already known takes about this long. */
const LOOK_AGAIN_MS = 300

interface BellParts {
  store: Store
  log: CollectLog
  /** Between two runs of one credential: many mails in a row are read by few runs. */
  betweenRunsMs: number
  /** The process stops. */
  signal: AbortSignal
}

/**
 * Turns news into runs. News that come while a run is on may have come too late for it, so another one follows; rings
 * in the meantime are answered by the same.
 */
export class NewsBell {
  readonly #parts: BellParts
  readonly #credentialId: string
  #isRung = false
  #isAnswering = false

  constructor(parts: BellParts, credentialId: string) {
    this.#parts = parts
    this.#credentialId = credentialId
  }

  ring(): void {
    this.#isRung = true
    if (!this.#isAnswering) void this.#answer()
  }

  async #answer(): Promise<void> {
    const { signal, betweenRunsMs } = this.#parts
    this.#isAnswering = true
    while (this.#isRung && !signal.aborted) {
      this.#isRung = false
      await this.#openRun()
      await this.#wait(betweenRunsMs)
    }
    this.#isAnswering = false
  }

  /** Should the database be away, the bell rings on. */
  async #openRun(): Promise<void> {
    const { store, log, signal } = this.#parts
    try {
      while (!signal.aborted && (await openRunForNews(store, this.#credentialId)) === 'busy') {
        await this.#wait(LOOK_AGAIN_MS)
      }
    } catch (error) {
      this.#isRung = true
      if (!signal.aborted) log.warn({ err: error, credentialId: this.#credentialId }, 'News are followed up later')
    }
  }

  async #wait(ms: number): Promise<void> {
    await pause(ms, undefined, { signal: this.#parts.signal, ref: false }).catch(ignoreAbort)
  }
}

function ignoreAbort(): void {}
