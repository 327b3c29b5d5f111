import { availableParallelism, totalmem } from 'node:os'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { Catalogue } from '#collector-kit/index.ts'
import { createCatalogue } from '#collectors/catalogue.ts'
import { BadConfig, type Config, readConfig } from '#config.ts'
import { readDocumentSafely } from '#documents/read-document-safely.ts'
import { runsThatFit } from '#domain/runs-that-fit.ts'
import { createAnswers } from '#jobs/collect/answers.ts'
import { createLiveInputs } from '#jobs/collect/live-inputs.ts'
import type { CollectParts } from '#jobs/collect/opened-run.ts'
import { startWorkers } from '#jobs/start-workers.ts'
import { watchCredentials } from '#jobs/watch/watch-credentials.ts'
import { createBrowserPool } from '#platform/browser/browser-pool.ts'
import { DatabaseUnusable } from '#platform/database/database-unusable.ts'
import { startEmbeddedPostgres } from '#platform/database/embedded-postgres.ts'
import { openListener } from '#platform/database/listen.ts'
import { openLookups } from '#platform/database/lookup-connection.ts'
import { migrate } from '#platform/database/migrate.ts'
import { openDatabase } from '#platform/database/open-database.ts'
import { createFolderFileStore } from '#platform/files/folder-file-store.ts'
import { createCollectNetwork } from '#platform/http/collect-network.ts'
import { createGuardedClient } from '#platform/http/guarded-client.ts'
import { KeyFileUnusable, loadMasterKey } from '#platform/keys/master-key.ts'
import { hashToken, newBearer } from '#platform/keys/token.ts'
import { createLog, type Log } from '#platform/log/log.ts'
import { createMetrics } from '#platform/metrics/metrics.ts'
import { startQueue } from '#platform/queue/queue.ts'
import { createDefaultCustomer } from '#records/customers.ts'
import { openKeyring } from '#records/data-keys.ts'
import { createSandboxStore } from '#records/sandbox-accounts.ts'
import type { Schema } from '#records/schema.ts'
import type { Store } from '#records/store.ts'
import type { ApiParts } from './api/api-parts.ts'
import { buildApi, buildProbes } from './api/build-api.ts'
import { USER_AGENT, VERSION } from './version.ts'

/** How long what is under way may take to end once we are asked to stop. */
const STOP_WITHIN_MS = 8000
/** A person needs to find the phone. */
const ANSWER_WITHIN_MS = 5 * 60_000
/** A login with a human check, a password manager and a phone in another room. */
const HAND_OVER_IDLE_MS = 10 * 60_000
const RUN_LIMIT_MS = 30 * 60_000
/** How soon a new, changed or deleted mailbox is noticed by those that watch. */
const LOOK_AFTER_WATCHES_MS = 2_000
/** Many mails in a row are read by few runs. */
const BETWEEN_RUNS_FOR_NEWS_MS = 10_000

const EXIT_FAILED = 1
const EXIT_UNUSABLE = 2

async function main(): Promise<void> {
  const startedAtMs = performance.now()
  // Whatever was opened is closed in the opposite order, also when the start fails half-way.
  const resources = new AsyncDisposableStack()
  try {
    const config = readConfig(process.env)
    const log = createLog(config.logLevel)
    stopOnSignals(resources, log)
    await start(config, log, resources)
    announce(config, performance.now() - startedAtMs)
  } catch (error) {
    await resources.disposeAsync().catch(() => {})
    if (!isOperatorsTurn(error)) throw error
    console.error(error.message)
    process.exit(EXIT_UNUSABLE)
  }
}

/** Trouble with a plain sentence that says what to do: no stack trace adds to it. */
function isOperatorsTurn(error: unknown): error is Error {
  return [BadConfig, DatabaseUnusable, KeyFileUnusable, PortTaken].some(kind => error instanceof kind)
}

