import { CollectError, SupplierUnavailable } from '#collector-kit/errors.ts'

/** A page that moves on, or redraws itself, while it is being used; another run usually meets it at rest. */
const RESTLESS =
  /Execution context was destroyed|not attached|frame (?:was|got) detached|Timeout \d+ms exceeded|Cannot find context|net::ERR_/i

/** Playwright's words for a restless page become the kit's; a browser that is gone is the engine's to judge. */
export function explainTrouble(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof CollectError || !RESTLESS.test(error.message)) return error
  return new SupplierUnavailable('The site did not come to rest', { cause: error })
}
