import { randomUUIDv7 } from 'node:crypto'
import type { Kysely, Transaction } from 'kysely'
import type { Lookups } from '#platform/database/lookup-connection.ts'
import type { FileStore } from '#platform/files/file-store.ts'
import type { Keyring } from '#platform/keys/keyring.ts'
import type { Queue } from '#platform/queue/queue.ts'
import type { Schema } from './schema.ts'

/** What every record function needs: the world as arguments. */
export interface Store {
  db: Kysely<Schema>
  /** For the reads every request begins with. */
  lookups: Lookups
  queue: Queue
  keyring: Keyring
  files: FileStore
  now: () => Date
}

export type Tx = Transaction<Schema>

/** Whose things a caller may see: a customer's, or only one user's of it. Every query is scoped by it. */
export interface Scope {
  customerId: string
  userId?: string | undefined
}

/** Ids sort by the moment they were made, so newest first is simply id descending. */
export function newId(): string {
  return randomUUIDv7()
}

/** PostgreSQL's code for the one of two transactions that waited for each other which it ended. */
const DEADLOCK = '40P01'
const TRIES = 4

/**
 * Everything inside happens or nothing does, queued jobs included. `work` runs again when PostgreSQL sacrificed it to
 * another transaction (a user deleted while a run writes), so it must do nothing but talk to the database.
 */
export async function inTransaction<Result>(store: Store, work: (tx: Tx) => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await store.db.transaction().execute(work)
    } catch (error) {
      if ((error as { code?: unknown }).code !== DEADLOCK || attempt === TRIES) throw error
    }
  }
}
