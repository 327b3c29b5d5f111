import { type Kysely, sql } from 'kysely'

/** Invoices that should have come: each is told once, so a row stays when it was dismissed or has turned up. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
}

const STATEMENTS = [
  `create table missing_invoices (
    id uuid primary key,
    customer_id uuid not null references customers on delete cascade,
    user_id uuid not null references users on delete cascade,
    credential_id uuid not null references credentials on delete cascade,
    series text not null,
    seller text,
    expected jsonb not null,
    noticed_at timestamptz not null,
    dismissed_at timestamptz,
    turned_up_at timestamptz
  )`,
  'create index missing_invoices_of_credential on missing_invoices (credential_id, id)',
  'create index missing_invoices_of_user on missing_invoices (user_id)',
]
