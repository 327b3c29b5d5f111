import type { FastifyError, FastifyInstance } from 'fastify'
import { registerSandboxApi } from './api-routes.ts'
import { registerSandboxPortal, sendPage } from './portal-routes.ts'
import { SandboxDesk, type SandboxOptions } from './sandbox-desk.ts'
import { notFoundPage } from './sandbox-pages.ts'
import { sendProblem } from './sandbox-problem.ts'

/** A user name and a password fit many times. */
const MAX_BODY_BYTES = 16 * 1024

/** Serves the sandbox supplier under `/sandbox`: a portal to log in to, and the same invoices as an API. */
export async function registerSandbox(app: FastifyInstance, options: SandboxOptions): Promise<void> {
  await app.register(
    async scope => {
      const desk = new SandboxDesk(options)
      acceptForms(scope)
      answerTrouble(scope)
      // The sandbox is a supplier's site, not part of our API: its routes stay out of the OpenAPI document.
      scope.addHook('onRoute', route => {
        route.schema = { ...route.schema, hide: true } as typeof route.schema & { hide: boolean }
        route.bodyLimit = MAX_BODY_BYTES
      })
      registerSandboxPortal(scope, desk)
      registerSandboxApi(scope, desk)
    },
    { prefix: '/sandbox' },
  )
}

function acceptForms(scope: FastifyInstance): void {
  const type = 'application/x-www-form-urlencoded'
  scope.removeContentTypeParser(type)
  scope.addContentTypeParser(type, { parseAs: 'string' }, (_request, body, done) => {
    done(null, Object.fromEntries(new URLSearchParams(String(body))))
  })
}

function answerTrouble(scope: FastifyInstance): void {
  scope.setNotFoundHandler((request, reply) => {
    const isApi = request.url.startsWith('/sandbox/api')
    const message = 'There is nothing at this address.'
    return isApi
      ? sendProblem(reply, { status: 404, code: 'not_found', message })
      : sendPage(reply.code(404), notFoundPage())
  })
  scope.setErrorHandler((error: FastifyError, request, reply) => {
    const status = error.statusCode ?? 500
    if (status < 500) return sendProblem(reply, { status, code: 'invalid_request', message: error.message })
    request.log.error({ err: error }, 'The sandbox failed')
    return sendProblem(reply, { status: 500, code: 'internal_error', message: 'The sandbox failed.' })
  })
}
