import { z } from 'zod'
import { postWebhook } from '#platform/webhook/post-webhook.ts'
import { EVENT_TYPES } from '#records/events.ts'
import { listSigningSecrets } from '#records/signing-secrets.ts'
import { newId } from '#records/store.ts'
import type { ApiParts } from '../api-parts.ts'
import { Problem } from '../http/problem.ts'
import { jsonRoute, type Route } from '../http/route.ts'
import { composeTestEvent } from './compose-test-event.ts'

export function testCallbackRoutes(parts: ApiParts): Route[] {
  const { store, callbackClient } = parts
  return [
    jsonRoute({
      method: 'GET',
      path: '/test_callback',
      who: 'customer',
      tag: 'Deliveries',
      summary: 'Send a fake invoice to your callback now',
      description:
        'Signed like a real one; it says `test: true` and is kept nowhere. A 502 problem says why it failed.',
      query: z.strictObject({ type: z.enum(EVENT_TYPES).default('invoice') }),
      answer: z.object({
        event_id: z.string(),
        type: z.enum(EVENT_TYPES),
        status: z.int().describe('What the callback answered.'),
        duration_ms: z.int(),
      }),
      async handle({ caller, query }) {
        const { callback, id: customerId } = caller.customer
        if (callback === null) throw new Problem('no_callback')
        const eventId = `evt_${newId().replaceAll('-', '')}`
        const payload = await composeTestEvent(parts, { eventId, type: query.type })
        const secrets = await listSigningSecrets(store, customerId)
        const result = await postWebhook(callbackClient, { url: callback, id: eventId, payload, secrets }, store.now())
        if (!result.isDelivered || result.status === null) throw failed(result.error)
        return { event_id: eventId, type: query.type, status: result.status, duration_ms: result.durationMs }
      },
    }),
  ]
}

function failed(reason: string | null): Problem {
  const why = reason ?? ''
  return new Problem('callback_failed', {
    detail: {
      en: `The callback did not accept the delivery: ${why}`,
      fr: `L’adresse de retour n’a pas accepté l’envoi : ${why}`,
    },
  })
}
