import type { Selectable } from 'kysely'
import { cutPage, type Listed, type Page } from './page.ts'
import type { DeliveryState, Schema } from './schema.ts'
import { inTransaction, newId, type Store, type Tx } from './store.ts'

export type Delivery = Selectable<Schema['deliveries']>
export type Attempt = Selectable<Schema['attempts']>

interface NewDelivery {
  customerId: string
  eventId: string
  hasDestination: boolean
}

/** Without a destination the delivery waits for one: nothing is lost because nobody listens yet. */
export async function queueDelivery(store: Store, tx: Tx, delivery: NewDelivery): Promise<void> {
  const id = newId()
  await tx
    .insertInto('deliveries')
    .values({
      id,
      customer_id: delivery.customerId,
      event_id: delivery.eventId,
      state: delivery.hasDestination ? 'pending' : 'waiting',
      next_attempt_at: delivery.hasDestination ? store.now() : null,
      delivered_at: null,
      created_at: store.now(),
    })
    .execute()
  if (delivery.hasDestination) await store.queue.send('deliver', { deliveryId: id }, { transaction: tx })
}

/** One delivery with everything its posting needs. */
export interface OpenDelivery extends Omit<Delivery, 'created_at'> {
  /** The event's type and moment. */
  type: string
  created_at: Date
  callback: string | null
  /** Since when the callback wants nothing more. */
  callback_stopped_at: Date | null
  inline_documents: boolean
  payload: Record<string, unknown>
  user_id: string | null
  invoice_id: string | null
  sha256: string | null
}

/** Undefined when there is nothing to do: delivered, given up, stopped, deleted, or not yet due. */
export async function openDelivery(store: Store, deliveryId: string): Promise<OpenDelivery | undefined> {
  return store.db
    .selectFrom('deliveries')
    .innerJoin('events', 'events.id', 'deliveries.event_id')
    .innerJoin('customers', 'customers.id', 'deliveries.customer_id')
    .leftJoin('invoices', 'invoices.id', 'events.invoice_id')
    .selectAll('deliveries')
    .select(['customers.callback', 'customers.callback_stopped_at', 'customers.inline_documents'])
    .select(['events.payload', 'events.user_id', 'events.type', 'events.created_at'])
    .select(['events.invoice_id', 'invoices.sha256'])
    .where('deliveries.id', '=', deliveryId)
    .where('deliveries.state', '=', 'pending')
    .where('deliveries.next_attempt_at', '<=', new Date(store.now().getTime() + DUE_TOLERANCE_MS))
    .executeTakeFirst()
}

/** Queue and process read different clocks. */
const DUE_TOLERANCE_MS = 1000

/**
 * The callback was taken away, or said 410, after this delivery was queued: it waits for the next one. The customer's
 * row is locked first, as it is by whoever sets a callback, so that neither overlooks the other.
 */
export async function parkDelivery(store: Store, delivery: Pick<Delivery, 'id' | 'customer_id'>): Promise<void> {
  await inTransaction(store, async tx => {
    const { callback, callback_stopped_at } = await tx
      .selectFrom('customers')
      .select(['callback', 'callback_stopped_at'])
      .where('id', '=', delivery.customer_id)
      .forUpdate()
      .executeTakeFirstOrThrow()
    if (callback !== null && callback_stopped_at === null) {
      await store.queue.send('deliver', { deliveryId: delivery.id }, { transaction: tx })
      return
    }
    await tx
      .updateTable('deliveries')
      .set({ state: 'waiting', next_attempt_at: null })
      .where('id', '=', delivery.id)
      .where('state', '=', 'pending')
      .execute()
  })
}

export interface AttemptResult {
  url: string
  attemptedAt: Date
  durationMs: number
  status: number | null
  error: string | null
  responseExcerpt: string | null
}

/** `again` at a moment, for good, or because the receiver said 410: no more until the callback is set anew. */
export type AttemptVerdict = { kind: 'delivered' } | { kind: 'again'; at: Date } | { kind: 'failed' } | { kind: 'stop' }

/** Keeps the attempt and what follows from it, the next job included, in one transaction. */
export async function recordAttempt(
  store: Store,
  delivery: Pick<Delivery, 'id' | 'customer_id'>,
  { result, verdict }: { result: AttemptResult; verdict: AttemptVerdict },
): Promise<void> {
  await inTransaction(store, async tx => {
    // First, because it locks the customer: of two that hear 410 at once, none may hold what the other waits for.
    if (verdict.kind === 'stop') await stopDestination(store, tx, delivery.customer_id)
    await insertAttempt(tx, delivery.id, result)
    await tx
      .updateTable('deliveries')
      .set(eb => ({ ...columnsAfter(verdict, store.now()), attempts: eb('attempts', '+', 1) }))
      .where('id', '=', delivery.id)
      .execute()
    if (verdict.kind === 'again') {
      await store.queue.send('deliver', { deliveryId: delivery.id }, { transaction: tx, startAfter: verdict.at })
    }
  })
}

async function insertAttempt(tx: Tx, deliveryId: string, result: AttemptResult): Promise<void> {
  await tx
    .insertInto('attempts')
    .values({
      id: newId(),
      delivery_id: deliveryId,
      url: result.url,
      attempted_at: result.attemptedAt,
      duration_ms: result.durationMs,
      status: result.status,
      error: result.error,
      response_excerpt: result.responseExcerpt,
    })
    .execute()
}

