import { z } from 'zod'
import { addWish } from '#records/wishes.ts'
import type { ApiParts } from '../api-parts.ts'
import { jsonRoute, type Route } from '../http/route.ts'

const Thanks = z.object({ id: z.string() })
const tag = 'Users'

export function wishRoutes({ store }: ApiParts): Route[] {
  return [
    jsonRoute({
      method: 'POST',
      path: '/collector_request',
      who: 'user',
      tag,
      summary: 'Ask for a supplier that is missing',
      body: z.strictObject({
        name: z.string().trim().min(1).max(200),
        url: z
          .url({ protocol: /^https?$/ })
          .max(2000)
          .optional(),
        message: z.string().trim().max(2000).optional(),
      }),
      answer: Thanks,
      handle: async ({ caller, body }) => ({
        id: await addWish(store, caller.user, { kind: 'collector_request', body }),
      }),
    }),
    jsonRoute({
      method: 'POST',
      path: '/feedback',
      who: 'user',
      tag,
      summary: 'Tell us how it went',
      body: z.strictObject({
        message: z.string().trim().min(1).max(5000),
        rating: z.int().min(1).max(5).optional(),
      }),
      answer: Thanks,
      handle: async ({ caller, body }) => ({ id: await addWish(store, caller.user, { kind: 'feedback', body }) }),
    }),
  ]
}
