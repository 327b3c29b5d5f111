import type { Selectable } from 'kysely'
import type { Customer } from './customers.ts'
import { cutPage, type Listed, type Page } from './page.ts'
import type { Schema } from './schema.ts'
import { inTransaction, newId, type Store } from './store.ts'

export type Bearer = Omit<Selectable<Schema['bearers']>, 'token_hash' | 'customer_id'>

const VIEW = ['id', 'name', 'created_at', 'last_used_at'] as const

/** Marked at most once a minute: a row written per request would cost more than the request. */
const MARK_USED_EVERY_MS = 60_000

const FIND_BY_TOKEN = {
  name: 'customer of bearer',
  text: `select c.*, b.id as bearer_id, b.token_hash, b.last_used_at
         from bearers b join customers c on c.id = b.customer_id where b.token_hash = $1`,
}

export interface BearerOwner extends Customer {
  bearer_id: string
  token_hash: Buffer
  last_used_at: Date | null
}

/** The customer a bearer belongs to, in one prepared statement: this runs on every request. */
export async function findCustomerByBearer(store: Store, tokenHash: Buffer): Promise<BearerOwner | undefined> {
  const owner = await store.lookups.find<BearerOwner>(FIND_BY_TOKEN, [tokenHash])
  if (owner && isMarkDue(owner.last_used_at, store.now())) await markUsed(store, owner.bearer_id)
  return owner
}

export async function listBearers(store: Store, customerId: string, page: Page): Promise<Listed<Bearer>> {
  const rows = await store.db
    .selectFrom('bearers')
    .select(VIEW)
    .where('customer_id', '=', customerId)
    .$if(page.before !== undefined, query => query.where('id', '<', page.before as string))
    .orderBy('id', 'desc')
    .limit(page.limit + 1)
    .execute()
  return cutPage(rows, page.limit, row => row.id)
}

export async function addBearer(
  store: Store,
  customerId: string,
  { name, tokenHash }: { name: string | null; tokenHash: Buffer },
): Promise<Bearer> {
  return store.db
    .insertInto('bearers')
    .values({
      id: newId(),
      customer_id: customerId,
      name,
      token_hash: tokenHash,
      created_at: store.now(),
      last_used_at: null,
    })
    .returning(VIEW)
    .executeTakeFirstOrThrow()
}

/** The last one stays: without it nobody could make another. */
export async function removeBearer(
  store: Store,
  customerId: string,
  bearerId: string,
): Promise<'removed' | 'unknown' | 'last'> {
  return inTransaction(store, async tx => {
    const ids = await tx.selectFrom('bearers').select('id').where('customer_id', '=', customerId).forUpdate().execute()
    if (!ids.some(({ id }) => id === bearerId)) return 'unknown'
    if (ids.length === 1) return 'last'
    await tx.deleteFrom('bearers').where('id', '=', bearerId).execute()
    return 'removed'
  })
}

function isMarkDue(lastUsedAt: Date | null, now: Date): boolean {
  return lastUsedAt === null || now.getTime() - lastUsedAt.getTime() > MARK_USED_EVERY_MS
}

async function markUsed(store: Store, bearerId: string): Promise<void> {
  await store.db.updateTable('bearers').set({ last_used_at: store.now() }).where('id', '=', bearerId).execute()
}
