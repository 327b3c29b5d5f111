import { randomUUIDv7 } from 'node:crypto'
import type { Kysely, Transaction } from 'kysely'
import type pg from 'pg'
import type { FileStore } from '#platform/files/file-store.ts'
import type { Keyring } from '#platform/keys/keyring.ts'
import type { Queue } from '#platform/queue/queue.ts'
import type { Schema } from './schema.ts'

/** What every record function needs: the world as arguments. */
export interface Store {
  db: Kysely<Schema>
  pool: pg.Pool
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

/** Everything inside happens or nothing does, queued jobs included. */
export function inTransaction<Result>(store: Store, work: (tx: Tx) => Promise<Result>): Promise<Result> {
  return store.db.transaction().execute(work)
}
