import type { Store } from '#records/store.ts'
import { BASE_PATH } from '../http/register-routes.ts'

const PURPOSE = 'run'
/** Longer than any run: who opened it may come back to see the end. */
const VALID_MS = 2 * 3_600_000

/** The WebSocket's full path for a run; whoever holds it may watch and answer. */
export function runPath(store: Store, runId: string): string {
  return `${BASE_PATH}/ws/${store.keyring.signLink(PURPOSE, runId, new Date(store.now().getTime() + VALID_MS))}`
}

/** The run a WebSocket token opens, while it is valid. */
export function runOfToken(store: Store, token: string): string | undefined {
  return store.keyring.checkLink(PURPOSE, token, store.now())
}
