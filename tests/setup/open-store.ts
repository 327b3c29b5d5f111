import { join } from 'node:path'
import { openLookups } from '#platform/database/lookup-connection.ts'
import { openDatabase } from '#platform/database/open-database.ts'
import { createFolderFileStore } from '#platform/files/folder-file-store.ts'
import { loadMasterKey } from '#platform/keys/master-key.ts'
import { startQueue } from '#platform/queue/queue.ts'
import { openKeyring } from '#records/data-keys.ts'
import type { Schema } from '#records/schema.ts'
import type { Store } from '#records/store.ts'
import type { TestServer } from './test-server.ts'

/** The records of a server that runs, for a test that stands in for one of its parts. */
export async function openStore(
  server: Pick<TestServer, 'databaseUrl' | 'dataDir'>,
  now: () => Date = () => new Date(),
): Promise<{ store: Store; close(): Promise<void> }> {
  const database = await openDatabase<Schema>(server.databaseUrl, 4)
  const lookups = await openLookups(server.databaseUrl)
  const queue = await startQueue(server.databaseUrl, { warn: () => {}, error: () => {} })
  const keyring = await openKeyring(database.db, await loadMasterKey(join(server.dataDir, 'master.key')), now())
  const files = createFolderFileStore(join(server.dataDir, 'documents'))
  return {
    store: { db: database.db, lookups, queue, keyring, files, now },
    async close() {
      await queue.stop(0)
      await lookups.close()
      await database.close()
    },
  }
}
