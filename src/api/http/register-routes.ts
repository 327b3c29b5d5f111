import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { LOCALES, type Locale } from '#domain/localized.ts'
import type { Store } from '#records/store.ts'
import { authenticate } from '../auth/authenticate.ts'
import type { Caller } from '../auth/caller.ts'
import { callerOf, rememberCaller } from '../auth/caller-of-request.ts'
import type { FailureLimit } from '../auth/failure-limit.ts'
import { findUnstorable } from './find-unstorable.ts'
import { parseInput } from './parse-input.ts'
import { Problem } from './problem.ts'
import type { BytesAnswer, Route } from './route.ts'

export const BASE_PATH = '/api/v1'

interface Gate {
  store: Store
  failures: FailureLimit
}

/** Puts every route on the server: authenticate, parse, handle, filter the answer; in this order for all of them. */
export function registerRoutes(app: FastifyInstance, gate: Gate, routes: Route[]): void {
  for (const route of routes) {
    app.route({
      method: route.methods,
      url: BASE_PATH + route.path.replace(/\{(\w+)\}/g, ':$1'),
      // Before the body is read: a stranger's body is not worth parsing.
      onRequest: async request => {
        rememberCaller(request, await identify(gate, route, request))
      },
      handler: async (request, reply) => {
        const locale = localeOf(request)
        const input = { caller: callerOf(request), locale, ...parseAll(route, request, locale) }
        return answer(route, request, reply, await route.handle(input))
      },
    })
  }
}

/** The caller's language: a user's own, else what the request asks for, else the customer's. */
export function localeOf(request: FastifyRequest): Locale {
  const caller = callerOf(request)
  if (caller.kind === 'user') return caller.user.locale
  const asked = request.headers['accept-language']?.slice(0, 2).toLowerCase()
  const known = LOCALES.find(locale => locale === asked)
  return known ?? (caller.kind === 'customer' ? caller.customer.locale : 'en')
}

function identify({ store, failures }: Gate, route: Route, request: FastifyRequest): Promise<Caller> {
  const query = request.query as Record<string, unknown>
  const presented = { authorization: request.headers.authorization, queryToken: query.token, address: request.ip }
  return authenticate({ store, failures }, route.who, presented)
}

function parseAll(route: Route, request: FastifyRequest, locale: Locale) {
  const { token: _, ...query } = request.query as Record<string, unknown>
  const unstorable = findUnstorable(query, locale) ?? findUnstorable(request.body, locale)
  if (unstorable) throw new Problem('invalid_request', { errors: [unstorable] })
  return {
    params: parsePath(route, request.params),
    query: route.query && parseInput(route.query, query, { locale }),
    body: route.body && parseInput(route.body, request.body ?? {}, { locale }),
  }
}

/** An id that is none names nothing: 404, the same as for one that does not exist. */
function parsePath(route: Route, params: unknown): unknown {
  if (!route.params) return undefined
  const { data, error } = route.params.safeParse(params)
  if (error) throw new Problem('not_found')
  return data
}

function answer(route: Route, request: FastifyRequest, reply: FastifyReply, result: unknown): FastifyReply {
  switch (route.answer.kind) {
    case 'nothing':
      return reply.status(204).send()
    case 'json':
      return sendJson(reply, route.answer.schema.parse(result))
    case 'list': {
      const { items, next } = result as { items: unknown[]; next: string | number | null }
      if (next !== null) reply.header('link', nextLink(request, next))
      const { item } = route.answer
      return sendJson(
        reply,
        items.map(one => item.parse(one)),
      )
    }
    case 'bytes':
      return sendBytes(reply, result as BytesAnswer)
  }
}

/** Serialised here: Fastify's own serialiser would look for a schema first. */
function sendJson(reply: FastifyReply, value: unknown): FastifyReply {
  return reply.header('content-type', 'application/json; charset=utf-8').send(JSON.stringify(value))
}

/** What a supplier sent is data: never run, never sniffed, never framed. */
function sendBytes(reply: FastifyReply, { bytes, mimetype, filename, disposition }: BytesAnswer): FastifyReply {
  return reply
    .header('content-type', mimetype)
    .header('content-disposition', `${disposition}; filename="${filename.replace(/[^\w.-]/g, '_')}"`)
    .header('content-security-policy', "default-src 'none'; sandbox")
    .header('cache-control', 'private, no-store')
    .send(Buffer.from(bytes))
}

/** The same request from the cursor on; the token stays out of it. */
function nextLink(request: FastifyRequest, next: string | number): string {
  const url = new URL(request.url, 'http://localhost')
  url.searchParams.delete('token')
  url.searchParams.set(url.pathname.endsWith('/events') ? 'after' : 'cursor', String(next))
  return `<${url.pathname}${url.search}>; rel="next"`
}
