import { setTimeout as pause } from 'node:timers/promises'
import { type Http, type HttpAnswer, httpOver } from '#collector-kit/index.ts'
import { asCollectError } from './as-collect-error.ts'
import type { GuardedAnswer, GuardedClient } from './guarded-client.ts'
import { AddressRefused } from './request-errors.ts'

export interface CollectorHttpOptions {
  client: GuardedClient
  /** For addresses that strangers wrote: reaches public ones only. Without it, none of those is asked. */
  strangers?: GuardedClient
  /** Ends every request of the run. */
  signal: AbortSignal
  /** Least time between the starts of two requests, out of politeness. */
  pauseMs?: number
}

const LIMITS = { timeoutMs: 60_000, maxBytes: 50 * 1024 * 1024, redirects: 5 } as const

/** The kit's `Http` over the guarded client: every trouble is one of the kit's errors. */
export function createCollectorHttp({ client, strangers, signal, pauseMs = 0 }: CollectorHttpOptions): Http {
  const waitForTurn = createTurns(pauseMs, signal)
  return httpOver(async ({ fromStranger = false, ...request }) => {
    await waitForTurn()
    try {
      const way = fromStranger ? strangers : client
      if (!way) throw new AddressRefused('Addresses of strangers are not asked here.')
      return asHttpAnswer(await way.request({ ...request, ...LIMITS, onlyHttps: fromStranger, signal }))
    } catch (error) {
      throw asCollectError(error)
    }
  })
}

/** Resolves at once, or when `pauseMs` have passed since the turn before. */
function createTurns(pauseMs: number, signal: AbortSignal): () => Promise<unknown> {
  let freeAtMs = 0
  return () => {
    const now = performance.now()
    const waitMs = Math.max(0, freeAtMs - now)
    freeAtMs = now + waitMs + pauseMs
    return waitMs === 0 ? Promise.resolve() : pause(waitMs, undefined, { signal })
  }
}

function asHttpAnswer({ status, headers, bytes }: GuardedAnswer): HttpAnswer {
  return { status, headers, bytes, text: () => new TextDecoder().decode(bytes) }
}
