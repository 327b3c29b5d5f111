import { type StateView, viewState } from '#domain/credential-state.ts'
import type { Locale } from '#domain/localized.ts'
import type { QuestionKind } from '#domain/question.ts'
import type { Listener } from '#platform/database/listen.ts'
import { findOpenQuestion, type OpenQuestion } from '#records/questions.ts'
import { RUN_CHANGED, watchRun } from '#records/runs.ts'
import type { Store } from '#records/store.ts'

/** Sends one message; a viewer that is gone is no error. */
export type Send = (message: object) => void

/** Shows runs to whoever watches them, in whatever process they happen. */
export interface LiveRuns {
  /** The present state at once, then every change. Returns what ends it; undefined for a run that is gone. */
  watch(runId: string, send: Send): Promise<(() => void) | undefined>
}

interface Viewer {
  send: Send
  /** The last messages sent, so that only news travels. */
  shown: Map<string, string>
}

export async function createLiveRuns(store: Store, listener: Listener): Promise<LiveRuns> {
  const viewers = new Map<string, Set<Viewer>>()
  const showAll = () => {
    for (const runId of viewers.keys()) void show(runId)
  }
  await listener.subscribe(RUN_CHANGED, runId => void show(runId), showAll)

  async function show(runId: string): Promise<void> {
    const watching = viewers.get(runId)
    if (!watching) return
    const messages = await readMessages(store, runId).catch(() => undefined)
    for (const viewer of messages ? watching : []) sendNews(viewer, messages ?? [])
  }

  return {
    async watch(runId, send) {
      const messages = await readMessages(store, runId)
      if (!messages) return undefined
      const viewer: Viewer = { send, shown: new Map() }
      const watching = viewers.get(runId) ?? new Set()
      viewers.set(runId, watching.add(viewer))
      sendNews(viewer, messages)
      // What changed between reading and joining.
      void show(runId)
      return () => {
        watching.delete(viewer)
        if (watching.size === 0) viewers.delete(runId)
      }
    },
  }
}

/** As API.md has them; a client ignores the types it does not know. */
type LiveMessage =
  | { type: 'state'; state: StateView }
  | { type: 'counts'; counts: { listed: number; new: number; failed: number } }
  | { type: 'question'; id: string; kind: QuestionKind; prompt: string; options?: string[]; expires_at: string }

function sendNews({ send, shown }: Viewer, messages: LiveMessage[]): void {
  for (const message of messages) {
    const text = JSON.stringify(message)
    if (shown.get(message.type) === text) continue
    shown.set(message.type, text)
    send(message)
  }
}

async function readMessages(store: Store, runId: string): Promise<LiveMessage[] | undefined> {
  const run = await watchRun(store, runId)
  if (!run) return undefined
  const question = run.finished_at ? undefined : await findOpenQuestion(store, runId)
  const { listed, new: fresh, failed } = run
  return [
    ...(question ? [questionMessage(question, run.locale)] : []),
    { type: 'counts', counts: { listed, new: fresh, failed } },
    { type: 'state', state: viewState(run.state, run.locale, run.outcome_sentence) },
  ]
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
