import { statfsSync } from 'node:fs'
import { DatabaseUnusable } from './database-unusable.ts'

/** A new cluster takes 40 MB, and a server that runs out of space stops in the middle of its work. */
const MIN_FREE_BYTES = 100_000_000

/** Throws `DatabaseUnusable` when the disk of this folder is nearly full. */
export function requireFreeSpace(folder: string): void {
  const { bavail, bsize } = statfsSync(folder)
  const freeBytes = bavail * bsize
  if (freeBytes < MIN_FREE_BYTES) throw diskFull(folder, `${Math.floor(freeBytes / 1_000_000)} MB left`)
}

export function diskFull(folder: string, detail: string): DatabaseUnusable {
  return new DatabaseUnusable(
    `The disk is full: the database in ${folder} needs at least ${MIN_FREE_BYTES / 1_000_000} MB (${detail}); free some space, or set DATA_DIR to another disk.`,
  )
}
