import type { FastifyInstance } from 'fastify'
import type { Metrics } from '#platform/metrics/metrics.ts'
import { countOpenDeliveries } from '#records/deliveries.ts'
import type { Store } from '#records/store.ts'
import { BASE_PATH } from '../http/register-routes.ts'

/** Prometheus' page. It names no customer; put it behind your proxy if it should not be public. */
export function registerMetrics(app: FastifyInstance, store: Store, metrics: Metrics): void {
  app.addHook('onResponse', async (request, reply) => {
    const { method, routeOptions } = request
    const labels = { method, route: routeOptions.url ?? 'unknown', status: String(reply.statusCode) }
    metrics.requests.observe(labels, reply.elapsedTime / 1000)
  })
  app.get(`${BASE_PATH}/metrics`, async (_request, reply) => {
    metrics.deliveries.reset()
    for (const { state, count } of await countOpenDeliveries(store)) metrics.deliveries.set({ state }, count)
    return reply.header('content-type', metrics.contentType).send(await metrics.render())
  })
}
