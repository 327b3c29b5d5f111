import type { CollectLog } from '#collector-kit/index.ts'
import type { Listener } from '#platform/database/listen.ts'
import { LIVE_INPUT, type LivePageMessage, openPayload, pageOfPayload } from '#records/live-pages.ts'
import type { Store } from '#records/store.ts'

/** Brings what people do, wherever their line ends, to the process that holds the page. */
export interface LiveInputs {
  /** Returns what ends it. */
  listen(pageId: string, onMessage: (message: LivePageMessage) => void): () => void
}

export async function createLiveInputs(
  store: Store,
  { listener, log }: { listener: Listener; log: CollectLog },
): Promise<LiveInputs> {
  const listening = new Map<string, (message: LivePageMessage) => void>()
  // What is overheard while the connection is down is lost: the person sees that nothing happened, and clicks again.
  await listener.subscribe(LIVE_INPUT, hear, () => {})

  function hear(payload: string): void {
    const pageId = pageOfPayload(payload)
    const onMessage = listening.get(pageId)
    if (!onMessage) return
    try {
      for (const message of openPayload(store, payload)) onMessage(message)
    } catch {
      log.warn({ pageId }, 'An input that nobody of ours sent')
    }
  }

  return {
    listen(pageId, onMessage) {
      listening.set(pageId, onMessage)
      return () => listening.delete(pageId)
    },
  }
}
