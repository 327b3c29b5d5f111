import querystring from 'node:querystring'
import { createSecureContext, getCACertificates } from 'node:tls'
import { Agent, type Dispatcher, errors } from 'undici'
import { type AddressPolicy, targetOf } from './address-policy.ts'
import { ACCEPTED_ENCODINGS } from './decode-body.ts'
import { guardedConnect } from './guarded-connect.ts'
import { readAnswer } from './read-answer.ts'
import { redirectTo } from './redirect-to.ts'
import {
  AddressRefused,
  AnswerMalformed,
  AnswerTooLarge,
  ConnectionFailed,
  RedirectRefused,
  RequestError,
  RequestInvalid,
  RequestTimedOut,
} from './request-errors.ts'
import type { Lookup } from './resolve-allowed.ts'

export interface GuardedClientOptions {
  policy: AddressPolicy
  /** Says honestly who we are: `InvoiceCollector/1.2.3 (+https://…)`. */
  userAgent: string
  /** PEM certificates trusted besides the usual ones. */
  ca?: string
  /** How names are resolved; the system's way by default. */
  lookup?: Lookup
}

export interface GuardedRequest {
  url: string
  method?: 'GET' | 'POST' | 'PUT' | 'DELETE' | 'HEAD'
  /** Lower-case names. Only harmless ones (`accept`, ...) follow a redirect to another origin. */
  headers?: Record<string, string>
  body?: string | Uint8Array
  /** For everything: connecting, redirects, the last byte of the body. */
  timeoutMs: number
  /** Of the body, after decompression. */
  maxBytes: number
  /** `none`: a redirect is the answer. */
  redirects: 'none' | number
  /** Never in the clear, not even after a redirect. */
  onlyHttps?: boolean
  /**
   * `whole` (default): a larger, slower or broken body is an error. `excerpt`: the head is what counts; `bytes` is
   * what came of the body until `maxBytes` or the time limit.
   */
  bodyLimit?: 'whole' | 'excerpt'
  /** Its reason is thrown when it aborts. */
  signal?: AbortSignal
}

export interface GuardedAnswer {
  status: number
  /** Lower-case names; repeated headers joined by a comma, `set-cookie` by a line break. */
  headers: Record<string, string>
  bytes: Uint8Array
  /** Where the answer came from, after redirects; without user name and password. */
  url: string
  durationMs: number
}

export interface GuardedClient {
  /** Answers with any status; throws a `RequestError`, or the signal's reason. */
  request(request: GuardedRequest): Promise<GuardedAnswer>
  /** Breaks what is under way and drops all connections. */
  close(): Promise<void>
}

const MAX_HEAD_BYTES = 16_384

/** What of a redirect's own answer is read to keep the connection. */
const MAX_REDIRECT_BODY_BYTES = 16_384

/** The one way this server makes HTTP requests. A client has its own connections: policies never share one. */
export function createGuardedClient(options: GuardedClientOptions): GuardedClient {
  const agent = createAgent(options)
  return {
    request: async request => {
      const startedAtMs = performance.now()
      const deadline = startDeadline(request)
      const encodings = request.bodyLimit === 'excerpt' ? 'identity' : ACCEPTED_ENCODINGS
      try {
        const exchange = { ...options, encodings, onlyHttps: request.onlyHttps ?? false, signal: deadline.signal }
        const answer = await follow(agent, request, exchange)
        return { ...answer, durationMs: performance.now() - startedAtMs }
      } catch (error) {
        throw asRequestError(error, request, deadline.signal)
      } finally {
        deadline.stop()
      }
    },
    close: () => agent.destroy(),
  }
}

function createAgent({ policy, ca, lookup }: GuardedClientOptions): Agent {
  const secureContext =
    ca === undefined ? undefined : createSecureContext({ ca: [...getCACertificates('default'), ca] })
  return new Agent({
    allowH2: false,
    maxHeaderSize: MAX_HEAD_BYTES,
    // The deadline of each request covers these.
    headersTimeout: 0,
    bodyTimeout: 0,
    keepAliveMaxTimeout: 60_000,
    connect: ({ protocol, host, hostname }, done) => {
      const target = targetOf(new URL(`${protocol}//${host ?? hostname}`))
      const tls = protocol === 'https:' && { tls: secureContext ? { secureContext } : {} }
      guardedConnect({ target, policy, ...tls, ...(lookup && { lookup }) }).then(
        socket => done(null, socket),
        error => done(error, null),
      )
    },
  })
}

