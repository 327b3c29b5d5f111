import { z } from 'zod'
import { deleteUser, findUser, listUsers, openUser, type User, updateUser } from '#records/users.ts'
import type { ApiParts } from '../api-parts.ts'
import { Problem } from '../http/problem.ts'
import { jsonRoute, listRoute, type Route, silentRoute } from '../http/route.ts'
import { Instant, instant, Line, LocaleName, PageQuery, pageOf, UserId } from './fields.ts'

const RemoteId = z.string().min(1).max(200).describe('Your own id of the user; every delivery carries it.')

const UserView = z.object({
  id: z.string(),
  remote_id: z.string(),
  name: z.string().nullable(),
  locale: LocaleName,
  created_at: Instant,
})

const UserWithToken = UserView.extend({
  token: z.string().describe('Opens this user’s things only, for 30 minutes. Send the user to /ui?token=…'),
  token_expires_at: Instant,
})

const OneUser = z.object({ id: UserId })

export function userRoutes({ store }: ApiParts): Route[] {
  return [
    jsonRoute({
      method: 'POST',
      path: '/user',
      who: 'customer',
      tag: 'Users',
      summary: 'Create or find a user, and get a token for them',
      description: 'A user with this remote_id is found again, never doubled; the token is always a fresh one.',
      body: z.strictObject({ remote_id: RemoteId, locale: LocaleName, name: Line.nullable().optional() }),
      answer: UserWithToken,
      async handle({ caller, body }) {
        const { user, issued } = await openUser(store, caller.customer.id, body)
        return { ...viewUser(user), token: issued.token, token_expires_at: instant(issued.expiresAt) }
      },
    }),
    listRoute({
      method: 'GET',
      path: '/users',
      who: 'customer',
      tag: 'Users',
      summary: 'Your users, newest first',
      query: PageQuery.extend({ remote_id: RemoteId.optional() }),
      item: UserView,
      async handle({ caller, query }) {
        const filter = { ...pageOf(query), remoteId: query.remote_id }
        const { items, next } = await listUsers(store, caller.customer.id, filter)
        return { items: items.map(viewUser), next }
      },
    }),
    jsonRoute({
      method: 'GET',
      path: '/user/{id}',
      who: 'customer',
      tag: 'Users',
      summary: 'One user',
      params: OneUser,
      answer: UserView,
      async handle({ caller, params }) {
        const user = await findUser(store, caller.customer.id, params.id)
        if (!user) throw new Problem('not_found')
        return viewUser(user)
      },
    }),
    jsonRoute({
      method: ['PUT', 'PATCH'],
      path: '/user/{id}',
      who: 'customer',
      tag: 'Users',
      summary: 'Change a user’s language or name',
      params: OneUser,
      body: z.strictObject({ locale: LocaleName.optional(), name: Line.nullable().optional() }),
      answer: UserView,
      async handle({ caller, params, body }) {
        const user = await updateUser(store, { id: params.id, customer_id: caller.customer.id }, body)
        if (!user) throw new Problem('not_found')
        return viewUser(user)
      },
    }),
    silentRoute({
      method: 'DELETE',
      path: '/user/{id}',
      who: 'customer',
      tag: 'Users',
      summary: 'Remove a user and everything of theirs',
      params: OneUser,
      async handle({ caller, params }) {
        const outcome = await deleteUser(store, caller.customer.id, { id: params.id })
        if (outcome === 'unknown') throw new Problem('not_found')
      },
    }),
    silentRoute({
      method: 'DELETE',
      path: '/user',
      who: 'customer',
      tag: 'Users',
      summary: 'Remove a user by remote_id',
      description: 'Credentials, secrets, sessions, invoices, documents and events: everything goes.',
      body: z.strictObject({ remote_id: RemoteId }),
      async handle({ caller, body }) {
        const outcome = await deleteUser(store, caller.customer.id, { remoteId: body.remote_id })
        if (outcome === 'unknown') throw new Problem('not_found')
      },
    }),
  ]
}

function viewUser({ id, remote_id, name, locale, created_at }: User): z.input<typeof UserView> {
  return { id, remote_id, name, locale, created_at: instant(created_at) }
}
