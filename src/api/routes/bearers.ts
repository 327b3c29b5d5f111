import { z } from 'zod'
import { hashToken, newBearer } from '#platform/keys/token.ts'
import { addBearer, type Bearer, listBearers, removeBearer } from '#records/bearers.ts'
import { getSigningSecret, rotateSigningSecret } from '#records/signing-secrets.ts'
import type { ApiParts } from '../api-parts.ts'
import { Problem } from '../http/problem.ts'
import { jsonRoute, listRoute, type Route, silentRoute } from '../http/route.ts'
import { Id, Instant, instant, instantOrNull, Line, PageQuery, pageOf } from './fields.ts'

const BearerView = z.object({
  id: z.string(),
  name: z.string().nullable(),
  created_at: Instant,
  last_used_at: Instant.nullable().describe('To the minute.'),
})

const NewBearer = BearerView.extend({ bearer: z.string().describe('Shown now and never again.') })

const Secret = z.object({ secret: z.string().describe('`whsec_…`, for any Standard Webhooks library.') })

export function bearerRoutes({ store }: ApiParts): Route[] {
  return [
    listRoute({
      method: 'GET',
      path: '/customer/bearers',
      who: 'customer',
      tag: 'Tokens and secrets',
      summary: 'Your bearer tokens, without the tokens themselves',
      query: PageQuery,
      item: BearerView,
      async handle({ caller, query }) {
        const { items, next } = await listBearers(store, caller.customer.id, pageOf(query))
        return { items: items.map(viewBearer), next }
      },
    }),
    jsonRoute({
      method: 'POST',
      path: '/customer/bearer',
      who: 'customer',
      tag: 'Tokens and secrets',
      summary: 'Make another bearer token',
      description: 'Several may live at once: make a new one, change your systems over, remove the old one.',
      body: z.strictObject({ name: Line.nullable().default(null) }),
      answer: NewBearer,
      async handle({ caller, body }) {
        const bearer = newBearer()
        const stored = await addBearer(store, caller.customer.id, { name: body.name, tokenHash: hashToken(bearer) })
        return { ...viewBearer(stored), bearer }
      },
    }),
    silentRoute({
      method: 'DELETE',
      path: '/customer/bearer/{id}',
      who: 'customer',
      tag: 'Tokens and secrets',
      summary: 'Remove a bearer token',
      description: 'It is refused from the next request on. The last one cannot be removed.',
      params: z.object({ id: Id }),
      async handle({ caller, params }) {
        const outcome = await removeBearer(store, caller.customer.id, params.id)
        if (outcome === 'unknown') throw new Problem('not_found')
        if (outcome === 'last') throw new Problem('last_bearer')
      },
    }),
    jsonRoute({
      method: 'GET',
      path: '/customer/signing_secret',
      who: 'customer',
      tag: 'Tokens and secrets',
      summary: 'The secret that signs your deliveries',
      answer: Secret,
      handle: async ({ caller }) => ({ secret: await getSigningSecret(store, caller.customer.id) }),
    }),
    jsonRoute({
      method: 'POST',
      path: '/customer/signing_secret/rotate',
      who: 'customer',
      tag: 'Tokens and secrets',
      summary: 'Change the signing secret',
      description: 'For 24 hours every delivery carries signatures by the new and by the old secret.',
      answer: Secret,
      handle: async ({ caller }) => ({ secret: await rotateSigningSecret(store, caller.customer.id) }),
    }),
  ]
}

function viewBearer({ id, name, created_at, last_used_at }: Bearer): z.input<typeof BearerView> {
  return { id, name, created_at: instant(created_at), last_used_at: instantOrNull(last_used_at) }
}
