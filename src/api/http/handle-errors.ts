import { STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Locale } from '#domain/localized.ts'
import type { Log } from '#platform/log/log.ts'
import { Problem, type ProblemKind, problemBody } from './problem.ts'
import { localeOf } from './register-routes.ts'

const CONTENT_TYPE = 'application/problem+json; charset=utf-8'

/** Fastify's own refusals, as problems of ours. */
const FASTIFY_REFUSALS: Record<string, ProblemKind> = {
  FST_ERR_CTP_INVALID_JSON_BODY: 'malformed_json',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'malformed_json',
  FST_ERR_CTP_BODY_TOO_LARGE: 'too_large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'unsupported_media_type',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'invalid_request',
  // A path that no route could have: it names nothing.
  FST_ERR_BAD_URL: 'not_found',
  FST_ERR_MAX_PARAM_LENGTH: 'not_found',
}

/** Node's own refusals, of what never became a request. */
const CONNECTION_REFUSALS: Record<string, ProblemKind> = {
  ERR_HTTP_REQUEST_TIMEOUT: 'too_slow',
  HPE_HEADER_OVERFLOW: 'headers_too_large',
}

/** PostgreSQL's code for a row whose owner is gone: it was deleted between our looking for it and our writing. */
const OWNER_IS_GONE = '23503'

/** Every failure leaves as a problem document (RFC 9457); what we did not expect is logged and says nothing of itself. */
export function handleErrors(app: FastifyInstance, log: Log): void {
  app.setErrorHandler<FastifyError>((error, request, reply) => {
    const problem = asProblem(error)
    if (problem.status >= 500 && problem.code === 'internal') {
      log.error({ err: error, method: request.method, route: request.routeOptions.url }, 'Request failed')
    }
    return sendProblem(reply, problem, localeOf(request))
  })
  app.setNotFoundHandler(() => {
    throw new Problem('not_found')
  })
}

/** For what Fastify refuses before it looks for a route: such a request has no caller yet. */
export function refuseRequest(error: FastifyError, request: FastifyRequest, reply: FastifyReply): void {
  void sendProblem(reply, asProblem(error), localeOf(request))
}

/** For what Node refuses before there is a request: too slow, too long, or not HTTP at all. */
export function refuseConnection(error: NodeJS.ErrnoException, socket: Socket): void {
  if (!socket.writable || error.code === 'ECONNRESET') return void socket.destroy()
  const problem = new Problem(CONNECTION_REFUSALS[error.code ?? ''] ?? 'invalid_request')
  const body = JSON.stringify(problemBody(problem, 'en'))
  const head = [
    `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}`,
    `content-type: ${CONTENT_TYPE}`,
    `content-length: ${Buffer.byteLength(body)}`,
    'connection: close',
  ]
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`)
}

function sendProblem(reply: FastifyReply, problem: Problem, locale: Locale): FastifyReply {
  return reply
    .status(problem.status)
    .headers(problem.headers)
    .header('content-type', CONTENT_TYPE)
    .header('cache-control', 'no-store')
    .send(JSON.stringify(problemBody(problem, locale)))
}

function asProblem(error: FastifyError): Problem {
  if (error instanceof Problem) return error
  if (error.code === OWNER_IS_GONE) return new Problem('not_found')
  const known = FASTIFY_REFUSALS[error.code]
  if (known) return new Problem(known)
  // secure-json-parse refuses `__proto__` and `constructor` keys with a plain 400.
  const isClientError = error.statusCode !== undefined && error.statusCode >= 400 && error.statusCode < 500
  return new Problem(isClientError ? 'invalid_request' : 'internal')
}
