import type { FastifyError, FastifyInstance } from 'fastify'
import type { Log } from '#platform/log/log.ts'
import { Problem, type ProblemKind, problemBody } from './problem.ts'
import { localeOf } from './register-routes.ts'

/** Fastify's own refusals, as problems of ours. */
const FASTIFY_REFUSALS: Record<string, ProblemKind> = {
  FST_ERR_CTP_INVALID_JSON_BODY: 'malformed_json',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'malformed_json',
  FST_ERR_CTP_BODY_TOO_LARGE: 'too_large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'unsupported_media_type',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'invalid_request',
}

/** Every failure leaves as a problem document (RFC 9457); what we did not expect is logged and says nothing of itself. */
export function handleErrors(app: FastifyInstance, log: Log): void {
  app.setErrorHandler<FastifyError>((error, request, reply) => {
    const problem = asProblem(error)
    if (problem.status >= 500 && problem.code === 'internal') {
      log.error({ err: error, method: request.method, route: request.routeOptions.url }, 'Request failed')
    }
    return reply
      .status(problem.status)
      .headers(problem.headers)
      .header('content-type', 'application/problem+json; charset=utf-8')
      .header('cache-control', 'no-store')
      .send(JSON.stringify(problemBody(problem, localeOf(request))))
  })
  app.setNotFoundHandler(() => {
    throw new Problem('not_found')
  })
}

function asProblem(error: FastifyError): Problem {
  if (error instanceof Problem) return error
  const known = FASTIFY_REFUSALS[error.code]
  if (known) return new Problem(known)
  // secure-json-parse refuses `__proto__` and `constructor` keys with a plain 400.
  const isClientError = error.statusCode !== undefined && error.statusCode >= 400 && error.statusCode < 500
  return new Problem(isClientError ? 'invalid_request' : 'internal')
}
