import { DatabaseUnusable } from './database-unusable.ts'
import { diskFull } from './require-free-space.ts'

const LAST_LINES = 4

/** The last one: the system wrote a part of a page, and refuses only the next. */
const DISK_FULL = /No space left on device|Disk quota exceeded|wrote only \d+ of \d+ bytes/

/** What PostgreSQL wrote before it gave up, as one sentence for the operator. */
export function explainPostgresFailure(output: string, folder: string): DatabaseUnusable {
  if (DISK_FULL.test(output)) return diskFull(folder, 'PostgreSQL found no space left')
  if (/lock file "postmaster\.pid" (already exists|is empty)|received fast shutdown request/.test(output)) {
    return folderInUse(folder)
  }
  if (output.includes('could not look up effective user ID')) {
    return new DatabaseUnusable(
      'PostgreSQL needs its user in /etc/passwd, and ours is not there: start the server as a listed user, or set DATABASE_URL.',
    )
  }
  const lastLines = output.trim().split('\n').slice(-LAST_LINES).join(' | ')
  return new DatabaseUnusable(`PostgreSQL did not start in ${folder}; its last words: ${lastLines || '(none)'}`)
}

export function folderInUse(folder: string): DatabaseUnusable {
  return new DatabaseUnusable(
    `Another server is using the database in ${folder}: stop it first, or give this one its own DATA_DIR (or one DATABASE_URL for both).`,
  )
}

/** SQLSTATE `disk_full`: creating the application's database was too much. */
const POSTGRES_DISK_FULL = '53100'

/** Failures of the file system and of starting a program that an operator can mend; anything else stays as it is. */
export function explainSystemError(error: unknown, folder: string): unknown {
  if (!(error instanceof Error) || !('code' in error)) return error
  const { code, message } = error
  if (code === 'ENOSPC' || code === 'EDQUOT' || code === POSTGRES_DISK_FULL) return diskFull(folder, message)
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') {
    const advice = 'give that folder to the user who starts the server, or set DATA_DIR to another one'
    return new DatabaseUnusable(`The database in ${folder} cannot be used (${message}): ${advice}.`, { cause: error })
  }
  if (code === 'ENOTDIR' || code === 'EEXIST') {
    return new DatabaseUnusable(`${folder} is not a folder (${message}): set DATA_DIR to a folder.`, { cause: error })
  }
  return error
}

/** A program that exists and still cannot be started. */
export function explainSpawnError(error: NodeJS.ErrnoException, program: string): DatabaseUnusable {
  const advice = SPAWN_ADVICE[error.code ?? ''] ?? 'set DATABASE_URL to another PostgreSQL'
  return new DatabaseUnusable(`PostgreSQL could not be started (${program}, ${error.code}): ${advice}.`, {
    cause: error,
  })
}

const SPAWN_ADVICE: Record<string, string> = {
  ENOENT: 'this system lacks the GNU C library (Alpine?): use another base system, or set DATABASE_URL',
  EPERM: 'root may not change to another user here: start the server as an ordinary user, or set DATABASE_URL',
  EACCES: 'programs may not be run from there (a "noexec" disk?): install elsewhere, or set DATABASE_URL',
}
