import { randomUUID } from 'node:crypto'
import type { Catalogue, CollectLog, Collector, WatchContext } from '#collector-kit/index.ts'
import type { CollectNetwork } from '#platform/http/collect-network.ts'
import { openMemory, openParams } from '#records/credentials.ts'
import type { Store } from '#records/store.ts'
import { claimWatches, endWatch, releaseWatches, renewWatches, type Watch } from '#records/watches.ts'
import { NewsBell } from './news-bell.ts'
import { isUsersTurn, pauseAfterWatch } from './pause-after-watch.ts'

export interface WatchParts {
  store: Store
  catalogue: Catalogue
  network: Pick<CollectNetwork, 'resolveHost'>
  log: CollectLog
  /** 0 to 1. */
  random(): number
  allowPrivateSuppliers: boolean
  /** Connections of this process at the same time. */
  maxWatches: number
  /** Also how soon a deleted, changed or disconnected credential is let go. */
  lookEveryMs: number
  /** See `NewsBell`. */
  betweenRunsMs: number
}

export interface Watching {
  /** Ends all connections and lets other processes have them. */
  stop(): Promise<void>
}

/** A killed process's credentials are taken over after this long. */
const LEASE_MS = 30_000

/**
 * Stays connected to credentials whose collector can tell news, each in one process of the cluster, and opens a run
 * when there is some. What is needed to log in is only unsealed here, in the worker.
 */
export function watchCredentials(parts: WatchParts): Watching {
  const watchers = new Watchers(parts)
  let isStopped = false
  let timer: NodeJS.Timeout | undefined
  let looking = Promise.resolve()
  const look = () => {
    looking = watchers.look().then(() => {
      if (!isStopped) timer = setTimeout(look, parts.lookEveryMs).unref()
    })
  }
  look()
  return {
    async stop() {
      isStopped = true
      clearTimeout(timer)
      await looking
      await watchers.releaseAll()
    },
  }
}

interface Watcher {
  stop: AbortController
  ended: Promise<void>
}

/** The watches of one process. */
class Watchers {
  readonly #parts: WatchParts
  readonly #holder = randomUUID()
  readonly #collectorIds: string[]
  readonly #watchers = new Map<string, Watcher>()
  readonly #stopping = new AbortController()
  #leasedUntil = new Date(0)

  constructor(parts: WatchParts) {
    this.#parts = parts
    this.#collectorIds = parts.catalogue.list().flatMap(({ id, watch }) => (watch ? [id] : []))
  }

  /** Lets go what is no longer ours and takes what nobody has. Never rejects. */
  async look(): Promise<void> {
    const { store, log, maxWatches } = this.#parts
    try {
      const leasedUntil = new Date(store.now().getTime() + LEASE_MS)
      const kept = await renewWatches(store, this.#holder, leasedUntil)
      this.#leasedUntil = leasedUntil
      await this.#release([...this.#watchers.keys()].filter(id => !kept.has(id)))
      const claim = { holder: this.#holder, collectorIds: this.#collectorIds, leasedUntil }
      const limit = maxWatches - this.#watchers.size
      if (limit > 0) for (const watch of await claimWatches(store, { ...claim, limit })) this.#start(watch)
    } catch (error) {
      log.warn({ err: error }, 'Watches could not be looked after')
      // Without the database, others may soon take them for theirs.
      if (store.now() >= this.#leasedUntil) await this.#abort([...this.#watchers.keys()])
    }
  }

  async releaseAll(): Promise<void> {
    this.#stopping.abort(new Error('The server stops'))
    try {
      await this.#release([...this.#watchers.keys()])
    } catch (error) {
      this.#parts.log.warn({ err: error }, 'Watches end with their leases')
    }
  }

  async #release(credentialIds: string[]): Promise<void> {
    await this.#abort(credentialIds)
    await releaseWatches(this.#parts.store, this.#holder, credentialIds)
  }

  async #abort(credentialIds: string[]): Promise<void> {
    const watchers = credentialIds.map(id => this.#watchers.get(id))
    for (const watcher of watchers) watcher?.stop.abort(new Error('No longer watched'))
    await Promise.all(watchers.map(watcher => watcher?.ended))
  }

  #start(watch: Watch): void {
    const stop = new AbortController()
    const { id } = watch.credential
    const ended = this.#watch(watch, stop.signal).finally(() => this.#watchers.delete(id))
    this.#watchers.set(id, { stop, ended })
  }

  /** Never rejects. */
  async #watch({ credential, failuresInARow }: Watch, signal: AbortSignal): Promise<void> {
    const { store, catalogue, log, random, betweenRunsMs } = this.#parts
    const startedAtMs = store.now().getTime()
    const bell = new NewsBell({ store, log, betweenRunsMs, signal: this.#stopping.signal }, credential.id)
    const end = await this.#untilEnd(catalogue.find(credential.collector_id), { credential, bell, signal })
    if (signal.aborted) return
    if (isUsersTurn(end)) bell.ring()
    const lastedMs = store.now().getTime() - startedAtMs
    const { pauseMs, ...counted } = pauseAfterWatch({ end, lastedMs, failuresInARow, random: random() })
    log.info({ credentialId: credential.id, collector: credential.collector_id, err: end, pauseMs }, 'Watch ended')
    try {
      const notBefore = new Date(store.now().getTime() + pauseMs)
      await endWatch(store, this.#holder, { credentialId: credential.id, notBefore, ...counted })
    } catch (error) {
      log.warn({ err: error, credentialId: credential.id }, 'The watch ends with its lease')
    }
  }

  /** What it ended with: `unsupported`, or what was thrown. */
  async #untilEnd(
    collector: Collector | undefined,
    { credential, bell, signal }: { credential: Watch['credential']; bell: NewsBell; signal: AbortSignal },
  ): Promise<unknown> {
    try {
      if (!collector?.watch) return 'unsupported'
      const watching = collector.watch(this.#contextOf(collector, credential, signal), () => bell.ring())
      // One that does not heed its signal is left behind.
      return await Promise.race([watching, rejectedBy(signal)])
    } catch (error) {
      return error
    }
  }

  #contextOf(collector: Collector, credential: Watch['credential'], signal: AbortSignal): WatchContext {
    const { store, network, log, allowPrivateSuppliers } = this.#parts
    const { privateOrigin } = collector
    const policy = { allowPrivate: allowPrivateSuppliers, ...(privateOrigin && { privateOrigins: [privateOrigin] }) }
    const remembered = openMemory(store, credential)
    return {
      params: collector.params.parse(openParams(store, credential)),
      resolveHost: host => network.resolveHost(policy, host),
      memory: { load: schema => schema.safeParse(remembered).data },
      log,
      signal,
    }
  }
}

function rejectedBy(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true }))
}
