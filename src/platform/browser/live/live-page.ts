import type { BrowserContext, Dialog, Frame, Page } from 'playwright-core'
import type { LiveInput, LivePicture, LiveView } from '#domain/live-page.ts'
import { type FocusedField, readFocusedField } from './focused-field.ts'
import { inTime } from './in-time.ts'
import { type PageInput, performInput } from './perform-input.ts'
import { reviveMedia } from './revive-media.ts'
import { Screencast } from './screencast.ts'
import { steadyCaret } from './steady-caret.ts'

interface LivePageEvents {
  /** One after the other; must not reject. */
  onPicture(picture: LivePicture): Promise<void>
  onView(view: LiveView): void
}

/** An input that a page does not take in so long must not keep the following ones waiting. */
const INPUT_TIMEOUT_MS = 3000
const SIZES = { width: { min: 320, max: 1600 }, height: { min: 320, max: 1200 } }

const DIALOG_CHARACTERS = 2000

/** A page, and the pop-ups it opens, in the hands of a person: the newest is the one that is shown. */
export class LivePage {
  readonly #context: BrowserContext
  readonly #events: LivePageEvents
  readonly #followed = new Set<Page>()
  #shown: Page
  #size: { width: number; height: number } | undefined
  #isWatched = false
  #isClosed = false
  #cast: { page: Page; screencast: Screencast } | undefined
  #casting: Promise<void> = Promise.resolve()
  #performing: Promise<void> = Promise.resolve()
  #dialog: Dialog | undefined
  #field: FocusedField = { field: 'none', choices: null }
  #lastView = ''

  constructor(page: Page, events: LivePageEvents) {
    this.#context = page.context()
    this.#events = events
    this.#shown = page
    for (const open of this.#context.pages()) this.#follow(open)
    this.#context.on('page', this.#onPage)
    void reviveMedia(page)
    this.#show(page)
  }

  /** Pictures are only taken while somebody watches. */
  watch(isWatched: boolean): void {
    if (this.#isWatched === isWatched) return
    this.#isWatched = isWatched
    this.#recast()
  }

  /** One after the other, in their order; what a page refuses is no error. */
  perform(input: Exclude<LiveInput, { type: 'close' }>): void {
    // The page is blocked while its dialog is open, and everything that waits for it too.
    if (input.type === 'dialog') return void this.#answerDialog(input)
    if (input.type === 'viewport') return void this.#resize(input)
    this.#performing = this.#performing.then(() => this.#performOnShown(input))
  }

  /** Does what is still to be done, and leaves the page as it then is to whoever goes on with it. */
  async close(): Promise<void> {
    await inTime(this.#performing, INPUT_TIMEOUT_MS)
    this.#isClosed = true
    this.#context.off('page', this.#onPage)
    for (const page of this.#followed) this.#unfollow(page)
    await this.#dialog?.dismiss().catch(() => {})
    this.#recast()
    await this.#casting
  }

  readonly #onPage = (page: Page) => {
    this.#follow(page)
    this.#show(page)
  }

  readonly #onPageClosed = (page: Page) => {
    this.#followed.delete(page)
    const newest = [...this.#followed].at(-1)
    if (page === this.#shown && newest) this.#show(newest)
  }

  readonly #onNavigated = (frame: Frame) => {
    void steadyCaret(frame)
    this.#field = { field: 'none', choices: null }
    this.#tell()
  }

  readonly #onDialog = (dialog: Dialog) => {
    // The person already chose to leave by what they clicked.
    if (dialog.type() === 'beforeunload') return void dialog.accept().catch(() => {})
    this.#dialog = dialog
    this.#tell()
  }

  #follow(page: Page): void {
    if (this.#followed.has(page)) return
    this.#followed.add(page)
    page.on('close', this.#onPageClosed)
    page.on('framenavigated', this.#onNavigated)
    page.on('dialog', this.#onDialog)
    for (const frame of page.frames()) void steadyCaret(frame)
  }

  #unfollow(page: Page): void {
    page.off('close', this.#onPageClosed)
    page.off('framenavigated', this.#onNavigated)
    page.off('dialog', this.#onDialog)
  }

  #show(page: Page): void {
    this.#shown = page
    this.#field = { field: 'none', choices: null }
    if (this.#size) void this.#resize(this.#size)
    this.#recast()
    this.#tell()
  }

  /** Starts, moves or ends the screencast, as it should be by the time it is this change's turn. */
  #recast(): void {
    this.#casting = this.#casting.then(async () => {
      const wanted = this.#isWatched && !this.#isClosed ? this.#shown : undefined
      if (this.#cast?.page === wanted) return
      await this.#cast?.screencast.stop()
      this.#cast = undefined
      if (!wanted || wanted.isClosed()) return
      // A page that closes at this moment is followed by another change.
      const screencast = await Screencast.start(wanted, this.#events.onPicture).catch(() => undefined)
      if (screencast) this.#cast = { page: wanted, screencast }
    })
  }

  async #resize(size: { width: number; height: number }): Promise<void> {
    const within = (value: number, { min, max }: { min: number; max: number }) =>
      Math.round(Math.min(Math.max(value, min), max))
    this.#size = { width: within(size.width, SIZES.width), height: within(size.height, SIZES.height) }
    await this.#shown.setViewportSize(this.#size).catch(() => {})
  }

  async #answerDialog({ accept, text }: { accept: boolean; text?: string | undefined }): Promise<void> {
    const dialog = this.#dialog
    if (!dialog) return
    this.#dialog = undefined
    // The page may have gone, and its dialog with it.
    await (accept ? dialog.accept(text) : dialog.dismiss()).catch(() => {})
    this.#tell()
  }

  async #performOnShown(input: PageInput): Promise<void> {
    if (this.#isClosed) return
    const page = this.#shown
    await inTime(performInput(page, input), INPUT_TIMEOUT_MS)
    if (input.type === 'scroll' || (input.type === 'pointer' && input.action !== 'up') || this.#dialog) return
    const field = await inTime(readFocusedField(page), INPUT_TIMEOUT_MS)
    if (page !== this.#shown || !field) return
    this.#field = field
    this.#tell()
  }

  #tell(): void {
    if (this.#isClosed) return
    const dialog = this.#dialog && {
      kind: this.#dialog.type() as 'alert' | 'confirm' | 'prompt',
      message: this.#dialog.message().slice(0, DIALOG_CHARACTERS),
    }
    const view: LiveView = { address: originOf(this.#shown), ...this.#field, dialog: dialog ?? null }
    const text = JSON.stringify(view)
    if (text === this.#lastView) return
    this.#lastView = text
    this.#events.onView(view)
  }
}

function originOf(page: Page): string | null {
  const address = URL.parse(page.url())
  return address && /^https?:$/.test(address.protocol) ? address.origin : null
}
