import type { Listener } from '#platform/database/listen.ts'
import { QUESTION_ANSWERED, takeAnswer } from '#records/questions.ts'
import type { Store } from '#records/store.ts'

/** Should a notification get lost, the answer is found this soon all the same. */
const LOOK_AGAIN_MS = 3000

/** Waits for answers that any process may have taken in. */
export interface Answers {
  /** Undefined when nobody answered until `deadline`; rejects with the signal's reason. */
  wait(questionId: string, deadline: Date, signal: AbortSignal): Promise<string | undefined>
}

export async function createAnswers(store: Store, listener: Listener): Promise<Answers> {
  const waiting = new Map<string, () => void>()
  const wakeAll = () => {
    for (const wake of waiting.values()) wake()
  }
  await listener.subscribe(QUESTION_ANSWERED, questionId => waiting.get(questionId)?.(), wakeAll)

  return {
    async wait(questionId, deadline, signal) {
      try {
        while (store.now() < deadline) {
          signal.throwIfAborted()
          const leftMs = deadline.getTime() - store.now().getTime()
          // Listening before looking: an answer that comes in between is not overheard.
          const woken = wokenOrLater(questionId, Math.min(LOOK_AGAIN_MS, leftMs), signal)
          const answer = await takeAnswer(store, questionId)
          if (answer !== undefined) return answer
          await woken
        }
        return undefined
      } finally {
        waiting.delete(questionId)
      }
    },
  }

  function wokenOrLater(questionId: string, ms: number, signal: AbortSignal): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    const timer = setTimeout(resolve, Math.max(ms, 0))
    signal.addEventListener('abort', () => resolve(), { once: true })
    waiting.set(questionId, resolve)
    return promise.finally(() => clearTimeout(timer))
  }
}
