import { chmodSync, chownSync, existsSync, lchownSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { createCluster } from './create-cluster.ts'
import { DatabaseUnusable } from './database-unusable.ts'
import { keepPassword } from './keep-password.ts'
import { choosePostgresAccount, type PostgresAccount } from './postgres-account.ts'
import { findPostgresPrograms, type PostgresPrograms } from './postgres-programs.ts'
import { requireFreeSpace } from './require-free-space.ts'

/** A cluster on the disk that PostgreSQL may be started on. */
export interface Cluster {
  folder: string
  clusterFolder: string
  programs: PostgresPrograms
  account: PostgresAccount | undefined
  password: string
}

/** Makes the cluster if there is none, and checks all that can be checked before starting PostgreSQL on it. */
export async function prepareCluster(place: {
  folder: string
  /** False: a power cut may lose it; for tests. */
  isDurable: boolean
  now: () => number
}): Promise<Cluster> {
  const { folder, isDurable, now } = place
  const clusterFolder = join(folder, 'cluster')
  const passwordFile = join(folder, 'password')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  requireFreeSpace(folder)
  const account = choosePostgresAccount(clusterFolder)
  const programs = findPostgresPrograms(account)
  if (account) chownSync(folder, account.uid, account.gid)
  const password = keepPassword(passwordFile, clusterFolder, account)
  if (!existsSync(clusterFolder)) {
    await createCluster({ clusterFolder, passwordFile, programs, account, isDurable, now })
  }
  requireSameVersion(clusterFolder, programs.majorVersion)
  takeOwnership(clusterFolder, account)
  return { folder, clusterFolder, programs, account, password }
}

function requireSameVersion(clusterFolder: string, ours: string): void {
  const file = join(clusterFolder, 'PG_VERSION')
  if (!existsSync(file)) {
    throw new DatabaseUnusable(`${clusterFolder} holds no PostgreSQL database: move it away, or restore your backup.`)
  }
  const theirs = readFileSync(file, 'utf8').trim()
  if (theirs === ours) return
  throw new DatabaseUnusable(
    `The database in ${clusterFolder} was made by PostgreSQL ${theirs} and this release brings ${ours}: export it with the release that made it (pg_dump), move the folder away, and import it (psql).`,
  )
}

/** A backup that root copied back belongs to root, and is often open to others: PostgreSQL refuses both. */
function takeOwnership(clusterFolder: string, account: PostgresAccount | undefined): void {
  chmodSync(clusterFolder, 0o700)
  if (account === undefined || statSync(clusterFolder).uid === account.uid) return
  for (const name of readdirSync(clusterFolder, { recursive: true, encoding: 'utf8' })) {
    lchownSync(join(clusterFolder, name), account.uid, account.gid)
  }
  // Last: a chown that was cut short is begun again at the next start.
  chownSync(clusterFolder, account.uid, account.gid)
}
