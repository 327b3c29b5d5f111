import { existsSync } from 'node:fs'
import type { Kysely } from 'kysely'
import { readKeyFile } from '#platform/keys/master-key.ts'
import { checkMasterKey } from '#records/data-keys.ts'
import type { Schema } from '#records/schema.ts'
import { amiss, type Check, fine, unusable } from './check.ts'

/** The key file is there, only ours to read, and opens this database. `db`: undefined when it could not be asked. */
export async function checkKeyFile(file: string, db: Kysely<Schema> | undefined): Promise<Check> {
  const name = 'key file'
  if (!existsSync(file)) return checkAbsent(file, db)
  try {
    const masterKey = await readKeyFile(file)
    if (!db) return fine(name, `${file}, and no database yet that it could fit`)
    const fit = await checkMasterKey(db, masterKey)
    return fine(name, fit === 'fits' ? `${file} opens this database` : `${file}, not used by this database yet`)
  } catch (error) {
    return unusable(name, error)
  }
}

async function checkAbsent(file: string, db: Kysely<Schema> | undefined): Promise<Check> {
  const keys =
    (await db
      ?.selectFrom('data_keys')
      .select('id')
      .execute()
      .catch(() => [])) ?? []
  if (keys.length === 0) return fine('key file', `${file} will be made at the first start`)
  return amiss(
    'key file',
    `${file} is missing, and this database was sealed with it`,
    'Put it back from your backup (or set KEY_FILE) before you start: without it no stored secret can be opened.',
  )
}
