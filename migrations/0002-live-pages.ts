import { type Kysely, sql } from 'kysely'

/**
 * Pages that runs hand over to a person. `sealed` is AES-256-GCM ciphertext: what a page shows is personal. Pictures
 * are unlogged: they are worth nothing after a crash, and must not fill the log, replicas and backups.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
}

const STATEMENTS = [
  `create table live_pages (
    id uuid primary key,
    run_id uuid not null unique references runs on delete cascade,
    instructions jsonb not null,
    sealed bytea,
    expires_at timestamptz not null
  )`,
  'create index live_pages_expired on live_pages (expires_at)',

  // Overwritten several times a second: tidied up by number, not by share, or the table would outgrow its one row.
  `create unlogged table live_pictures (
    page_id uuid primary key references live_pages on delete cascade,
    sealed bytea not null,
    width integer not null,
    height integer not null,
    sequence integer not null
  ) with (
    autovacuum_vacuum_threshold = 100, autovacuum_vacuum_scale_factor = 0,
    toast.autovacuum_vacuum_threshold = 2000, toast.autovacuum_vacuum_scale_factor = 0
  )`,
  // Ciphertext does not get smaller.
  'alter table live_pictures alter column sealed set storage external',
]
