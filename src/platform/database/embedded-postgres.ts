import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import type { Log } from '#platform/log/log.ts'
import { claimCluster } from './claim-cluster.ts'
import { applicationUrl, createApplicationDatabase } from './create-application-database.ts'
import { DatabaseUnusable } from './database-unusable.ts'
import { evictOrphan } from './evict-orphan.ts'
import { explainPostgresFailure, explainSystemError, folderInUse } from './explain-postgres-failure.ts'
import { findFreePort } from './find-free-port.ts'
import { type Postmaster, startPostmaster, stopPostmaster } from './postmaster.ts'
import { clusterName } from './postmaster-file.ts'
import { type Cluster, prepareCluster } from './prepare-cluster.ts'
import { openServerLog, type ServerLog } from './server-log.ts'

export interface EmbeddedPostgres {
  /** For the application's own role and database, on 127.0.0.1; holds the password. */
  readonly url: string
  /** Resolves when the server is gone; may be called again. */
  stop(): Promise<void>
}

export interface EmbeddedPostgresOptions {
  /** Holds the cluster, its password and its log; made when it does not exist. */
  folder: string
  log?: Pick<Log, 'info' | 'warn'>
  /** Called once when the server ends without `stop()`: it will not come back by itself. */
  onExit?: (reason: DatabaseUnusable) => void
  /** PostgreSQL settings on top of ours; tests turn `fsync` off. */
  settings?: Record<string, string>
  now?: () => number
}

/** Small in memory (some 40 MB at rest), durable, and closed to everybody but this machine. */
const SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '', // Their paths are limited to about 100 characters; ours are not.
  max_connections: '100',
  shared_buffers: '64MB',
  maintenance_work_mem: '32MB',
  max_wal_size: '256MB', // Bounds the disk that is used, and the time that recovery takes.
  wal_level: 'minimal', // Nobody replicates this server.
  max_wal_senders: '0',
  max_logical_replication_workers: '0',
  io_method: 'sync', // No input-output worker processes.
  max_parallel_workers_per_gather: '0', // Containers give 64 MB of shared memory.
  jit: 'off',
  // What users gave us stays out of the log: no statements, no values of refused rows.
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
  log_checkpoints: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
}

/** Starts the PostgreSQL that npm installed. Throws `DatabaseUnusable` with one sentence for the operator. */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  try {
    return await start({ ...options, folder: resolve(options.folder) })
  } catch (error) {
    throw explainSystemError(error, options.folder)
  }
}

async function start(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const startedAt = performance.now()
  const { folder, log, settings = {}, now = Date.now } = options
  const cluster = await prepareCluster({ folder, isDurable: settings.fsync !== 'off', now })
  const orphanPid = await evictOrphan(cluster.clusterFolder, cluster.password)
  if (orphanPid !== undefined) log?.warn({ pid: orphanPid }, 'Stopped a PostgreSQL that a killed server left behind')
  const server = await runServer(cluster, settings)
  const { port, postmaster } = server
  log?.info({ pid: postmaster.pid, port, ms: Math.round(performance.now() - startedAt) }, 'PostgreSQL started')
  return supervise(cluster, server, options)
}

interface Server {
  port: number
  postmaster: Postmaster
  claim: pg.Client
  serverLog: ServerLog
}

/** A port may be lost to somebody faster, and memory is held for a moment by the children of a killed server. */
const WORTH_ANOTHER_TRY = /Address already in use|pre-existing shared memory block/
const MAX_TRIES = 20
const PAUSE_MS = 100

async function runServer(cluster: Cluster, settings: Record<string, string>): Promise<Server> {
  for (let attempt = 1; ; attempt++) {
    const serverLog = openServerLog(join(cluster.folder, 'server.log'))
    try {
      return await tryRunServer(cluster, serverLog, settings)
    } catch (error) {
      const output = serverLog.read()
      serverLog.close()
      if (!WORTH_ANOTHER_TRY.test(output) || attempt === MAX_TRIES) throw error
      await sleep(PAUSE_MS)
    }
  }
}

async function tryRunServer(cluster: Cluster, serverLog: ServerLog, settings: Record<string, string>): Promise<Server> {
  const { folder, clusterFolder, password } = cluster
  const port = await findFreePort()
  const postmaster = await startPostmaster({
    ...cluster,
    logDescriptor: serverLog.descriptor,
    settings: { ...SETTINGS, ...settings, port: String(port), cluster_name: clusterName(clusterFolder) },
  })
  try {
    const claim = await claimCluster({ port, password, isRunning: postmaster.isRunning, takenForMs: 0 })
    // Another start took ours for an orphan before we could claim it; it is stopping it now, and goes on without us.
    if (claim === 'taken') throw folderInUse(folder)
    if (!(claim instanceof pg.Client)) throw explainPostgresFailure(serverLog.read(), folder)
    await createApplicationDatabase(claim, password)
    return { port, postmaster, claim, serverLog }
  } catch (error) {
    await stopPostmaster(postmaster)
    throw error
  }
}

function supervise(cluster: Cluster, server: Server, options: EmbeddedPostgresOptions): EmbeddedPostgres {
  const { folder, password } = cluster
  const { postmaster, port, serverLog } = server
  let stopping: Promise<void> | undefined

  keepClaim(server.claim, { port, password, isRunning: () => postmaster.isRunning() && stopping === undefined })
  void postmaster.ended.then(how => {
    const output = serverLog.read()
    serverLog.close()
    if (stopping) return
    options.log?.warn({ how }, 'PostgreSQL stopped by itself')
    const { message } = explainPostgresFailure(output, folder)
    options.onExit?.(new DatabaseUnusable(`The embedded PostgreSQL has stopped (${how}): ${message}`))
  })
  return {
    url: applicationUrl({ port, password }),
    stop() {
      stopping ??= stopPostmaster(postmaster)
        .then(() => postmaster.ended)
        .then(() => {})
      return stopping
    },
  }
}

/** PostgreSQL closes all connections when one of its processes crashes, and goes on: then we claim it again. */
function keepClaim(claim: pg.Client, server: { port: number; password: string; isRunning: () => boolean }): void {
  claim.once('end', () => {
    if (!server.isRunning()) return
    // `taken`: another start stops this server at once, and `onExit` tells. `gone`: the same.
    void claimCluster({ ...server, takenForMs: 0 }).then(
      again => again instanceof pg.Client && keepClaim(again, server),
      () => {},
    )
  })
}
