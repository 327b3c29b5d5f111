import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { applicationUrl } from './create-application-database.ts'
import { explainSystemError } from './explain-postgres-failure.ts'
import { choosePostgresAccount } from './postgres-account.ts'
import { findPostgresPrograms } from './postgres-programs.ts'
import { isPostmasterOf, readPostmasterFile } from './postmaster-file.ts'

/** `absent`: no cluster yet, and its programs are there to make one. `stopped`: a cluster nobody runs. */
export type EmbeddedState = { state: 'running'; url: string; pid: number } | { state: 'stopped' | 'absent' }

/**
 * Looks at the embedded PostgreSQL under `folder` (see `startEmbeddedPostgres`) without touching a running one. Throws
 * `DatabaseUnusable` with one sentence for the operator.
 */
export function inspectEmbeddedPostgres(folder: string): EmbeddedState {
  try {
    return inspect(folder)
  } catch (error) {
    throw explainSystemError(error, folder)
  }
}

function inspect(folder: string): EmbeddedState {
  const clusterFolder = join(folder, 'cluster')
  findPostgresPrograms(choosePostgresAccount(clusterFolder))
  if (!existsSync(clusterFolder)) return { state: 'absent' }
  const postmaster = readPostmasterFile(clusterFolder)
  if (postmaster === undefined || postmaster === 'unreadable') return { state: 'stopped' }
  const { pid, port } = postmaster
  if (!isPostmasterOf(clusterFolder, pid)) return { state: 'stopped' }
  const password = readFileSync(join(folder, 'password'), 'utf8').trim()
  return { state: 'running', url: applicationUrl({ port, password }), pid }
}
