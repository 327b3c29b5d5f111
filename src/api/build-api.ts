import fastify, { type FastifyInstance } from 'fastify'
import type { ApiParts } from './api-parts.ts'
import { FailureLimit } from './auth/failure-limit.ts'
import { handleErrors, refuseConnection, refuseRequest } from './http/handle-errors.ts'
import { buildOpenApi } from './http/openapi.ts'
import { BASE_PATH, registerRoutes } from './http/register-routes.ts'
import type { Route } from './http/route.ts'
import { createLiveRuns } from './live/live-runs.ts'
import { registerLive } from './live/register-live.ts'
import { bearerRoutes } from './routes/bearers.ts'
import { collectorRoutes } from './routes/collectors.ts'
import { credentialRoutes } from './routes/credentials.ts'
import { customerRoutes } from './routes/customer.ts'
import { deliveryRoutes } from './routes/deliveries.ts'
import { eventRoutes } from './routes/events.ts'
import { healthRoutes } from './routes/health.ts'
import { invoiceSourceRoutes } from './routes/invoice-sources.ts'
import { invoiceRoutes } from './routes/invoices.ts'
import { registerMetrics } from './routes/metrics.ts'
import { registerReference } from './routes/reference.ts'
import { runRoutes } from './routes/runs.ts'
import { testCallbackRoutes } from './routes/test-callback.ts'
import { registerUi } from './routes/ui.ts'
import { userRoutes } from './routes/users.ts'
import { wishRoutes } from './routes/wishes.ts'
import { registerSandbox } from './sandbox/register-sandbox.ts'

const MOST_BODY_BYTES = 512 * 1024
/** A caller that sends its request more slowly than this is not served. */
const REQUEST_WITHIN_MS = 30_000
/** How often slow callers are looked for: Node's own half minute would double their time. */
const LOOK_FOR_SLOW_EVERY_MS = 2000
/** User tokens and links are long; nothing else in a path is. */
const MOST_PATH_PARAM_CHARACTERS = 400

/** Every route with its schemas: what the server serves and the OpenAPI document says. */
export function allRoutes(parts: ApiParts): Route[] {
  return [
    ...customerRoutes(parts),
    ...bearerRoutes(parts),
    ...testCallbackRoutes(parts),
    ...userRoutes(parts),
    ...collectorRoutes(parts),
    ...credentialRoutes(parts),
    ...runRoutes(parts),
    ...invoiceRoutes(parts),
    ...invoiceSourceRoutes(parts),
    ...deliveryRoutes(parts),
    ...eventRoutes(parts),
    ...wishRoutes(parts),
    ...healthRoutes(parts),
  ]
}

/** The whole HTTP side, not yet listening. */
export async function buildApi(parts: ApiParts): Promise<FastifyInstance> {
  const app = fastify({
    logger: false,
    trustProxy: parts.trustProxy,
    bodyLimit: MOST_BODY_BYTES,
    requestTimeout: REQUEST_WITHIN_MS,
    // Node exchanges the two limits when the one for headers is the longer, and its default is a minute.
    http: { headersTimeout: REQUEST_WITHIN_MS, connectionsCheckingInterval: LOOK_FOR_SLOW_EVERY_MS },
    routerOptions: { maxParamLength: MOST_PATH_PARAM_CHARACTERS, ignoreTrailingSlash: true },
    forceCloseConnections: true,
    frameworkErrors: refuseRequest,
    clientErrorHandler: refuseConnection,
  })
  // JSON only: plain text would reach the schemas as one long string.
  app.removeContentTypeParser('text/plain')
  const failures = new FailureLimit(parts.store.now)
  const routes = allRoutes(parts)
  app.addHook('onSend', async (_request, reply) => {
    reply.header('x-content-type-options', 'nosniff')
    if (!reply.hasHeader('referrer-policy')) reply.header('referrer-policy', 'no-referrer')
  })
  handleErrors(app, parts.log)
  registerMetrics(app, parts.store, parts.metrics)
  registerRoutes(app, { store: parts.store, failures }, routes)
  await registerUi(app, parts, failures)
  await registerReference(app, () => buildOpenApi(routes, parts))
  if (parts.sandbox) await registerSandbox(app, { ...parts.sandbox, clock: parts.store.now })
  await registerLive(app, parts, await createLiveRuns(parts.store, parts.listener))
  app.get('/', (_request, reply) => reply.redirect(`${BASE_PATH}/docs`))
  return app
}

/** For a process that only works: what those who watch over processes ask. */
export function buildProbes(parts: ApiParts): FastifyInstance {
  const app = fastify({ logger: false })
  handleErrors(app, parts.log)
  registerMetrics(app, parts.store, parts.metrics)
  registerRoutes(app, { store: parts.store, failures: new FailureLimit(parts.store.now) }, healthRoutes(parts))
  return app
}
