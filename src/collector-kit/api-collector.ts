import type { z } from 'zod'
import type { CollectContext, Collector, CollectorInfo, FoundInvoice, ParamsSchema, WatchContext } from './contract.ts'

/** What `collect` of an API collector is given; the parameters typed by its own schema. */
export type ApiContext<Params extends ParamsSchema> = Omit<CollectContext, 'params' | 'openBrowser'> & {
  params: z.output<Params>
}

/** The same for a collector that reads e-mail; its browser draws receipts that are nothing but a mail's text. */
export type MailboxContext<Params extends ParamsSchema> = ApiContext<Params> & Pick<CollectContext, 'openBrowser'>

interface Definition<Params extends ParamsSchema, Context> extends CollectorInfo<Params> {
  /** Yields invoices newest first. An empty list must be the supplier's own word. */
  collect(context: Context): AsyncIterable<FoundInvoice>
}

interface MailboxDefinition<Params extends ParamsSchema> extends Definition<Params, MailboxContext<Params>> {
  /** See `Collector.watch`. */
  watch?(
    context: Omit<WatchContext, 'params'> & { params: z.output<Params> },
    onNews: () => void,
  ): Promise<'unsupported'>
}

/** A collector for a supplier with an HTTP API. */
export function apiCollector<Params extends ParamsSchema>(
  definition: Definition<Params, ApiContext<Params>>,
): Collector {
  return withoutPages('api', definition)
}

/** A collector that reads e-mail; same contract, another kind. */
export function mailboxCollector<Params extends ParamsSchema>(definition: MailboxDefinition<Params>): Collector {
  const { watch, ...rest } = definition
  const collector = withoutPages('mailbox', rest)
  if (!watch) return collector
  return {
    ...collector,
    watch: (context, onNews) => watch({ ...context, params: context.params as z.output<Params> }, onNews),
  }
}

function withoutPages<Params extends ParamsSchema>(
  kind: 'api' | 'mailbox',
  definition: Definition<Params, MailboxContext<Params>>,
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
