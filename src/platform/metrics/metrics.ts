import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'

/** What operators watch, in the Prometheus format. Labels never name a customer or a user. */
export interface Metrics {
  requests: Histogram<'method' | 'route' | 'status'>
  runs: Counter<'collector' | 'outcome'>
  invoices: Counter<'collector'>
  attempts: Counter<'result'>
  /** `waiting`, `failed`...: read from the database when the metrics are asked for. */
  deliveries: Gauge<'state'>
  /** The exposition text. */
  render(): Promise<string>
  readonly contentType: string
}

const REQUEST_SECONDS = [0.005, 0.02, 0.1, 0.5, 2, 10]

export function createMetrics(): Metrics {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry })
  return {
    requests: new Histogram({
      name: 'http_request_duration_seconds',
      help: 'Time to answer, by route.',
      labelNames: ['method', 'route', 'status'],
      buckets: REQUEST_SECONDS,
      registers,
    }),
    runs: new Counter({
      name: 'invoice_collector_runs_total',
      help: 'Finished runs, by how they ended.',
      labelNames: ['collector', 'outcome'],
      registers,
    }),
    invoices: new Counter({
      name: 'invoice_collector_invoices_total',
      help: 'New invoices stored.',
      labelNames: ['collector'],
      registers,
    }),
    attempts: new Counter({
      name: 'invoice_collector_delivery_attempts_total',
      help: 'Attempts to deliver, by result.',
      labelNames: ['result'],
      registers,
    }),
    deliveries: new Gauge({
      name: 'invoice_collector_deliveries',
      help: 'Deliveries that did not arrive yet, by state.',
      labelNames: ['state'],
      registers,
    }),
    render: () => registry.metrics(),
    contentType: registry.contentType,
  }
}
