import { constants } from 'node:fs'
import { access, stat, statfs } from 'node:fs/promises'
import { dirname } from 'node:path'
import { amiss, type Check, fine } from './check.ts'

/** A few days' documents, and what PostgreSQL needs to tidy up. */
const LEAST_FREE_BYTES = 500_000_000

/** The data folder can be written to, and its disk has room. */
export async function checkDataFolder(folder: string): Promise<Check[]> {
  const existing = await nearestExisting(folder)
  const isOurs = await access(existing, constants.W_OK | constants.X_OK).then(
    () => true,
    () => false,
  )
  const isThere = existing === folder
  const place = isThere
    ? isOurs
      ? fine('data folder', folder)
      : amiss(
          'data folder',
          `${folder} is not writable`,
          `Give it to the user who runs the server: chown -R USER ${folder}`,
        )
    : isOurs
      ? fine('data folder', `${folder} will be made at the first start`)
      : amiss('data folder', `${folder} cannot be made`, `Make it, and give it to the user who runs the server.`)
  return [place, await checkSpace(existing)]
}

async function checkSpace(folder: string): Promise<Check> {
  const { bavail, bsize } = await statfs(folder)
  const freeBytes = bavail * bsize
  const detail = `${(freeBytes / 1e9).toFixed(1)} GB free`
  if (freeBytes >= LEAST_FREE_BYTES) return fine('disk', detail)
  return amiss('disk', detail, `Free some space on the disk of ${folder}, or move DATA_DIR to a larger one.`)
}

async function nearestExisting(folder: string): Promise<string> {
  const found = await stat(folder).catch(() => undefined)
  return found?.isDirectory() || folder === dirname(folder) ? folder : nearestExisting(dirname(folder))
}
