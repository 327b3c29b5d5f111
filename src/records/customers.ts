import { type Insertable, type Selectable, sql, type Updateable } from 'kysely'
import { resumeWaitingDeliveries } from './deliveries.ts'
import type { Schema } from './schema.ts'
import { addSigningSecret } from './signing-secrets.ts'
import { inTransaction, newId, type Store } from './store.ts'

export type Customer = Selectable<Schema['customers']>
export type CustomerChanges = Pick<
  Updateable<Schema['customers']>,
  'name' | 'callback' | 'email' | 'locale' | 'allowed_origins' | 'inline_documents'
> & { theme?: Record<string, unknown> }

/** Makes the first customer of an empty database; undefined when there already is one. */
export async function createDefaultCustomer(store: Store, tokenHash: Buffer): Promise<Customer | undefined> {
  return inTransaction(store, async tx => {
    // Taken until commit, so that of several first starts exactly one finds the table empty.
    await sql`lock table customers in share row exclusive mode`.execute(tx)
    const existing = await tx.selectFrom('customers').select('id').limit(1).executeTakeFirst()
    if (existing) return undefined

    const customer = await tx
      .insertInto('customers')
      .values(defaultCustomer(store.now()))
      .returningAll()
      .executeTakeFirstOrThrow()
    await tx
      .insertInto('bearers')
      .values({
        id: newId(),
        customer_id: customer.id,
        name: 'default',
        token_hash: tokenHash,
        created_at: store.now(),
        last_used_at: null,
      })
      .execute()
    await addSigningSecret(store, tx, customer.id)
    return customer
  })
}

export async function getCustomer(store: Store, customerId: string): Promise<Customer> {
  return store.db.selectFrom('customers').selectAll().where('id', '=', customerId).executeTakeFirstOrThrow()
}

/** A new callback also wakes what waited for one: deliveries without an address, and those a 410 had stopped. */
export async function updateCustomer(store: Store, customerId: string, changes: CustomerChanges): Promise<Customer> {
  const { theme, ...columns } = changes
  const isNewCallback = changes.callback !== undefined
  return inTransaction(store, async tx => {
    const customer = await tx
      .updateTable('customers')
      .set({
        ...columns,
        ...(theme && { theme: JSON.stringify(theme) }),
        ...(isNewCallback && { callback_stopped_at: null }),
        id: customerId,
      })
      .where('id', '=', customerId)
      .returningAll()
      .executeTakeFirstOrThrow()
    if (isNewCallback && customer.callback !== null) await resumeWaitingDeliveries(store, tx, customerId)
    return customer
  })
}

function defaultCustomer(now: Date): Insertable<Schema['customers']> {
  return {
    id: newId(),
    name: 'default',
    callback: null,
    callback_stopped_at: null,
    email: null,
    locale: 'en',
    theme: JSON.stringify({}),
    allowed_origins: [],
    inline_documents: true,
    created_at: now,
  }
}
