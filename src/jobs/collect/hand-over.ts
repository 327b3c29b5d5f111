import type { Page } from 'playwright-core'
import { QuestionExpired } from '#collector-kit/index.ts'
import type { HandOver, HandOverEnd, LiveInput, LivePicture, LiveView } from '#domain/live-page.ts'
import { LivePage } from '#platform/browser/live/live-page.ts'
import {
  closeLivePage,
  type LivePageMessage,
  openLivePage,
  storeLivePicture,
  updateLivePage,
} from '#records/live-pages.ts'
import { EngineTrouble } from './engine-trouble.ts'
import type { OpenedRun } from './opened-run.ts'

/** Those who watch say so every few seconds; after this long without a word nobody does. */
const WATCHED_FOR_MS = 12_000

/** The deadline moves with every input, but is written down only when it moved so far. */
const DEADLINE_STEP_MS = 30_000

/**
 * Gives a run's page to a person and waits until it is given back. Throws `QuestionExpired` when nobody comes in time
 * or they stop half-way, the signal's reason, or `EngineTrouble` when the browser is lost: then the run is repeated.
 */
export async function handOver(
  opened: OpenedRun,
  { page, instructions }: HandOver<Page>,
  signal: AbortSignal,
): Promise<HandOverEnd> {
  const { parts, run, progress } = opened
  const deadline = inSoLong(opened, parts.answerWithinMs)
  const pageId = await openLivePage(parts.store, run.id, { instructions, expiresAt: deadline })
  const held = new HeldPage(opened, { page, pageId, deadline })
  progress.show({ state: 'handed_over' })
  try {
    const end = await held.untilGivenBack(page, signal)
    parts.log.info({ runId: run.id, end }, 'A page was given back')
    return end
  } finally {
    await held.close()
    await closeLivePage(parts.store, run.id)
    progress.show({ state: 'logging_in' })
  }
}

type PageInput = Exclude<LiveInput, { type: 'close' }>

/** A page in a person's hands, as the process that holds it sees it. */
class HeldPage {
  readonly #opened: OpenedRun
  readonly #pageId: string
  readonly #live: LivePage
  readonly #end = Promise.withResolvers<HandOverEnd>()
  readonly #stopListening: () => void
  #deadline: Date
  #writtenDeadline: Date
  #view: LiveView = { address: null, field: 'none', choices: null, dialog: null }
  #pictures = 0
  #isTold = true
  #telling: Promise<void> | undefined
  #deadlineTimer: NodeJS.Timeout | undefined
  #watchTimer: NodeJS.Timeout | undefined

  constructor(opened: OpenedRun, { page, pageId, deadline }: { page: Page; pageId: string; deadline: Date }) {
    this.#opened = opened
    this.#pageId = pageId
    this.#deadline = deadline
    this.#writtenDeadline = deadline
    this.#end.promise.catch(() => {})
    this.#live = new LivePage(page, {
      onPicture: picture => this.#keepPicture(picture),
      onView: view => this.#tell(view),
    })
    this.#stopListening = opened.parts.liveInputs.listen(pageId, message => this.#take(message))
    this.#waitForDeadline()
  }

  async untilGivenBack(page: Page, signal: AbortSignal): Promise<HandOverEnd> {
    const onAbort = () => this.#end.reject(signal.reason)
    const onLost = () => this.#end.reject(signal.aborted ? signal.reason : new EngineTrouble('The browser was lost'))
    signal.addEventListener('abort', onAbort)
    page.context().once('close', onLost)
    page.once('crash', onLost)
    try {
      signal.throwIfAborted()
      return await this.#end.promise
    } finally {
      signal.removeEventListener('abort', onAbort)
      page.context().off('close', onLost)
      page.off('crash', onLost)
    }
  }

  async close(): Promise<void> {
    this.#stopListening()
    clearTimeout(this.#deadlineTimer)
    clearTimeout(this.#watchTimer)
    await this.#live.close()
    await this.#telling
  }

  #take(message: LivePageMessage): void {
    if (message.type === 'watch') this.#beWatched()
    else if (message.type === 'close') this.#end.resolve(message.reason)
    else this.#perform(message)
  }

  #perform(input: PageInput): void {
    this.#live.perform(input)
    this.#deadline = inSoLong(this.#opened, this.#opened.parts.handOverIdleMs)
    if (this.#deadline.getTime() - this.#writtenDeadline.getTime() > DEADLINE_STEP_MS) this.#tell(this.#view)
  }

  #beWatched(): void {
    this.#live.watch(true)
    clearTimeout(this.#watchTimer)
    this.#watchTimer = setTimeout(() => this.#live.watch(false), WATCHED_FOR_MS)
  }

  #waitForDeadline(): void {
    const leftMs = this.#deadline.getTime() - this.#opened.parts.store.now().getTime()
    if (leftMs > 0) this.#deadlineTimer = setTimeout(() => this.#waitForDeadline(), leftMs)
    else this.#end.reject(new QuestionExpired('Nobody had the page in hand', { sentence: EXPIRED }))
  }

  /** A picture that is not stored is missed by nobody for long: the next one is. */
  async #keepPicture(picture: LivePicture): Promise<void> {
    const { parts, run } = this.#opened
    this.#pictures += 1
    try {
      const page = { id: this.#pageId, runId: run.id }
      await storeLivePicture(parts.store, page, { ...picture, sequence: this.#pictures })
    } catch (error) {
      parts.log.warn({ runId: run.id, err: error }, 'A live picture was not stored')
    }
  }

  #tell(view: LiveView): void {
    this.#view = view
    this.#isTold = false
    this.#telling ??= this.#tellLatest().finally(() => {
      this.#telling = undefined
    })
  }

  async #tellLatest(): Promise<void> {
    const { parts, run } = this.#opened
    while (!this.#isTold) {
      this.#isTold = true
      this.#writtenDeadline = this.#deadline
      try {
        await updateLivePage(parts.store, this.#pageId, { view: this.#view, expiresAt: this.#deadline })
      } catch (error) {
        parts.log.warn({ runId: run.id, err: error }, 'A live page was not described')
      }
    }
  }
}

const EXPIRED = {
  en: 'The supplier wanted to see you in person and nobody came in time. Start again when you have a moment.',
  fr: 'Le fournisseur voulait avoir affaire à vous et personne n’est venu à temps. Recommencez quand vous aurez un moment.',
}

function inSoLong({ parts }: OpenedRun, ms: number): Date {
  return new Date(parts.store.now().getTime() + ms)
}