function columnsAfter(verdict: AttemptVerdict, now: Date) {
  switch (verdict.kind) {
    case 'delivered':
      return { state: 'delivered' as const, delivered_at: now, next_attempt_at: null }
    case 'again':
      return { state: 'pending' as const, next_attempt_at: verdict.at }
    case 'failed':
      return { state: 'failed' as const, next_attempt_at: null }
    case 'stop':
      return { state: 'waiting' as const, next_attempt_at: null }
  }
}

/** 410 Gone: the receiver wants nothing more. All that is pending waits for a new callback. */
async function stopDestination(store: Store, tx: Tx, customerId: string): Promise<void> {
  await tx.updateTable('customers').set({ callback_stopped_at: store.now() }).where('id', '=', customerId).execute()
  await tx
    .updateTable('deliveries')
    .set({ state: 'waiting', next_attempt_at: null })
    .where('customer_id', '=', customerId)
    .where('state', '=', 'pending')
    .execute()
}

export async function resumeWaitingDeliveries(store: Store, tx: Tx, customerId: string): Promise<void> {
  const rows = await tx
    .updateTable('deliveries')
    .set({ state: 'pending', attempts: 0, next_attempt_at: store.now() })
    .where('customer_id', '=', customerId)
    .where('state', '=', 'waiting')
    .returning('id')
    .execute()
  for (const { id } of rows) await store.queue.send('deliver', { deliveryId: id }, { transaction: tx })
}

interface DeliveryFilter extends Page {
  state?: DeliveryState | undefined
}

export interface DeliveryView extends Delivery {
  type: string
  tries: Attempt[]
}

export async function listDeliveries(
  store: Store,
  customerId: string,
  filter: DeliveryFilter,
): Promise<Listed<DeliveryView>> {
  const rows = await store.db
    .selectFrom('deliveries')
    .innerJoin('events', 'events.id', 'deliveries.event_id')
    .selectAll('deliveries')
    .select('events.type')
    .where('deliveries.customer_id', '=', customerId)
    .$if(filter.state !== undefined, query => query.where('deliveries.state', '=', filter.state as DeliveryState))
    .$if(filter.before !== undefined, query => query.where('deliveries.id', '<', filter.before as string))
    .orderBy('deliveries.id', 'desc')
    .limit(filter.limit + 1)
    .execute()
  const { items, next } = cutPage(rows, filter.limit, row => row.id)
  const tries = await attemptsOf(
    store,
    items.map(({ id }) => id),
  )
  return { items: items.map(item => ({ ...item, tries: tries.filter(one => one.delivery_id === item.id) })), next }
}

/** The schedule starts again at its beginning; earlier attempts stay on record. */
export async function retryDelivery(
  store: Store,
  customerId: string,
  which: { deliveryId: string } | { invoiceId: string },
): Promise<'queued' | 'unknown' | 'no_destination'> {
  return inTransaction(store, async tx => {
    const row = await tx
      .selectFrom('deliveries')
      .innerJoin('events', 'events.id', 'deliveries.event_id')
      .innerJoin('customers', 'customers.id', 'deliveries.customer_id')
      .select(['deliveries.id', 'customers.callback', 'customers.callback_stopped_at'])
      .where('deliveries.customer_id', '=', customerId)
      .$if('deliveryId' in which, query =>
        query.where('deliveries.id', '=', (which as { deliveryId: string }).deliveryId),
      )
      .$if('invoiceId' in which, query =>
        query.where('events.invoice_id', '=', (which as { invoiceId: string }).invoiceId),
      )
      .orderBy('deliveries.id', 'desc')
      .executeTakeFirst()
    if (!row) return 'unknown'
    if (row.callback === null || row.callback_stopped_at !== null) return 'no_destination'
    await restart(store, tx, [row.id])
    return 'queued'
  })
}

/** Every failed or waiting delivery made since a moment starts again; answers how many. */
export async function recoverDeliveries(store: Store, customerId: string, since: Date): Promise<number> {
  return inTransaction(store, async tx => {
    const rows = await tx
      .selectFrom('deliveries')
      .select('id')
      .where('customer_id', '=', customerId)
      .where('state', 'in', ['failed', 'waiting'])
      .where('created_at', '>=', since)
      .forUpdate()
      .execute()
    await restart(
      store,
      tx,
      rows.map(({ id }) => id),
    )
    return rows.length
  })
}

/** All customers', for the operator's metrics. */
export async function countOpenDeliveries(store: Store): Promise<{ state: DeliveryState; count: number }[]> {
  return store.db
    .selectFrom('deliveries')
    .select(['state', eb => eb.fn.countAll<number>().as('count')])
    .where('state', '<>', 'delivered')
    .groupBy('state')
    .execute()
}

async function restart(store: Store, tx: Tx, ids: string[]): Promise<void> {
  if (ids.length === 0) return
  await tx
    .updateTable('deliveries')
    .set({ state: 'pending', attempts: 0, next_attempt_at: store.now(), delivered_at: null })
    .where('id', 'in', ids)
    .execute()
  for (const deliveryId of ids) await store.queue.send('deliver', { deliveryId }, { transaction: tx })
}

async function attemptsOf(store: Store, deliveryIds: string[]): Promise<Attempt[]> {
  if (deliveryIds.length === 0) return []
  return store.db.selectFrom('attempts').selectAll().where('delivery_id', 'in', deliveryIds).orderBy('id').execute()
}
