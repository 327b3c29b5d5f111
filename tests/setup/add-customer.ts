import { join } from 'node:path'
import { openDatabase } from '#platform/database/open-database.ts'
import { loadMasterKey } from '#platform/keys/master-key.ts'
import { hashToken, newBearer } from '#platform/keys/token.ts'
import { openKeyring } from '#records/data-keys.ts'
import type { Schema } from '#records/schema.ts'
import { addSigningSecret } from '#records/signing-secrets.ts'
import { newId, type Store } from '#records/store.ts'
import type { TestServer } from './test-server.ts'

/** Another customer of the same server, straight into its database; answers with its bearer. */
export async function addCustomer(server: Pick<TestServer, 'databaseUrl' | 'dataDir'>, name: string): Promise<string> {
  const database = await openDatabase<Schema>(server.databaseUrl, 4)
  const now = () => new Date()
  const keyring = await openKeyring(database.db, await loadMasterKey(join(server.dataDir, 'master.key')), now())
  const store = { db: database.db, keyring, now } as Store
  const bearer = newBearer()
  const id = newId()
  await database.db.transaction().execute(async tx => {
    await tx
      .insertInto('customers')
      .values({
        id,
        name,
        callback: null,
        callback_stopped_at: null,
        email: null,
        locale: 'en',
        theme: '{}',
        allowed_origins: [],
        inline_documents: true,
        created_at: now(),
      })
      .execute()
    const row = { id: newId(), customer_id: id, name: null, token_hash: hashToken(bearer), created_at: now() }
    await tx
      .insertInto('bearers')
      .values({ ...row, last_used_at: null })
      .execute()
    await addSigningSecret(store, tx, id)
  })
  await database.close()
  return bearer
}