async function start(config: Config, log: Log, resources: AsyncDisposableStack): Promise<void> {
  const databaseUrl = await findDatabase(config, log, resources)
  const masterKey = await loadMasterKey(config.keyFile)
  const database = await openDatabase<Schema>(databaseUrl, config.databasePool)
  resources.defer(() => database.close())
  await migrate(database.db)
  const lookups = await openLookups(databaseUrl)
  resources.defer(() => lookups.close())

  const stopping = new AbortController()
  const queue = await startQueue(databaseUrl, log)
  const listener = await openListener(databaseUrl)
  resources.defer(() => listener.close())

  const now = () => new Date()
  const store: Store = {
    db: database.db,
    lookups,
    queue,
    keyring: await openKeyring(database.db, masterKey, now()),
    files: createFolderFileStore(join(config.dataDir, 'documents')),
    now,
  }
  await greetFirstCustomer(store)
  const shared = shareParts(config, { store, log, listener }, resources)
  // Before the work, which may be waiting already: runs of the sandbox come to this very server.
  const app = await listen(config, shared)
  if (config.role !== 'api') await work(config, shared, { stopping: stopping.signal, resources })
  // Jobs end while all they lean on is still open; and runs hear of it before anything closes, or they would take our
  // closing for their supplier's trouble.
  resources.defer(() => queue.stop(STOP_WITHIN_MS))
  resources.defer(() => app.close())
  resources.defer(() => stopping.abort(new Error('The server stops')))
}

/** The given one, or our own under the data folder. */
async function findDatabase(config: Config, log: Log, resources: AsyncDisposableStack): Promise<string> {
  if (config.databaseUrl) return config.databaseUrl
  if (config.role !== 'all') throw new BadConfig(`ROLE=${config.role} needs a DATABASE_URL that all processes share.`)
  const folder = join(config.dataDir, 'postgres')
  const postgres = await startEmbeddedPostgres({ folder, log, onExit: reason => giveUp(log, reason) })
  resources.defer(() => postgres.stop())
  return postgres.url
}

/** The quick start's own words; shown once, because only a hash is kept. */
async function greetFirstCustomer(store: Store): Promise<void> {
  const bearer = newBearer()
  const customer = await createDefaultCustomer(store, hashToken(bearer))
  if (!customer) return
  console.log(`Default customer created. Bearer is "${bearer}". Keep it safe, it will not be displayed again.`)
}

type Shared = ApiParts & Pick<CollectParts, 'catalogue' | 'network'>

/** What both the API and the workers are built from. */
function shareParts(
  config: Config,
  base: Pick<ApiParts, 'store' | 'log' | 'listener'>,
  resources: AsyncDisposableStack,
): Shared {
  const policy = { allowPrivate: config.allowPrivateCallbacks }
  const callbackClient = createGuardedClient({ policy, userAgent: USER_AGENT })
  resources.defer(() => callbackClient.close())
  const network = createCollectNetwork(USER_AGENT)
  resources.defer(() => network.close())
  return {
    ...base,
    catalogue: new Catalogue(createCatalogue({ sandboxOrigin: sandboxOrigin(config) })),
    callbackClient,
    allowPrivateCallbacks: config.allowPrivateCallbacks,
    network,
    metrics: createMetrics(),
    publicUrl: config.publicUrl,
    version: VERSION,
    sandbox: config.sandbox
      ? { store: createSandboxStore(base.store), sessionKey: base.store.keyring.deriveKey('sandbox') }
      : null,
    trustProxy: config.trustProxy,
  }
}

/** A process that serves the sandbox reaches it at home; a pure worker, where everybody does. */
function sandboxOrigin(config: Config): string | undefined {
  if (!config.sandbox) return undefined
  if (config.role === 'worker') return new URL(config.publicUrl).origin
  const host = config.host === '0.0.0.0' || config.host === '::' ? '127.0.0.1' : config.host
  return `http://${host.includes(':') ? `[${host}]` : host}:${config.port}`
}

