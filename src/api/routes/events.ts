import { z } from 'zod'
import { type Event, findEventSequence, listEvents } from '#records/events.ts'
import type { ApiParts } from '../api-parts.ts'
import { Problem } from '../http/problem.ts'
import { listRoute, type Route } from '../http/route.ts'
import { Instant, instant } from './fields.ts'

const EventView = z
  .object({
    id: z.string(),
    sequence: z.int().describe('Rises by one from event to event: a gap is a loss.'),
    type: z.string(),
    created_at: Instant,
  })
  .loose()
  .describe('As posted to the callback, without the document’s bytes.')

export function eventRoutes({ store }: ApiParts): Route[] {
  return [
    listRoute({
      method: 'GET',
      path: '/events',
      who: 'customer',
      tag: 'Deliveries',
      summary: 'Everything that was ever to be delivered, oldest first',
      description: 'To reconcile with what your callback received: go on from the last id or sequence you know.',
      query: z.strictObject({
        after: z.string().max(100).default('0').describe('An event’s id, or a sequence number.'),
        limit: z.coerce.number().int().min(1).max(200).default(50),
      }),
      item: EventView,
      async handle({ caller, query }) {
        const after = await sequenceOf(query.after, id => findEventSequence(store, caller.customer.id, id))
        const { items, next } = await listEvents(store, caller.customer.id, { after, limit: query.limit })
        return { items: items.map(view), next }
      },
    }),
  ]
}

async function sequenceOf(after: string, find: (id: string) => Promise<number | undefined>): Promise<number> {
  if (/^\d{1,15}$/.test(after)) return Number(after)
  const sequence = await find(after)
  if (sequence === undefined) throw new Problem('not_found')
  return sequence
}

function view({ id, sequence, type, created_at, payload }: Event): z.input<typeof EventView> {
  return { ...payload, id, sequence, type, created_at: instant(created_at) }
}
