import type { CDPSession, Page } from 'playwright-core'
import type { LivePicture } from '#domain/live-page.ts'
import { inTime } from './in-time.ts'
import { PicturePace } from './picture-pace.ts'

/** Text stays readable; a page of 1280 × 900 is about 60 kB. */
const OPTIONS = { format: 'jpeg', quality: 60, everyNthFrame: 1 } as const

/** Chromium holds at most two pictures that are not acknowledged: this keeps it from drawing 60 a second for us. */
const ACKNOWLEDGE_AFTER_MS = 100

/** A page that changed and then did nothing for so long is at rest. */
const AT_REST_AFTER_MS = 250

const STOP_WITHIN_MS = 1000

/** Called with one picture after the other; the next one waits until it resolves. Must not reject. */
type OnPicture = (picture: LivePicture) => Promise<void>

/** Takes pictures of a page: the present one at once, then one whenever it changes, none while it rests. */
export class Screencast {
  readonly #cdp: CDPSession
  readonly #onPicture: OnPicture
  readonly #pace = new PicturePace()
  readonly #acknowledgements = new Set<NodeJS.Timeout>()
  #latest: LivePicture | undefined
  #given: LivePicture | undefined
  #isGiving = false
  #isStopped = false
  #rest: NodeJS.Timeout | undefined
  #turn: NodeJS.Timeout | undefined

  private constructor(cdp: CDPSession, onPicture: OnPicture) {
    this.#cdp = cdp
    this.#onPicture = onPicture
  }

  /** Rejects when the page is gone. */
  static async start(page: Page, onPicture: OnPicture): Promise<Screencast> {
    const cdp = await page.context().newCDPSession(page)
    const screencast = new Screencast(cdp, onPicture)
    cdp.on('Page.screencastFrame', ({ data, metadata, sessionId }) => {
      screencast.#acknowledge(sessionId)
      screencast.#take({ base64: data, width: metadata.deviceWidth, height: metadata.deviceHeight })
    })
    await cdp.send('Page.startScreencast', OPTIONS)
    return screencast
  }

  async stop(): Promise<void> {
    this.#isStopped = true
    clearTimeout(this.#rest)
    clearTimeout(this.#turn)
    for (const timer of this.#acknowledgements) clearTimeout(timer)
    // Ends the screencast too. A page that hangs hears of it later, one that is gone never.
    await inTime(this.#cdp.detach(), STOP_WITHIN_MS)
  }

  #acknowledge(sessionId: number): void {
    const timer = setTimeout(() => {
      this.#acknowledgements.delete(timer)
      void this.#cdp.send('Page.screencastFrameAck', { sessionId }).catch(() => {})
    }, ACKNOWLEDGE_AFTER_MS)
    this.#acknowledgements.add(timer)
  }

  #take(picture: LivePicture): void {
    if (this.#isStopped || picture.base64 === this.#latest?.base64) return
    this.#latest = picture
    clearTimeout(this.#rest)
    this.#rest = setTimeout(() => void this.#lookAgain(), AT_REST_AFTER_MS)
    void this.#give()
  }

  /** Chromium may drop the very last change of a page; started anew it sends the present picture. */
  async #lookAgain(): Promise<void> {
    try {
      await this.#cdp.send('Page.stopScreencast')
      if (!this.#isStopped) await this.#cdp.send('Page.startScreencast', OPTIONS)
    } catch {
      // The page is gone; whoever follows it hears of that.
    }
  }

  async #give(): Promise<void> {
    if (this.#isGiving || this.#isStopped || !this.#latest || this.#latest === this.#given) return
    const waitMs = this.#pace.waitMs(this.#latest.base64.length, performance.now())
    clearTimeout(this.#turn)
    if (waitMs > 0) {
      this.#turn = setTimeout(() => void this.#give(), waitMs)
      return
    }
    this.#given = this.#latest
    this.#pace.spend(this.#given.base64.length, performance.now())
    this.#isGiving = true
    await this.#onPicture(this.#given)
    this.#isGiving = false
    void this.#give()
  }
}