async function work(
  config: Config,
  shared: Shared,
  { stopping, resources }: { stopping: AbortSignal; resources: AsyncDisposableStack },
): Promise<void> {
  const { store, log, listener } = shared
  const browsers = createBrowserPool({
    log,
    ...(config.chromePath && { chromePath: config.chromePath }),
    ...(config.browserWsEndpoint && { wsEndpoint: config.browserWsEndpoint }),
  })
  resources.defer(() => browsers.close())
  const common = { ...shared, random: Math.random }
  await startWorkers({
    queue: store.queue,
    collect: {
      ...common,
      answers: await createAnswers(store, listener),
      liveInputs: await createLiveInputs(store, { listener, log }),
      browsers,
      readDocument: readDocumentSafely,
      allowPrivateSuppliers: config.allowPrivateSuppliers,
      collectAtLeastEveryDays: config.collectAtLeastEveryDays,
      answerWithinMs: ANSWER_WITHIN_MS,
      handOverIdleMs: HAND_OVER_IDLE_MS,
      runLimitMs: RUN_LIMIT_MS,
    },
    deliver: { ...common, client: shared.callbackClient },
    maxRuns: config.maxRuns ?? runsThatFit({ memoryBytes: memoryOfProcess(), cores: availableParallelism() }),
    stopping,
  })
  if (config.maxWatches === 0) return
  const { allowPrivateSuppliers, maxWatches } = config
  const paces = { lookEveryMs: LOOK_AFTER_WATCHES_MS, betweenRunsMs: BETWEEN_RUNS_FOR_NEWS_MS }
  const watching = watchCredentials({ ...common, ...paces, allowPrivateSuppliers, maxWatches })
  resources.defer(() => watching.stop())
}

/** What a container allows, or all the machine has. */
function memoryOfProcess(): number {
  const allowed = process.constrainedMemory()
  return allowed > 0 ? Math.min(allowed, totalmem()) : totalmem()
}

async function listen(config: Config, shared: Shared): Promise<FastifyInstance> {
  const app = config.role === 'worker' ? buildProbes(shared) : await buildApi(shared)
  try {
    await app.listen({ host: config.host, port: config.port })
    return app
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException
    if (code === 'EADDRINUSE') throw new PortTaken(`Port ${config.port} is already in use. Set PORT to another one.`)
    if (code === 'EACCES') throw new PortTaken(`Port ${config.port} needs more rights. Set PORT to one above 1023.`)
    if (code === 'EADDRNOTAVAIL') throw new PortTaken(`HOST=${config.host} is no address of this machine.`)
    throw cause
  }
}

/** We cannot listen where we were told to. */
class PortTaken extends Error {
  override readonly name = 'PortTaken'
}

function announce(config: Config, tookMs: number): void {
  const origin = config.publicUrl
  const lines = [
    `Invoice Collector ${VERSION} is ready after ${(tookMs / 1000).toFixed(1)} s`,
    `  API        ${origin}/api/v1`,
    `  Reference  ${origin}/api/v1/docs`,
    `  UI         ${origin}/api/v1/ui?token=…   (the token: POST ${origin}/api/v1/user)`,
    config.sandbox ? `  Sandbox    ${origin}/sandbox` : '  Sandbox    off',
    `  Data       ${config.dataDir}`,
    ...(config.allowPrivateCallbacks
      ? ['  Note       Callbacks may be private addresses (ALLOW_PRIVATE_CALLBACKS).']
      : []),
    ...(config.allowPrivateSuppliers
      ? ['  Note       Suppliers may be private addresses (ALLOW_PRIVATE_SUPPLIERS).']
      : []),
  ]
  console.log(lines.join('\n'))
}

/** The first signal asks politely; npm may pass the same one on twice. */
function stopOnSignals(resources: AsyncDisposableStack, log: Log): void {
  let isStopping = false
  const stop = async () => {
    if (isStopping) return
    isStopping = true
    log.info({}, 'Stopping')
    try {
      await resources.disposeAsync()
      process.exit(0)
    } catch (error) {
      log.error({ err: error }, 'Stopped with trouble')
      process.exit(EXIT_FAILED)
    }
  }
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => void stop())
}

/** Without its database a server is of no use; whoever watches over it starts it again. */
function giveUp(log: Log, reason: Error): void {
  log.error({ err: reason }, 'The embedded PostgreSQL is gone')
  console.error(reason.message)
  process.exit(EXIT_FAILED)
}

// Last, when the classes above exist.
await main()
