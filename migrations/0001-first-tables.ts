import { type Kysely, sql } from 'kysely'

/**
 * Every table carries its customer, so that every query can be scoped by it. Deleting a user cascades to everything
 * that was ever stored for them. Columns called `sealed`, `params`, `memory` or `answer` hold AES-256-GCM ciphertext.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of TABLES) await sql.raw(statement).execute(db)
}

const TABLES = [
  `create table data_keys (
    id uuid primary key,
    purpose text not null check (purpose in ('seal', 'link')),
    wrapped bytea not null,
    created_at timestamptz not null
  )`,

  `create table customers (
    id uuid primary key,
    name text not null,
    callback text,
    callback_stopped_at timestamptz,
    email text,
    locale text not null,
    theme jsonb not null,
    allowed_origins text[] not null,
    inline_documents boolean not null,
    last_event bigint not null default 0,
    created_at timestamptz not null
  )`,

  `create table bearers (
    id uuid primary key,
    customer_id uuid not null references customers on delete cascade,
    name text,
    token_hash bytea not null unique,
    created_at timestamptz not null,
    last_used_at timestamptz
  )`,
  'create index bearers_of_customer on bearers (customer_id, id)',

  `create table signing_secrets (
    id uuid primary key,
    customer_id uuid not null references customers on delete cascade,
    sealed bytea not null,
    created_at timestamptz not null,
    expires_at timestamptz
  )`,
  'create index signing_secrets_of_customer on signing_secrets (customer_id, id)',

  `create table users (
    id uuid primary key,
    customer_id uuid not null references customers on delete cascade,
    remote_id text not null,
    name text,
    locale text not null,
    created_at timestamptz not null,
    unique (customer_id, remote_id)
  )`,
  'create index users_of_customer on users (customer_id, id)',

  `create table user_tokens (
    token_hash bytea primary key,
    user_id uuid not null references users on delete cascade,
    expires_at timestamptz not null
  )`,
  'create index user_tokens_of_user on user_tokens (user_id)',
  'create index user_tokens_expired on user_tokens (expires_at)',

  `create table credentials (
    id uuid primary key,
    customer_id uuid not null references customers on delete cascade,
    user_id uuid not null references users on delete cascade,
    collector_id text not null,
    supplier text,
    note text,
    params bytea not null,
    memory bytea,
    download_from date not null,
    is_first_listing_done boolean not null default false,
    state text not null,
    outcome_code text,
    outcome_sentence jsonb,
    failures_in_a_row integer not null default 0,
    disconnected_at timestamptz,
    next_collect_at timestamptz,
    last_collected_at timestamptz,
    created_at timestamptz not null
  )`,
  'create index credentials_of_customer on credentials (customer_id, id)',
  'create index credentials_of_user on credentials (user_id, id)',
  'create index credentials_due on credentials (next_collect_at) where next_collect_at is not null',

  `create table runs (
    id uuid primary key,
    customer_id uuid not null references customers on delete cascade,
    user_id uuid not null references users on delete cascade,
    credential_id uuid not null references credentials on delete cascade,
    state text not null,
    started_at timestamptz not null,
    finished_at timestamptz,
    outcome_code text,
    outcome_sentence jsonb,
    outcome_detail text,
    listed integer not null default 0,
    new integer not null default 0,
    failed integer not null default 0,
    picture_sha256 text
  )`,
  'create index runs_of_customer on runs (customer_id, id)',
  'create index runs_of_user on runs (user_id, id)',
  'create index runs_of_credential on runs (credential_id, id)',
  'create unique index runs_one_at_a_time on runs (credential_id) where finished_at is null',

  `create table questions (
    id uuid primary key,
    run_id uuid not null references runs on delete cascade,
    kind text not null,
    prompt jsonb not null,
    options jsonb,
    answer bytea,
    expires_at timestamptz not null,
    created_at timestamptz not null
  )`,
  'create index questions_of_run on questions (run_id, id)',

  `create table invoices (
    id uuid primary key,
    customer_id uuid not null references customers on delete cascade,
    user_id uuid not null references users on delete cascade,
    credential_id uuid references credentials on delete set null,
    collector_id text not null,
    reference text not null,
    is_known boolean not null,
    type text,
    number text,
    issued_on date,
    due_on date,
    amount numeric,
    tax numeric,
    currency text,
    seller jsonb not null,
    link text,
    filename text,
    mimetype text,
    size integer,
    sha256 text,
    facts jsonb not null,
    checks jsonb not null,
    collected_at timestamptz not null,
    unique (credential_id, reference)
  )`,
  'create index invoices_of_customer on invoices (customer_id, id) where not is_known',
  'create index invoices_of_user on invoices (user_id, id) where not is_known',
  'create index invoices_of_credential on invoices (credential_id, id)',
  'create index invoices_with_file on invoices (user_id, sha256)',

  `create table events (
    id text primary key,
    customer_id uuid not null references customers on delete cascade,
    sequence bigint not null,
    type text not null,
    user_id uuid references users on delete cascade,
    credential_id uuid,
    invoice_id uuid references invoices on delete cascade,
    payload jsonb not null,
    created_at timestamptz not null,
    unique (customer_id, sequence)
  )`,
  'create index events_of_invoice on events (invoice_id)',
  'create index events_of_user on events (user_id)',

  `create table deliveries (
    id uuid primary key,
    customer_id uuid not null references customers on delete cascade,
    event_id text not null references events on delete cascade,
    state text not null check (state in ('pending', 'waiting', 'delivered', 'failed')),
    attempts integer not null default 0,
    next_attempt_at timestamptz,
    delivered_at timestamptz,
    created_at timestamptz not null
  )`,
  'create index deliveries_of_customer on deliveries (customer_id, id)',
  'create index deliveries_of_event on deliveries (event_id)',
  `create index deliveries_open on deliveries (customer_id, state) where state <> 'delivered'`,

  `create table attempts (
    id uuid primary key,
    delivery_id uuid not null references deliveries on delete cascade,
    url text not null,
    attempted_at timestamptz not null,
    duration_ms integer not null,
    status integer,
    error text,
    response_excerpt text
  )`,
  'create index attempts_of_delivery on attempts (delivery_id, id)',

  `create table recipes (
    id uuid primary key,
    host text not null,
    version integer not null,
    recipe jsonb not null,
    reason text not null,
    created_at timestamptz not null,
    unique (host, version)
  )`,

  `create table wishes (
    id uuid primary key,
    customer_id uuid not null references customers on delete cascade,
    user_id uuid not null references users on delete cascade,
    kind text not null check (kind in ('collector_request', 'feedback')),
    body jsonb not null,
    created_at timestamptz not null
  )`,
  'create index wishes_of_customer on wishes (customer_id, id)',
  'create index wishes_of_user on wishes (user_id)',

  `create table sandbox_accounts (
    username text primary key,
    issued jsonb not null
  )`,
]
