import type { Catalogue } from '#collector-kit/index.ts'
import type { SandboxStore } from '#domain/sandbox-store.ts'
import type { Listener } from '#platform/database/listen.ts'
import type { GuardedClient } from '#platform/http/guarded-client.ts'
import type { Log } from '#platform/log/log.ts'
import type { Metrics } from '#platform/metrics/metrics.ts'
import type { Store } from '#records/store.ts'

/** What the API is built from; made once per process. */
export interface ApiParts {
  store: Store
  catalogue: Catalogue
  /** For the test callback: held to the policy for callbacks. */
  callbackClient: GuardedClient
  /** Whether callbacks may be private addresses; refused at once where they never could work. */
  allowPrivateCallbacks: boolean
  publicUrl: string
  version: string
  log: Log
  metrics: Metrics
  listener: Listener
  /** Null: no sandbox. */
  sandbox: { store: SandboxStore; sessionKey: Uint8Array } | null
  /** Take the caller’s address from X-Forwarded-For. */
  trustProxy: boolean
}
