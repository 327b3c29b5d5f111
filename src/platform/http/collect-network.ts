import type { Http } from '#collector-kit/index.ts'
import type { AddressPolicy } from './address-policy.ts'
import { createCollectorHttp } from './collector-http.ts'
import { createCollectorResolveHost } from './collector-resolve-host.ts'
import { createGuardedClient, type GuardedClient } from './guarded-client.ts'

/** Between two requests to a supplier, out of politeness; our own sandbox needs none. */
const PAUSE_MS = 250

/** The guarded ways out that collectors are given: one set of connections per policy, kept for the next run. */
export interface CollectNetwork {
  http(policy: AddressPolicy, signal: AbortSignal): Http
  resolveHost(policy: AddressPolicy, host: string): Promise<string>
  close(): Promise<void>
}

export function createCollectNetwork(userAgent: string): CollectNetwork {
  const clients = new Map<string, GuardedClient>()

  function clientFor(policy: AddressPolicy): GuardedClient {
    const key = JSON.stringify(policy)
    const client = clients.get(key) ?? createGuardedClient({ policy, userAgent })
    clients.set(key, client)
    return client
  }

  return {
    http: (policy, signal) =>
      createCollectorHttp({
        client: clientFor(policy),
        strangers: clientFor({ allowPrivate: false }),
        signal,
        pauseMs: policy.privateOrigins ? 0 : PAUSE_MS,
      }),
    resolveHost: (policy, host) => createCollectorResolveHost(policy)(host),
    async close() {
      await Promise.all([...clients.values()].map(client => client.close()))
    },
  }
}
