import { randomBytes } from 'node:crypto'
import { type Kysely, sql } from 'kysely'
import { type DataKey, Keyring } from '#platform/keys/keyring.ts'
import { KEY_BYTES, KeyFileUnusable } from '#platform/keys/master-key.ts'
import { openBytes, sealBytes } from '#platform/keys/seal.ts'
import type { Schema } from './schema.ts'
import { newId, type Tx } from './store.ts'

const PURPOSES = ['seal', 'link'] as const

/** Unwraps the data keys with the master key; makes them on the first start. Newest first. */
export async function openKeyring(db: Kysely<Schema>, masterKey: Buffer, now: Date): Promise<Keyring> {
  const keys = await db.transaction().execute(async tx => {
    // Two processes starting on an empty database must not each make keys.
    await sql`lock table data_keys in share row exclusive mode`.execute(tx)
    const rows = await tx.selectFrom('data_keys').selectAll().orderBy('id', 'desc').execute()
    return rows.length > 0 ? rows.map(row => unwrap(row, masterKey)) : await makeKeys(tx, masterKey, now)
  })
  return new Keyring(keys)
}

/** Whether the master key opens this database; `unused` while it holds no keys. Throws `KeyFileUnusable`; changes nothing. */
export async function checkMasterKey(db: Kysely<Schema>, masterKey: Buffer): Promise<'fits' | 'unused'> {
  const rows = await db.selectFrom('data_keys').selectAll().execute()
  for (const row of rows) unwrap(row, masterKey)
  return rows.length > 0 ? 'fits' : 'unused'
}

function unwrap({ id, purpose, wrapped }: Omit<DataKey, 'key'> & { wrapped: Buffer }, masterKey: Buffer): DataKey {
  try {
    return { id, purpose, key: openBytes(masterKey, wrapped, identityOf(id)) }
  } catch (cause) {
    throw new KeyFileUnusable(
      'The key file does not fit this database: its secrets were sealed with another one. Restore that key file (KEY_FILE).',
      { cause },
    )
  }
}

async function makeKeys(tx: Tx, masterKey: Buffer, now: Date): Promise<DataKey[]> {
  const keys = PURPOSES.map(purpose => ({ id: newId(), purpose, key: randomBytes(KEY_BYTES) }))
  const rows = keys.map(({ id, purpose, key }) => ({
    id,
    purpose,
    wrapped: sealBytes(masterKey, key, identityOf(id)),
    created_at: now,
  }))
  await tx.insertInto('data_keys').values(rows).execute()
  return keys
}

function identityOf(id: string): string {
  return `data_keys.wrapped ${id}`
}
