import type { CDPSession, Page } from 'playwright-core'
import type { LivePicture } from '#domain/live-page.ts'
import { inTime } from './in-time.ts'
import { PicturePace } from './picture-pace.ts'

/** Text stays readable; a page of 1280 × 900 is about 60 kB. */
const FINE: ScreencastOptions = { format: 'jpeg', quality: 60, everyNthFrame: 1 }

/** A page full of detail that keeps moving would show less than two pictures a second: then it is half as sharp. */
const COARSE_FROM_BYTES = 150_000
const COARSE_AFTER_PICTURES = 4
const COARSE_QUALITY = 40

/** Chromium holds at most two pictures that are not acknowledged: this keeps it from drawing 60 a second for us. */
const ACKNOWLEDGE_AFTER_MS = 100

/** A page that changed and then did nothing for so long is at rest. */
const AT_REST_AFTER_MS = 350

const STOP_WITHIN_MS = 1000

interface ScreencastOptions {
  format: 'jpeg'
  quality: number
  everyNthFrame: number
  maxWidth?: number
  maxHeight?: number
}

/** Called with one picture after the other; the next one waits until it resolves. Must not reject. */
type OnPicture = (picture: LivePicture) => Promise<void>

/** Takes pictures of a page: the present one at once, then one whenever it changes, none while it rests. */
export class Screencast {
  readonly #cdp: CDPSession
  readonly #onPicture: OnPicture
  readonly #pace = new PicturePace()
  readonly #acknowledgements = new Set<NodeJS.Timeout>()
  #latest: LivePicture | undefined
  #sinceRest = 0
  #isCoarse = false
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
    await cdp.send('Page.startScreencast', FINE)
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
    this.#sinceRest += 1
    clearTimeout(this.#rest)
    this.#rest = setTimeout(() => this.#beAtRest(), AT_REST_AFTER_MS)
    const isMoving = this.#sinceRest >= COARSE_AFTER_PICTURES
    if (isMoving && !this.#isCoarse && picture.base64.length > COARSE_FROM_BYTES) this.#beCoarse(picture)
    void this.#give()
  }

  #beCoarse({ width, height }: LivePicture): void {
    this.#isCoarse = true
    const size = { maxWidth: Math.ceil(width / 2), maxHeight: Math.ceil(height / 2) }
    void this.#startAnew({ ...FINE, ...size, quality: COARSE_QUALITY })
  }

  /** Chromium may drop the very last change of a page; started anew it sends the present picture, and sharp again. */
  #beAtRest(): void {
    this.#isCoarse = false
    this.#sinceRest = 0
    void this.#startAnew(FINE)
  }

  async #startAnew(options: ScreencastOptions): Promise<void> {
    try {
      await this.#cdp.send('Page.stopScreencast')
      if (!this.#isStopped) await this.#cdp.send('Page.startScreencast', options)
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
