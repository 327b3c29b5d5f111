import { type Kysely, sql } from 'kysely'

/**
 * An invoice that comes a second way (portal, API, mailbox) is kept with all its facts as a copy of the first, so that
 * it can become an invoice of its own when somebody says that it is another one.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
}

const STATEMENTS = [
  `alter table invoices
    add column copy_of uuid references invoices on delete cascade,
    add column copy_reason text,
    add column split_from uuid references invoices on delete set null,
    add constraint invoices_copy_has_reason check ((copy_of is null) = (copy_reason is null))`,

  // Same files were remembered before without saying whose copies they are.
  `update invoices copy set copy_reason = 'same_file', copy_of = original.id
    from (
      select distinct on (user_id, sha256) id, user_id, sha256 from invoices
      where sha256 is not null and not is_known order by user_id, sha256, id
    ) original
    where copy.is_known and copy.user_id = original.user_id and copy.sha256 = original.sha256`,

  'create index invoices_copied on invoices (copy_of) where copy_of is not null',
  'create index invoices_with_amount on invoices (user_id, amount) where amount is not null',
]
