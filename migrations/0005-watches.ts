import { type Kysely, sql } from 'kysely'

/**
 * Who stays connected to which credential to hear of news: one process at a time, until its lease ends. `params_sha256`
 * tells that the credential was changed meanwhile; it is that of the ciphertext.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
}

const STATEMENTS = [
  `create table watches (
    credential_id uuid primary key references credentials on delete cascade,
    holder uuid not null,
    params_sha256 bytea not null,
    leased_until timestamptz not null,
    not_before timestamptz not null,
    failures_in_a_row integer not null default 0
  )`,
  'create index watches_of_holder on watches (holder)',
  'create index credentials_of_collector on credentials (collector_id)',
]
