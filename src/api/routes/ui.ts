import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { z } from 'zod'
import { LOCALES } from '#domain/localized.ts'
import { getCustomer } from '#records/customers.ts'
import type { ApiParts } from '../api-parts.ts'
import { authenticate } from '../auth/authenticate.ts'
import type { UserCaller } from '../auth/caller.ts'
import type { FailureLimit } from '../auth/failure-limit.ts'
import { Problem } from '../http/problem.ts'
import { BASE_PATH } from '../http/register-routes.ts'

const WEB_DIST = join(import.meta.dirname, '../../../web/dist')
const DATA_BLOCK = '<script type="application/json" id="page-data"></script>'

const Query = z.object({
  credential_id: z.uuid().optional().catch(undefined),
  locale: z.enum(LOCALES).optional().catch(undefined),
  theme: z.enum(['auto', 'light', 'dark']).optional().catch(undefined),
})

/** The embedded UI: one page that keeps its token to itself, framed only by those the customer allows. */
export async function registerUi(app: FastifyInstance, parts: ApiParts, failures: FailureLimit): Promise<void> {
  await app.register(fastifyStatic, {
    root: join(WEB_DIST, 'ui-assets'),
    prefix: `${BASE_PATH}/ui-assets/`,
    immutable: true,
    maxAge: '365d',
    index: false,
    preCompressed: true,
  })

  app.get(`${BASE_PATH}/ui`, async (request, reply) => {
    const { token, ...query } = request.query as Record<string, unknown>
    const caller = await identify(request.ip, token)
    if (!caller) return sendPage(reply.status(401), await readPage('expired.html'), [])
    const { credential_id = null, locale = caller.user.locale, theme } = Query.parse(query)
    const customer = await getCustomer(parts.store, caller.user.customer_id)
    const data = {
      locale,
      api: BASE_PATH,
      credential_id,
      customer: {
        name: customer.name,
        theme: { ...customer.theme, ...(theme && { mode: theme }) },
        allowed_origins: customer.allowed_origins,
      },
    }
    return sendPage(reply, fillPage(await readPage('index.html'), data), customer.allowed_origins)
  })

  /** Undefined for no, a bad or an expired token: a person sees a page then, not a problem document. */
  async function identify(address: string, queryToken: unknown): Promise<UserCaller | undefined> {
    try {
      const presented = { authorization: undefined, queryToken, address }
      return (await authenticate({ store: parts.store, failures }, 'user', presented)) as UserCaller
    } catch (error) {
      if (error instanceof Problem && error.status === 401) return undefined
      throw error
    }
  }
}

async function readPage(name: string): Promise<string> {
  return readFile(join(WEB_DIST, 'connect', name), 'utf8')
}

/** `<` is the one character that could end the data block early. */
function fillPage(page: string, data: object): string {
  const json = JSON.stringify(data).replaceAll('<', '\\u003c')
  return page.replace(DATA_BLOCK, () => DATA_BLOCK.replace('></', () => `>${json}</`))
}

function sendPage(reply: FastifyReply, page: string, mayFrame: string[]): FastifyReply {
  return reply
    .header('content-type', 'text/html; charset=utf-8')
    .header('content-security-policy', contentSecurityPolicy(mayFrame))
    .header('referrer-policy', 'no-referrer')
    .header('cache-control', 'no-store')
    .send(page)
}

/** Our own files only; framed by ourselves and by those the customer allows. */
function contentSecurityPolicy(mayFrame: string[]): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data: blob:",
    "connect-src 'self'",
    "form-action 'none'",
    "base-uri 'none'",
    "require-trusted-types-for 'script'",
    `frame-ancestors ${["'self'", ...mayFrame].join(' ')}`,
  ].join('; ')
}
