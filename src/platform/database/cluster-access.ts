import { closeSync, openSync } from 'node:fs'
import { DatabaseUnusable } from './database-unusable.ts'
import { canReach, type PostgresAccount } from './postgres-account.ts'

/** How a program of PostgreSQL gets to a cluster folder, and as whom. */
export interface ClusterAccess {
  /** For its option `-D`. */
  readonly path: string
  /** `cwd`: our own folder may be closed to the account. */
  readonly spawnOptions: { cwd: string; uid?: number; gid?: number }
  /** To hand over from file descriptor 3 on. */
  readonly descriptors: number[]
  /** Call it when the program is running. */
  release(): void
}

/**
 * As root under `/root` (0700), the account may own the cluster and still not reach it. Linux lets a process enter a
 * folder through an open descriptor that it inherited, so nothing needs to be opened up to others.
 */
export function clusterAccess(clusterFolder: string, account: PostgresAccount | undefined): ClusterAccess {
  const spawnOptions = { cwd: '/', ...(account && { uid: account.uid, gid: account.gid }) }
  if (account === undefined || canReach(clusterFolder, account, 'enter')) {
    return { path: clusterFolder, spawnOptions, descriptors: [], release() {} }
  }
  if (process.platform !== 'linux') {
    throw new DatabaseUnusable(
      `PostgreSQL cannot run as root, and user id ${account.uid} cannot reach ${clusterFolder}: start the server as an ordinary user, or set DATA_DIR to a folder that everybody can enter.`,
    )
  }
  const descriptor = openSync(clusterFolder, 'r')
  return { path: '/proc/self/fd/3', spawnOptions, descriptors: [descriptor], release: () => closeSync(descriptor) }
}
