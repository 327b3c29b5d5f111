import type { Page } from 'playwright-core'
import { z } from 'zod'
import type {
  BrowserStorage,
  CollectContext,
  Collector,
  CollectorInfo,
  FoundInvoice,
  ParamsSchema,
} from './contract.ts'
import { troubleOf } from './page-trouble.ts'

/** What a portal collector is given: a page of its own browser context, and the run. */
export type PortalContext<Params extends ParamsSchema> = Omit<CollectContext, 'params' | 'openBrowser'> & {
  page: Page
  params: z.output<Params>
}

interface PortalCollectorDefinition<Params extends ParamsSchema> extends CollectorInfo<Params> {
  /**
   * True when the cookies of the last run still open the account. Without it every run logs in.
   * Asked only when there are cookies.
   */
  isSignedIn?(context: PortalContext<Params>): Promise<boolean>
  /** Logs in or throws `CredentialRejected`; returns only with a positive sign of being inside. */
  signIn(context: PortalContext<Params>): Promise<void>
  /** Yields invoices newest first; "none" needs a positive witness on the page, otherwise `SupplierChanged`. */
  collect(context: PortalContext<Params>): AsyncIterable<FoundInvoice>
}

const Cookies = z.custom<BrowserStorage>(value => z.object({ cookies: z.array(z.unknown()) }).safeParse(value).success)

/**
 * A collector that walks a supplier's web portal with a browser. What Playwright throws becomes one of the kit's
 * errors: a site that answers with trouble or not at all is unavailable, a control that does not show up means changed.
 */
export function portalCollector<Params extends ParamsSchema>(definition: PortalCollectorDefinition<Params>): Collector {
  return {
    ...definition,
    kind: 'portal',
    async *collect(run) {
      const cookies = definition.isSignedIn && run.memory.load(Cookies)
      const browser = await run.openBrowser(cookies)
      const context = { ...run, params: run.params as z.output<Params>, page: await browser.newPage() }
      const explained = explainer(context)
      try {
        run.report('logging_in')
        const isInside = cookies !== undefined && (await definition.isSignedIn?.(context)) === true
        if (!isInside) {
          await definition.signIn(context)
          await run.memory.save(await browser.storageState())
        }
        run.report('collecting')
        for await (const invoice of definition.collect(context)) {
          yield { ...invoice, document: () => invoice.document().catch(explained) }
        }
      } catch (error) {
        return explained(error)
      }
    },
  }
}

/** Rethrows as what the error means; after an abort, as the abort: then the page fails in any odd way. */
function explainer({ page, signal }: { page: Page; signal: AbortSignal }): (error: unknown) => never {
  const trouble = troubleOf(page)
  return error => {
    signal.throwIfAborted()
    throw trouble.explain(error)
  }
}
