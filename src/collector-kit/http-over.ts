import type { z } from 'zod'
import type { Http, HttpAnswer, HttpRequest } from './contract.ts'
import { CredentialRejected, SupplierChanged, SupplierUnavailable } from './errors.ts'
import { isUnavailable, placeOf } from './page-trouble.ts'

/** One request, ready to go. Header names are lower case. */
export interface SentRequest {
  url: string
  method: 'GET' | 'POST'
  headers: Record<string, string>
  body?: string
  /** See `HttpRequest`. */
  fromStranger?: boolean
}

/** Headers of one `with`; they belong to the first origin they are sent to. */
interface HeaderLayer {
  headers: Record<string, string>
  origin?: string
}

/** The contract's `Http` over anything that carries a request: a recording, a server in memory. */
export function httpOver(send: (request: SentRequest) => Promise<HttpAnswer>, layers: HeaderLayer[] = []): Http {
  const sendOne = (
    url: string,
    { method = 'GET', headers = {}, fromStranger = false, ...content }: HttpRequest = {},
  ) => {
    const { type, body } = encodeBody(content)
    const all = { ...type, ...layeredHeaders(layers, url), ...lowerCase(headers) }
    return send({
      url,
      method,
      headers: all,
      ...(body !== undefined && { body }),
      ...(fromStranger && { fromStranger }),
    })
  }
  const sendForSuccess = async (url: string, request: HttpRequest = {}) => {
    const answer = await sendOne(url, request)
    refuseBadStatus(`${request.method ?? 'GET'} ${placeOf(url)}`, answer.status)
    return answer
  }
  return {
    with: headers => httpOver(send, [...layers, { headers: lowerCase(headers) }]),
    async json(url, schema, request) {
      const accept = { accept: 'application/json', ...request?.headers }
      return parseAnswer(await sendForSuccess(url, { ...request, headers: accept }), schema, placeOf(url))
    },
    bytes: async (url, request) => (await sendForSuccess(url, request)).bytes,
    send: sendOne,
  }
}

function encodeBody({ body, json }: Pick<HttpRequest, 'body' | 'json'>) {
  if (json !== undefined) return { type: { 'content-type': 'application/json' }, body: JSON.stringify(json) }
  if (typeof body === 'string' || body === undefined) return { type: {}, body }
  return { type: { 'content-type': 'application/x-www-form-urlencoded;charset=UTF-8' }, body: body.toString() }
}

function layeredHeaders(layers: HeaderLayer[], url: string): Record<string, string> {
  const { origin } = new URL(url)
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
  throw isUnavailable(status) ? new SupplierUnavailable(detail) : new SupplierChanged(detail)
}

function parseAnswer<Schema extends z.ZodType>(answer: HttpAnswer, schema: Schema, place: string): z.output<Schema> {
  let value: unknown
  try {
    value = JSON.parse(answer.text())
  } catch {
    // Node's own message quotes the body, which may be anybody's.
    throw new SupplierChanged(`${place} did not answer with JSON`)
  }
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  const issues = parsed.error.issues.slice(0, 3).map(({ path, message }) => `${path.join('.')}: ${message}`)
  throw new SupplierChanged(`${place} answered something else than expected: ${issues.join('; ')}`)
}
