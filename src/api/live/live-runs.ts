import { type StateView, viewState } from '#domain/credential-state.ts'
import type { LiveView } from '#domain/live-page.ts'
import type { Locale } from '#domain/localized.ts'
import type { QuestionKind } from '#domain/question.ts'
import type { Listener } from '#platform/database/listen.ts'
import { findLivePage, LIVE_PICTURE, type LivePage, sendToLivePage } from '#records/live-pages.ts'
import { findOpenQuestion, type OpenQuestion } from '#records/questions.ts'
import { RUN_CHANGED, watchRun } from '#records/runs.ts'
import type { Store } from '#records/store.ts'
import { LivePictures, type PictureViewer } from './live-pictures.ts'

/** Somebody who watches a run; sending to one who is gone is no error. */
export type Viewer = Pick<PictureViewer, 'send' | 'backlog'>

/** Shows runs to whoever watches them, in whatever process they happen. */
export interface LiveRuns {
  /** The present state at once, then every change; undefined for a run that is gone. */
  watch(runId: string, viewer: Viewer): Promise<Watching | undefined>
}

export interface Watching {
  run: WatchedRun
  /** The page that a person may take in hand now. */
  livePageId(): string | undefined
  end(): void
}

type WatchedRun = NonNullable<Awaited<ReturnType<typeof watchRun>>>

interface Seat extends PictureViewer {
  /** The last messages sent, so that only news travels. */
  shown: Map<string, string>
}

/** Those who watch one run here. */
interface Audience {
  seats: Set<Seat>
  pageId: string | undefined
  isReading: boolean
  /** Something changed while it was being read. */
  isStale: boolean
}

/** Whoever holds a page takes pictures of it while it hears this. */
const SAY_WATCHING_EVERY_MS = 5000

export async function createLiveRuns(store: Store, listener: Listener): Promise<LiveRuns> {
  const audiences = new Map<string, Audience>()
  const pictures = new LivePictures(store)
  const showAll = () => {
    for (const runId of audiences.keys()) void show(runId)
  }
  await listener.subscribe(RUN_CHANGED, runId => void show(runId), showAll)
  await listener.subscribe(LIVE_PICTURE, runId => showPicture(audiences.get(runId)), showAll)
  setInterval(() => {
    for (const audience of audiences.values()) sayWatching(audience)
  }, SAY_WATCHING_EVERY_MS).unref()

  /** One reading at a time: of two at once the older might come last, and stay on the screen. */
  async function show(runId: string): Promise<void> {
    const audience = audiences.get(runId)
    if (!audience) return
    audience.isStale = true
    if (audience.isReading) return
    audience.isReading = true
    try {
      while (audience.isStale) {
        audience.isStale = false
        const present = await readPresent(store, runId).catch(() => undefined)
        if (present) showTo(audience, present)
      }
    } finally {
      audience.isReading = false
    }
  }

  function showTo(audience: Audience, { messages, pageId }: Present): void {
    const isNewPage = pageId !== audience.pageId
    audience.pageId = pageId
    for (const seat of audience.seats) sendNews(seat, messages)
    if (isNewPage) sayWatching(audience)
    showPicture(audience)
  }

  function showPicture(audience: Audience | undefined): void {
    if (!audience?.pageId) return
    // The next picture comes by itself.
    void pictures.show(audience.pageId, audience.seats).catch(() => {})
  }

  function sayWatching({ pageId }: Audience): void {
    if (pageId) void sendToLivePage(store, pageId, [{ type: 'watch' }]).catch(() => {})
  }

  return {
    async watch(runId, viewer) {
      const present = await readPresent(store, runId)
      if (!present) return undefined
      const seat: Seat = { ...viewer, isGone: false, shown: new Map() }
      const audience = audiences.get(runId) ?? emptyAudience(present)
      audiences.set(runId, audience)
      audience.seats.add(seat)
      sayWatching(audience)
      void show(runId)
      return {
        run: present.run,
        livePageId: () => audience.pageId,
        end() {
          seat.isGone = true
          audience.seats.delete(seat)
          if (audience.seats.size === 0) audiences.delete(runId)
        },
      }
    },
  }
}

function emptyAudience({ pageId }: Present): Audience {
  return { seats: new Set(), pageId, isReading: false, isStale: false }
}

/** As API.md has them; a client ignores the types it does not know. */
type LiveMessage =
  | { type: 'state'; state: StateView }
  | { type: 'counts'; counts: { listed: number; new: number; failed: number } }
  | { type: 'question'; id: string; kind: QuestionKind; prompt: string; options?: string[]; expires_at: string }
  | ({ type: 'interactive'; open: true; instructions: string; expires_at: string } & LiveView)
  | { type: 'interactive'; open: false }

function sendNews({ send, shown }: Seat, messages: LiveMessage[]): void {
  for (const message of messages) {
    const text = JSON.stringify(message)
    const last = shown.get(message.type)
    // There is nothing to close for somebody who was never shown a page.
    if (last === text || (last === undefined && message.type === 'interactive' && !message.open)) continue
    shown.set(message.type, text)
    send(message)
  }
}

interface Present {
  run: WatchedRun
  messages: LiveMessage[]
  pageId: string | undefined
}

async function readPresent(store: Store, runId: string): Promise<Present | undefined> {
  const run = await watchRun(store, runId)
  if (!run) return undefined
  const [question, page] = run.finished_at
    ? []
    : await Promise.all([findOpenQuestion(store, runId), findLivePage(store, runId)])
  const { listed, new: fresh, failed } = run
  const messages: LiveMessage[] = [
    page ? interactiveMessage(page, run.locale) : { type: 'interactive', open: false },
    ...(question ? [questionMessage(question, run.locale)] : []),
    { type: 'counts', counts: { listed, new: fresh, failed } },
    { type: 'state', state: viewState(run.state, run.locale, run.outcome_sentence) },
  ]
  return { run, messages, pageId: page?.id }
}

function interactiveMessage({ id: _id, instructions, expires_at, ...view }: LivePage, locale: Locale): LiveMessage {
  const expiry = expires_at.toISOString()
  return { type: 'interactive', open: true, instructions: instructions[locale], expires_at: expiry, ...view }
}

function questionMessage({ id, kind, prompt, options, expires_at }: OpenQuestion, locale: Locale): LiveMessage {
  return {
    type: 'question',
    id,
    kind,
    prompt: prompt[locale],
    ...(options && { options }),
    expires_at: expires_at.toISOString(),
  }
}