interface Deadline {
  signal: AbortSignal
  stop(): void
}

/** Aborts with `RequestTimedOut`, or with the reason of the caller's own signal. */
function startDeadline({ url, timeoutMs, signal }: GuardedRequest): Deadline {
  const controller = new AbortController()
  const timer = setTimeout(
    () => controller.abort(new RequestTimedOut(`${hostOf(url)} did not answer within ${timeoutMs / 1000} seconds.`)),
    timeoutMs,
  )
  const onAbort = () => controller.abort(signal?.reason)
  signal?.addEventListener('abort', onAbort)
  if (signal?.aborted) onAbort()
  return {
    signal: controller.signal,
    stop() {
      clearTimeout(timer)
      signal?.removeEventListener('abort', onAbort)
    },
  }
}

/** One request as it goes over the wire; a redirect makes the next one. */
export interface Hop {
  url: URL
  method: NonNullable<GuardedRequest['method']>
  headers: Record<string, string>
  body: string | Uint8Array | undefined
}

interface Exchange {
  userAgent: string
  encodings: string
  onlyHttps: boolean
  signal: AbortSignal
}

async function follow(
  agent: Agent,
  request: GuardedRequest,
  exchange: Exchange,
): Promise<Omit<GuardedAnswer, 'durationMs'>> {
  const allowedRedirects = request.redirects === 'none' ? 0 : request.redirects
  let hop = firstHop(request)
  for (let redirects = 0; ; redirects++) {
    const response = await send(agent, hop, exchange)
    const next = request.redirects === 'none' ? undefined : redirectTo(hop, response.statusCode, response.headers)
    if (!next) return { ...(await readAnswer(response, request)), url: hop.url.href }

    await response.body.dump({ limit: MAX_REDIRECT_BODY_BYTES, signal: exchange.signal })
    if (redirects === allowedRedirects) {
      throw new RedirectRefused(`${hop.url.host} redirected more than ${allowedRedirects} times.`)
    }
    hop = next
  }
}

function firstHop({ url: given, method = 'GET', headers = {}, body }: GuardedRequest): Hop {
  if (!URL.canParse(given)) throw new AddressRefused('This is not a web address.')
  const url = new URL(given)
  const login = url.username === '' ? {} : { authorization: basicLogin(url) }
  url.username = ''
  url.password = ''
  url.hash = ''
  return { url, method, headers: { ...login, ...headers }, body }
}

function basicLogin({ username, password }: URL): string {
  return `Basic ${Buffer.from([username, password].map(querystring.unescape).join(':')).toString('base64')}`
}

async function send(
  agent: Agent,
  hop: Hop,
  { userAgent, encodings, onlyHttps, signal }: Exchange,
): Promise<Dispatcher.ResponseData> {
  const { url, method, headers, body } = hop
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw new AddressRefused('Only http and https addresses are allowed.')
  }
  if (onlyHttps && url.protocol !== 'https:') throw new AddressRefused('Only https addresses are allowed here.')
  signal.throwIfAborted()
  return agent.request({
    origin: url.origin,
    path: `${url.pathname}${url.search}`,
    method,
    headers: { accept: '*/*', 'accept-encoding': encodings, 'user-agent': userAgent, ...headers },
    body: body ?? null,
    signal,
  })
}

function asRequestError(error: unknown, { url }: GuardedRequest, deadline: AbortSignal): unknown {
  if (deadline.aborted) return deadline.reason
  if (error instanceof RequestError) return error
  const { code = '' } = error as { code?: string }
  const host = hostOf(url)
  const cause = { cause: error }
  if (code === 'UND_ERR_HEADERS_OVERFLOW')
    return new AnswerTooLarge(`The head of ${host}’s answer is too large.`, cause)
  if (code === 'UND_ERR_INVALID_ARG') return new RequestInvalid('The request holds characters it may not.', cause)
  const isMalformed = error instanceof errors.HTTPParserError || /^(Z_|ERR__ERROR_FORMAT|ERR_BROTLI)/.test(code)
  if (isMalformed) return new AnswerMalformed(`${host} sent a broken answer.`, cause)
  return new ConnectionFailed(host, error)
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : 'The address'
}
