import { z } from 'zod'
import {
  CollectError,
  CollectorBug,
  SupplierChanged,
  SupplierUnavailable,
  UserActionNeeded,
} from '#collector-kit/index.ts'
import { BrowserUnavailable } from '#platform/browser/browser-unavailable.ts'
import { EngineTrouble } from './engine-trouble.ts'

/** Chromium's own words for a network that does not work: `net::ERR_CONNECTION_REFUSED`. */
const NETWORK_TROUBLE = /net::ERR_(?!ABORTED|BLOCKED|INVALID|UNKNOWN_URL)/

/** The browser died or was closed under a run. */
const BROWSER_GONE = /Target (page, context or browser|closed)|browser has been closed|Target crashed|Page crashed/

/**
 * Names what a collector threw. An error of ours, or of the browser itself, is thrown on as `EngineTrouble`: such a run
 * is repeated, the supplier and the user have nothing to do with it.
 */
export function nameFailure(error: unknown): CollectError {
  if (error instanceof CollectError) return error
  if (error instanceof EngineTrouble) throw error
  if (error instanceof BrowserUnavailable) throw new EngineTrouble(error.message, { cause: error })
  const message = error instanceof Error ? error.message : String(error)
  if (BROWSER_GONE.test(message)) throw new EngineTrouble('The browser was lost', { cause: error })
  if (NETWORK_TROUBLE.test(message)) return new SupplierUnavailable(firstLine(message), { cause: error })
  if (isPlaywrightTimeout(error)) return new SupplierChanged(firstLine(message), { cause: error })
  if (error instanceof z.ZodError) return new SupplierChanged('An answer of another form', { cause: error })
  return new CollectorBug(firstLine(message), { cause: error })
}

/** The stored parameters are no longer those the collector asks for. */
export function newFormNeeded(cause: unknown): CollectError {
  return new UserActionNeeded(
    {
      en: 'This supplier’s form has changed. Please connect again.',
      fr: 'Le formulaire de ce fournisseur a changé. Veuillez vous reconnecter.',
    },
    { cause },
  )
}

/** Something that was waited for on a page did not come. */
function isPlaywrightTimeout(error: unknown): boolean {
  return error instanceof Error && error.name === 'TimeoutError'
}

function firstLine(message: string): string {
  return message.split('\n', 1)[0] ?? message
}
