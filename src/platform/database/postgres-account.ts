import { readFileSync, realpathSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseUnusable } from './database-unusable.ts'

/** The system user that runs PostgreSQL while we are root. */
export interface PostgresAccount {
  readonly uid: number
  readonly gid: number
}

/** Users that exist for this purpose, best first. We never create one. */
const UNPRIVILEGED_USERS = ['postgres', '_postgres', 'nobody']

/**
 * PostgreSQL refuses to run as root: then it runs as the owner of the cluster, or as an unprivileged user of the
 * system. `undefined`: we are an ordinary user, and PostgreSQL runs as ourselves.
 */
export function choosePostgresAccount(clusterFolder: string): PostgresAccount | undefined {
  const ownUid = process.getuid?.()
  const owner = statSync(clusterFolder, { throwIfNoEntry: false })
  if (ownUid !== 0) {
    if (owner === undefined || owner.uid === ownUid) return undefined
    throw new DatabaseUnusable(
      `The database folder ${clusterFolder} belongs to another user (id ${owner.uid}): start the server as that user, or give it the folder with "chown -R".`,
    )
  }
  // A cluster keeps its owner, so that the same folder works with and without root.
  if (owner !== undefined && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid }
  return findUnprivilegedUser()
}

/** Whether the account can open the path: every folder on the way counts, a group's extra members do not. */
export function canReach(path: string, account: PostgresAccount, need: 'read' | 'enter'): boolean {
  const target = realpathSync(path)
  if (!isAllowed(target, account, need)) return false
  for (let folder = dirname(target); ; folder = dirname(folder)) {
    if (!isAllowed(folder, account, 'enter')) return false
    if (folder === dirname(folder)) return true
  }
}

function findUnprivilegedUser(): PostgresAccount {
  const lines = readFileSync('/etc/passwd', 'utf8').split('\n')
  for (const name of UNPRIVILEGED_USERS) {
    const [, , uid, gid] = lines.find(line => line.startsWith(`${name}:`))?.split(':') ?? []
    if (uid !== undefined && gid !== undefined) return { uid: Number(uid), gid: Number(gid) }
  }
  throw new DatabaseUnusable(
    'PostgreSQL refuses to run as root and this system has no user "postgres" or "nobody" to run it as: start the server as an ordinary user, or set DATABASE_URL.',
  )
}

function isAllowed(path: string, account: PostgresAccount, need: 'read' | 'enter'): boolean {
  const { uid, gid, mode } = statSync(path)
  const shift = uid === account.uid ? 6 : gid === account.gid ? 3 : 0
  return ((mode >> shift) & (need === 'read' ? 4 : 1)) !== 0
}
