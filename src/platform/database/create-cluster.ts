import { spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  chownSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdtempSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { text } from 'node:stream/consumers'
import { clusterAccess } from './cluster-access.ts'
import { explainPostgresFailure, explainSpawnError, folderInUse } from './explain-postgres-failure.ts'
import type { PostgresAccount } from './postgres-account.ts'
import type { PostgresPrograms } from './postgres-programs.ts'
import { isProcessAlive } from './postmaster-file.ts'

/** The role that keeps the server: it holds the claim and creates the application's own role and database. */
export const KEEPER_ROLE = 'postgres'

/** No `initdb` takes that long; an unfinished cluster older than this has nobody behind it. */
const ABANDONED_AFTER_MS = 3_600_000

interface NewCluster {
  clusterFolder: string
  /** Readable for the account. */
  passwordFile: string
  programs: PostgresPrograms
  account: PostgresAccount | undefined
  isDurable: boolean
  now: () => number
}

/** Initialises beside the final place and then renames: a killed start leaves nothing half-made there. */
export async function createCluster(cluster: NewCluster): Promise<void> {
  const { clusterFolder, account, isDurable, now } = cluster
  removeAbandoned(clusterFolder, now())
  const unfinished = mkdtempSync(`${clusterFolder}.new-${process.pid}-`)
  try {
    if (account) chownSync(unfinished, account.uid, account.gid)
    await initialise(cluster, unfinished)
    moveIntoPlace(unfinished, clusterFolder)
    if (isDurable) syncFolder(dirname(clusterFolder))
  } finally {
    removeFolder(unfinished)
  }
}

function removeAbandoned(clusterFolder: string, nowMs: number): void {
  const parent = dirname(clusterFolder)
  const prefix = `${basename(clusterFolder)}.new-`
  for (const name of readdirSync(parent).filter(name => name.startsWith(prefix))) {
    const makerPid = Number.parseInt(name.slice(prefix.length), 10)
    const age = nowMs - (statSync(join(parent, name), { throwIfNoEntry: false })?.mtimeMs ?? nowMs)
    // A container's process ids repeat at every start, so a living id alone proves nothing.
    if (isProcessAlive(makerPid) && age < ABANDONED_AFTER_MS) continue
    removeFolder(join(parent, name))
  }
}

/** Tries again: an `initdb` that outlived its killed parent may still be writing there. */
function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
}

async function initialise(cluster: NewCluster, unfinished: string): Promise<void> {
  const { programs, passwordFile, account, isDurable, clusterFolder } = cluster
  const access = clusterAccess(unfinished, account)
  const password = openSync(passwordFile, 'r')
  try {
    const options = [
      ['-D', access.path, '-U', KEEPER_ROLE, '--pwfile=/dev/stdin', '--auth=scram-sha-256', '--encoding=UTF8'],
      // The built-in locale sorts the same everywhere and for ever; the system's changes with its C library.
      ['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--no-instructions'],
      isDurable ? [] : ['--no-sync'],
    ].flat()
    const child = spawn(programs.initdb, options, {
      ...access.spawnOptions,
      // Without TZ, initdb compares every time zone of the world with the machine's.
      env: { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' },
      stdio: [password, 'ignore', 'pipe', ...access.descriptors],
    })
    const ended = once(child, 'close').catch((error: NodeJS.ErrnoException) => {
      throw explainSpawnError(error, programs.initdb)
    })
    const [[exitCode], problems] = await Promise.all([ended, child.stderr ? text(child.stderr) : ''])
    if (exitCode !== 0) throw explainPostgresFailure(problems, dirname(clusterFolder))
  } finally {
    closeSync(password)
    access.release()
  }
}

function moveIntoPlace(unfinished: string, clusterFolder: string): void {
  try {
    renameSync(unfinished, clusterFolder)
  } catch (error) {
    // Two first starts at the same time: the other one was faster, and its cluster stays.
    if (existsSync(join(clusterFolder, 'PG_VERSION'))) throw folderInUse(dirname(clusterFolder))
    throw error
  }
}

/** A rename survives a power cut only once its folder is on the disk. */
function syncFolder(folder: string): void {
  const descriptor = openSync(folder, 'r')
  try {
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}
