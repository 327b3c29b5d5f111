import type { Selectable } from 'kysely'
import { queueDelivery } from './deliveries.ts'
import type { Schema } from './schema.ts'
import { newId, type Store, type Tx } from './store.ts'

export const EVENT_TYPES = [
  'invoice',
  'invoice_missing',
  'notification_disconnected',
  'notification_reconnected',
] as const
export type EventType = (typeof EVENT_TYPES)[number]

export type Event = Selectable<Schema['events']>

interface NewEvent {
  customerId: string
  type: EventType
  userId: string
  credentialId: string | null
  invoiceId?: string
  /** What the callback will get, but for what is made anew at each attempt: the document and its link. */
  payload: Record<string, unknown>
}

/**
 * Writes an event and its delivery. The customer's row is locked until commit, so that events get their numbers in
 * the order in which they become visible: a reader of the feed can never miss one that commits late.
 */
export async function appendEvent(store: Store, tx: Tx, event: NewEvent): Promise<string> {
  const { last_event, callback, callback_stopped_at } = await tx
    .updateTable('customers')
    .set(eb => ({ last_event: eb('last_event', '+', 1) }))
    .where('id', '=', event.customerId)
    .returning(['last_event', 'callback', 'callback_stopped_at'])
    .executeTakeFirstOrThrow()
  const id = `evt_${newId().replaceAll('-', '')}`
  await tx
    .insertInto('events')
    .values({
      id,
      customer_id: event.customerId,
      sequence: last_event,
      type: event.type,
      user_id: event.userId,
      credential_id: event.credentialId,
      invoice_id: event.invoiceId ?? null,
      payload: JSON.stringify(event.payload),
      created_at: store.now(),
    })
    .execute()
  const hasDestination = callback !== null && callback_stopped_at === null
  await queueDelivery(store, tx, { customerId: event.customerId, eventId: id, hasDestination })
  return id
}

/** The feed in its order; `after` is the sequence of the last one seen. */
export async function listEvents(
  store: Store,
  customerId: string,
  { after, limit }: { after: number; limit: number },
): Promise<{ items: Event[]; next: number | null }> {
  const rows = await store.db
    .selectFrom('events')
    .selectAll()
    .where('customer_id', '=', customerId)
    .where('sequence', '>', after)
    .orderBy('sequence')
    .limit(limit + 1)
    .execute()
  const items = rows.slice(0, limit)
  return { items, next: rows.length > limit ? (items.at(-1)?.sequence ?? null) : null }
}

/** The sequence number behind an event's id; undefined for another customer's. */
export async function findEventSequence(store: Store, customerId: string, id: string): Promise<number | undefined> {
  const row = await store.db
    .selectFrom('events')
    .select('sequence')
    .where('customer_id', '=', customerId)
    .where('id', '=', id)
    .executeTakeFirst()
  return row?.sequence
}
