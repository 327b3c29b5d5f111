import type { Selectable } from 'kysely'
import type { Locale } from '#domain/localized.ts'
import { cutPage, type Listed, type Page } from './page.ts'
import type { Schema } from './schema.ts'
import { inTransaction, newId, type Store, type Tx } from './store.ts'
import { type IssuedToken, issueUserToken } from './user-tokens.ts'

/** A run ends within this time, whatever happens. */
const LONGEST_RUN_MS = 3_600_000

export type User = Selectable<Schema['users']>

interface NewUser {
  remote_id: string
  locale: Locale
  name?: string | null | undefined
}

/**
 * One user for a `remote_id`, however many ask at once; a later call brings the locale and name up to date. The token
 * is issued with it: between the two the user could be deleted.
 */
export async function openUser(
  store: Store,
  customerId: string,
  fresh: NewUser,
): Promise<{ user: User; issued: IssuedToken }> {
  return inTransaction(store, async tx => {
    const user = await findOrCreate(store, tx, { ...fresh, customerId })
    return { user, issued: await issueUserToken(store, tx, user.id) }
  })
}

async function findOrCreate(store: Store, tx: Tx, user: NewUser & { customerId: string }): Promise<User> {
  return tx
    .insertInto('users')
    .values({
      id: newId(),
      customer_id: user.customerId,
      remote_id: user.remote_id,
      name: user.name ?? null,
      locale: user.locale,
      created_at: store.now(),
    })
    .onConflict(conflict =>
      conflict.columns(['customer_id', 'remote_id']).doUpdateSet({
        locale: user.locale,
        ...(user.name !== undefined && { name: user.name }),
      }),
    )
    .returningAll()
    .executeTakeFirstOrThrow()
}

interface UserFilter extends Page {
  remoteId?: string | undefined
}

export async function listUsers(store: Store, customerId: string, filter: UserFilter): Promise<Listed<User>> {
  const rows = await store.db
    .selectFrom('users')
    .selectAll()
    .where('customer_id', '=', customerId)
    .$if(filter.remoteId !== undefined, query => query.where('remote_id', '=', filter.remoteId as string))
    .$if(filter.before !== undefined, query => query.where('id', '<', filter.before as string))
    .orderBy('id', 'desc')
    .limit(filter.limit + 1)
    .execute()
  return cutPage(rows, filter.limit, row => row.id)
}

export async function findUser(store: Store, customerId: string, userId: string): Promise<User | undefined> {
  return store.db
    .selectFrom('users')
    .selectAll()
    .where('customer_id', '=', customerId)
    .where('id', '=', userId)
    .executeTakeFirst()
}

export async function updateUser(
  store: Store,
  user: Pick<User, 'id' | 'customer_id'>,
  changes: { locale?: Locale | undefined; name?: string | null | undefined },
): Promise<User | undefined> {
  return store.db
    .updateTable('users')
    .set({ id: user.id, ...changes })
    .where('customer_id', '=', user.customer_id)
    .where('id', '=', user.id)
    .returningAll()
    .executeTakeFirst()
}

/** Everything of the user goes with the row; the files are removed by a job that commits with it. */
export async function deleteUser(
  store: Store,
  customerId: string,
  which: { id: string } | { remoteId: string },
): Promise<'deleted' | 'unknown'> {
  return inTransaction(store, async tx => {
    const query = tx.deleteFrom('users').where('customer_id', '=', customerId)
    const found = 'id' in which ? query.where('id', '=', which.id) : query.where('remote_id', '=', which.remoteId)
    const user = await found.returning('id').executeTakeFirst()
    if (!user) return 'unknown'
    await store.queue.send('prune', { userId: user.id }, { transaction: tx })
    // And once more when a run that is under way now can no longer write a file.
    const startAfter = new Date(store.now().getTime() + LONGEST_RUN_MS)
    await store.queue.send('prune', { userId: user.id }, { transaction: tx, startAfter })
    return 'deleted'
  })
}
