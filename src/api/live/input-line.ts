import type { LiveInput } from '#domain/live-page.ts'

/** Nobody types or drags faster; what goes beyond is dropped. */
const INPUTS_PER_SECOND = 60
const MOST_AT_ONCE = 120

/** A notification holds 8000 bytes: sealed, and as base64, a third more than this. */
const MOST_BATCH_BYTES = 5000
/** At worst six bytes each in JSON. */
const MOST_TEXT_CHARACTERS = 800
/** What still waits when the database is slow. */
const MOST_WAITING = 500

/** One viewer's inputs on their way to the page: in their order, several in one notification when they come fast. */
export class InputLine {
  readonly #send: (inputs: LiveInput[]) => Promise<void>
  readonly #now: () => number
  #waiting: LiveInput[] = []
  #isSending = false
  #allowance = MOST_AT_ONCE
  #countedAtMs: number

  /** `send` must not reject; `now` in milliseconds. */
  constructor(send: (inputs: LiveInput[]) => Promise<void>, now: () => number) {
    this.#send = send
    this.#now = now
    this.#countedAtMs = now()
  }

  push(input: LiveInput): void {
    if (!this.#isAllowed() || this.#waiting.length >= MOST_WAITING) return
    this.#waiting.push(...(input.type === 'text' ? splitText(input.text) : [input]))
    if (!this.#isSending) void this.#sendAll()
  }

  #isAllowed(): boolean {
    const now = this.#now()
    const gained = ((now - this.#countedAtMs) / 1000) * INPUTS_PER_SECOND
    this.#allowance = Math.min(MOST_AT_ONCE, this.#allowance + gained)
    this.#countedAtMs = now
    if (this.#allowance < 1) return false
    this.#allowance -= 1
    return true
  }

  async #sendAll(): Promise<void> {
    this.#isSending = true
    while (this.#waiting.length > 0) await this.#send(this.#takeBatch())
    this.#isSending = false
  }

  #takeBatch(): LiveInput[] {
    const batch: LiveInput[] = []
    let bytes = 0
    for (const input of this.#waiting) {
      bytes += Buffer.byteLength(JSON.stringify(input)) + 1
      if (batch.length > 0 && bytes > MOST_BATCH_BYTES) break
      batch.push(input)
    }
    this.#waiting = this.#waiting.slice(batch.length)
    return batch
  }
}

function splitText(text: string): LiveInput[] {
  const characters = [...text]
  const pieces = Math.ceil(characters.length / MOST_TEXT_CHARACTERS)
  return Array.from({ length: pieces }, (_, piece) => {
    const from = piece * MOST_TEXT_CHARACTERS
    return { type: 'text', text: characters.slice(from, from + MOST_TEXT_CHARACTERS).join('') }
  })
}
