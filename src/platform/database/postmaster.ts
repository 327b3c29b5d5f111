import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { clusterAccess } from './cluster-access.ts'
import { explainSpawnError } from './explain-postgres-failure.ts'
import type { PostgresAccount } from './postgres-account.ts'
import type { PostgresPrograms } from './postgres-programs.ts'

/** A running PostgreSQL server process, child of this one. */
export interface Postmaster {
  readonly pid: number
  isRunning(): boolean
  /** Resolves with how it ended, such as `exit code 1` or `SIGKILL`. */
  readonly ended: Promise<string>
}

/** Each stronger than the one before: close all sessions and write a checkpoint; end at once; kill. */
const STOP_SIGNALS = [
  { signal: 'SIGINT', patienceMs: 15_000 },
  { signal: 'SIGQUIT', patienceMs: 5_000 },
  { signal: 'SIGKILL', patienceMs: 5_000 },
] as const
const POLL_MS = 5

/** Starts the server process; it is not ready for connections yet. Throws `DatabaseUnusable`. */
export async function startPostmaster(start: {
  programs: PostgresPrograms
  clusterFolder: string
  account: PostgresAccount | undefined
  settings: Record<string, string>
  logDescriptor: number
}): Promise<Postmaster> {
  const { programs, clusterFolder, account, settings, logDescriptor } = start
  const access = clusterAccess(clusterFolder, account)
  const options = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const child = spawn(programs.postgres, ['-D', access.path, ...options], {
    ...access.spawnOptions,
    // A session of its own: Ctrl-C in our terminal must reach us only, and the server must outlive our last query.
    detached: true,
    env: { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' },
    stdio: ['ignore', logDescriptor, logDescriptor, ...access.descriptors],
  })
  const ended = once(child, 'exit').then(
    ([code, signal]: unknown[]) => (signal === null ? `exit code ${code}` : String(signal)),
    () => 'not started',
  )
  try {
    await once(child, 'spawn')
  } catch (error) {
    throw explainSpawnError(error as NodeJS.ErrnoException, programs.postgres)
  } finally {
    access.release()
  }
  return { pid: child.pid ?? 0, isRunning: () => child.exitCode === null && child.signalCode === null, ended }
}

/** Resolves when the server is gone; it keeps everything that was committed, however hard it had to be stopped. */
export async function stopPostmaster({ pid, isRunning }: Pick<Postmaster, 'pid' | 'isRunning'>): Promise<void> {
  for (const { signal, patienceMs } of STOP_SIGNALS) {
    if (!isRunning()) return
    sendSignal(pid, signal)
    for (let waitedMs = 0; isRunning() && waitedMs < patienceMs; waitedMs += POLL_MS) await sleep(POLL_MS)
  }
}

function sendSignal(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch (error) {
    const endedInBetween = error instanceof Error && 'code' in error && error.code === 'ESRCH'
    if (!endedInBetween) throw error
  }
}
