import { z } from 'zod'
import {
  type Attempt,
  listDeliveries,
  type DeliveryView as Row,
  recoverDeliveries,
  retryDelivery,
} from '#records/deliveries.ts'
import { DELIVERY_STATES } from '#records/schema.ts'
import type { ApiParts } from '../api-parts.ts'
import { Problem } from '../http/problem.ts'
import { jsonRoute, listRoute, type Route, silentRoute } from '../http/route.ts'
import { Id, Instant, instant, instantOrNull, PageQuery, pageOf } from './fields.ts'

const AttemptView = z.object({
  url: z.string(),
  attempted_at: Instant,
  duration_ms: z.int(),
  status: z.int().nullable().describe('Null when no answer came.'),
  error: z.string().nullable(),
  response_excerpt: z.string().nullable(),
})

const DeliveryView = z.object({
  id: z.string(),
  event_id: z.string(),
  type: z.string(),
  state: z.enum(DELIVERY_STATES).describe('`waiting`: no callback is set, or it said 410 Gone.'),
  next_attempt_at: Instant.nullable(),
  delivered_at: Instant.nullable(),
  created_at: Instant,
  attempts: z.array(AttemptView),
})

const tag = 'Deliveries'

export function deliveryRoutes({ store }: ApiParts): Route[] {
  return [
    listRoute({
      method: 'GET',
      path: '/deliveries',
      who: 'customer',
      tag,
      summary: 'Deliveries with every attempt, newest first',
      query: PageQuery.extend({ state: z.enum(DELIVERY_STATES).optional() }),
      item: DeliveryView,
      async handle({ caller, query }) {
        const filter = { ...pageOf(query), state: query.state }
        const { items, next } = await listDeliveries(store, caller.customer.id, filter)
        return { items: items.map(view), next }
      },
    }),
    silentRoute({
      method: 'POST',
      path: '/delivery/{id}/retry',
      who: 'customer',
      tag,
      summary: 'Try a delivery again now',
      description: 'Its schedule starts from the beginning.',
      params: z.object({ id: Id }),
      async handle({ caller, params }) {
        const outcome = await retryDelivery(store, caller.customer.id, { deliveryId: params.id })
        if (outcome === 'unknown') throw new Problem('not_found')
        if (outcome === 'no_destination') throw new Problem('no_callback')
      },
    }),
    jsonRoute({
      method: 'POST',
      path: '/deliveries/recover',
      who: 'customer',
      tag,
      summary: 'Send everything again that did not arrive',
      description: 'All failed and waiting deliveries made since a moment: after an outage of your callback.',
      body: z.strictObject({ since: Instant }),
      answer: z.object({ recovered: z.int() }),
      async handle({ caller, body }) {
        const { callback, callback_stopped_at } = caller.customer
        if (callback === null || callback_stopped_at !== null) throw new Problem('no_callback')
        return { recovered: await recoverDeliveries(store, caller.customer.id, new Date(body.since)) }
      },
    }),
  ]
}

function view(row: Row): z.input<typeof DeliveryView> {
  return {
    id: row.id,
    event_id: row.event_id,
    type: row.type,
    state: row.state,
    next_attempt_at: instantOrNull(row.next_attempt_at),
    delivered_at: instantOrNull(row.delivered_at),
    created_at: instant(row.created_at),
    attempts: row.tries.map(viewAttempt),
  }
}

function viewAttempt(attempt: Attempt): z.input<typeof AttemptView> {
  const { url, attempted_at, duration_ms, status, error, response_excerpt } = attempt
  return { url, attempted_at: instant(attempted_at), duration_ms, status, error, response_excerpt }
}
