import { setTimeout as pause } from 'node:timers/promises'
import type { Http, HttpAnswer, HttpRequest, z } from '#collector-kit/index.ts'
import { CredentialRejected, SupplierChanged, SupplierUnavailable } from '#collector-kit/index.ts'
import { asCollectError } from './as-collect-error.ts'
import type { GuardedAnswer, GuardedClient, GuardedRequest } from './guarded-client.ts'

export interface CollectorHttpOptions {
  client: GuardedClient
  /** Ends every request of the run. */
  signal: AbortSignal
  /** Least time between the starts of two requests, out of politeness. */
  pauseMs?: number
}

const LIMITS = { timeoutMs: 60_000, maxBytes: 50 * 1024 * 1024, redirects: 5 } as const

/** The longest excerpt of a schema's complaints that goes into an error's detail. */
const MAX_ISSUES = 3

/** Headers of one `with`; they belong to the first origin they are sent to. */
interface HeaderLayer {
  headers: Record<string, string>
  origin?: string
}

/** The collector's view of the guarded client: small, and every trouble is one of the kit's errors. */
export function createCollectorHttp({ client, signal, pauseMs = 0 }: CollectorHttpOptions): Http {
  const waitForTurn = createTurns(pauseMs, signal)
  return httpWith([], async request => {
    await waitForTurn()
    try {
      return await client.request({ ...request, ...LIMITS, signal })
    } catch (error) {
      throw asCollectError(error)
    }
  })
}

/** Resolves at once, or when `pauseMs` have passed since the turn before. */
function createTurns(pauseMs: number, signal: AbortSignal): () => Promise<unknown> {
  let freeAtMs = 0
  return () => {
    const now = performance.now()
    const waitMs = Math.max(0, freeAtMs - now)
    freeAtMs = now + waitMs + pauseMs
    return waitMs === 0 ? Promise.resolve() : pause(waitMs, undefined, { signal })
  }
}

type Send = (request: Pick<GuardedRequest, 'url' | 'method' | 'headers' | 'body'>) => Promise<GuardedAnswer>

function httpWith(layers: HeaderLayer[], request: Send): Http {
  const send = async (url: string, { method = 'GET', headers = {}, ...content }: HttpRequest = {}) => {
    const { type, body } = encodeBody(content)
    return request({
      url,
      method,
      headers: { ...type, ...layeredHeaders(layers, url), ...lowerCase(headers) },
      ...(body !== undefined && { body }),
    })
  }
  const sendForSuccess = async (url: string, options: HttpRequest = {}) => {
    const answer = await send(url, options)
    refuseBadStatus(describeRequest(url, options), answer.status)
    return answer
  }
  return {
    with: headers => httpWith([...layers, { headers: lowerCase(headers) }], request),
    async json(url, schema, options = {}) {
      const accept = { accept: 'application/json', ...options.headers }
      const { bytes } = await sendForSuccess(url, { ...options, headers: accept })
      return parseAnswer(bytes, schema, describeRequest(url, options))
    },
    bytes: async (url, options) => (await sendForSuccess(url, options)).bytes,
    send: async (url, options) => asHttpAnswer(await send(url, options)),
  }
}

function encodeBody({ body, json }: Pick<HttpRequest, 'body' | 'json'>) {
  if (json !== undefined) return { type: { 'content-type': 'application/json' }, body: JSON.stringify(json) }
  if (typeof body === 'string' || body === undefined) return { type: {}, body }
  return { type: { 'content-type': 'application/x-www-form-urlencoded;charset=UTF-8' }, body: body.toString() }
}

function layeredHeaders(layers: HeaderLayer[], url: string): Record<string, string> {
  const origin = URL.canParse(url) ? new URL(url).origin : ''
  const own = layers.filter(layer => {
    layer.origin ??= origin
    return layer.origin === origin
  })
  return Object.assign({}, ...own.map(layer => layer.headers))
}

function lowerCase(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
}

function refuseBadStatus(what: string, status: number): void {
  if (status >= 200 && status <= 299) return
  const detail = `${what} answered ${status}`
  if (status === 401 || status === 403) throw new CredentialRejected(undefined, { cause: new Error(detail) })
  if ([408, 425, 429].includes(status) || status >= 500) throw new SupplierUnavailable(detail)
  throw new SupplierChanged(detail)
}

function parseAnswer<Schema extends z.ZodType>(bytes: Uint8Array, schema: Schema, what: string): z.output<Schema> {
  const parsed = schema.safeParse(parseJson(bytes, what))
  if (parsed.success) return parsed.data
  const issues = parsed.error.issues.slice(0, MAX_ISSUES).map(({ path, message }) => `${path.join('.')}: ${message}`)
  throw new SupplierChanged(`${what} answered something else than expected: ${issues.join('; ')}`)
}

function parseJson(bytes: Uint8Array, what: string): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes))
  } catch {
    // Node's own message quotes the body, which may be anybody's.
    throw new SupplierChanged(`${what} did not answer with JSON`)
  }
}

/** Without the query: it may hold a key. */
function describeRequest(url: string, { method = 'GET' }: HttpRequest): string {
  if (!URL.canParse(url)) return method
  const { host, pathname } = new URL(url)
  return `${method} ${host}${pathname}`
}

function asHttpAnswer({ status, headers, bytes }: GuardedAnswer): HttpAnswer {
  return { status, headers, bytes, text: () => new TextDecoder().decode(bytes) }
}
