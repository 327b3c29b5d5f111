import { sql } from 'kysely'
import type { Store } from './store.ts'

export interface CustomerStats {
  users: number
  credentials: Record<string, number>
  invoices: { month: string; supplier: string; count: number }[]
  deliveries: Record<string, number>
}

const MONTHS_SHOWN = 12

/** The customer's numbers, for its overview. Invoices count by the month they were collected in. */
export async function readCustomerStats(store: Store, customerId: string): Promise<CustomerStats> {
  const [users, credentials, invoices, deliveries] = await Promise.all([
    countUsers(store, customerId),
    countByState(store, 'credentials', customerId),
    countInvoices(store, customerId),
    countByState(store, 'deliveries', customerId),
  ])
  return { users, credentials, invoices, deliveries }
}

async function countUsers(store: Store, customerId: string): Promise<number> {
  const { count } = await store.db
    .selectFrom('users')
    .select(eb => eb.fn.countAll<number>().as('count'))
    .where('customer_id', '=', customerId)
    .executeTakeFirstOrThrow()
  return count
}

async function countByState(
  store: Store,
  table: 'credentials' | 'deliveries',
  customerId: string,
): Promise<Record<string, number>> {
  const rows = await store.db
    .selectFrom(table)
    .select(['state', eb => eb.fn.countAll<number>().as('count')])
    .where('customer_id', '=', customerId)
    .groupBy('state')
    .execute()
  return Object.fromEntries(rows.map(({ state, count }) => [state, count]))
}

async function countInvoices(store: Store, customerId: string): Promise<CustomerStats['invoices']> {
  return store.db
    .selectFrom('invoices')
    .select([
      sql<string>`to_char(collected_at at time zone 'UTC', 'YYYY-MM')`.as('month'),
      'collector_id as supplier',
      eb => eb.fn.countAll<number>().as('count'),
    ])
    .where('customer_id', '=', customerId)
    .where('is_known', '=', false)
    .where('collected_at', '>=', sql<Date>`${store.now()}::timestamptz - make_interval(months => ${MONTHS_SHOWN})`)
    .groupBy(['month', 'collector_id'])
    .orderBy('month', 'desc')
    .execute()
}
