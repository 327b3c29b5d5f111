import type { FastifyReply } from 'fastify'
import type { z } from 'zod'

interface Problem {
  status: number
  /** Stable, for machines. */
  code: string
  message: string
  errors?: { pointer: string; message: string }[]
}

const TITLES: Record<number, string> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  404: 'Not Found',
  409: 'Conflict',
  413: 'Payload Too Large',
  415: 'Unsupported Media Type',
  503: 'Service Unavailable',
}

/** Answers with a problem document (RFC 9457), as the whole API does. */
export function sendProblem(reply: FastifyReply, { status, code, message, errors }: Problem): FastifyReply {
  const title = TITLES[status] ?? 'Error'
  const problem = { type: 'about:blank', title, status, detail: message, code, message, ...(errors && { errors }) }
  return reply.code(status).type('application/problem+json').send(JSON.stringify(problem))
}

/** What is wrong with a body or a query, field by field. */
export function badInput(error: z.ZodError): Problem {
  return {
    status: 400,
    code: 'invalid_request',
    message: 'The request does not have the expected form.',
    errors: error.issues.map(issue => ({ pointer: `/${issue.path.join('/')}`, message: issue.message })),
  }
}
