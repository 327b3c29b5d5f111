import type { z } from 'zod'
import type { CollectContext, Collector, CollectorInfo, FoundInvoice, ParamsSchema } from './contract.ts'

/** What `collect` of an API collector is given; the parameters typed by its own schema. */
export type ApiContext<Params extends ParamsSchema> = Omit<CollectContext, 'params' | 'openBrowser'> & {
  params: z.output<Params>
}

interface ApiCollectorDefinition<Params extends ParamsSchema> extends CollectorInfo<Params> {
  /** Yields invoices newest first. An empty list must be the supplier's own word. */
  collect(context: ApiContext<Params>): AsyncIterable<FoundInvoice>
}

/** A collector for a supplier with an HTTP API. */
export function apiCollector<Params extends ParamsSchema>(definition: ApiCollectorDefinition<Params>): Collector {
  return httpOnly('api', definition)
}

/** A collector that reads e-mail; same contract, another kind. */
export function mailboxCollector<Params extends ParamsSchema>(definition: ApiCollectorDefinition<Params>): Collector {
  return httpOnly('mailbox', definition)
}

function httpOnly<Params extends ParamsSchema>(
  kind: 'api' | 'mailbox',
  definition: ApiCollectorDefinition<Params>,
): Collector {
  return {
    ...definition,
    kind,
    collect: run => {
      run.report('collecting')
      return definition.collect({ ...run, params: run.params as z.output<Params> })
    },
  }
}
