import type { Locator } from 'playwright-core'
import { SupplierChanged } from './errors.ts'
import { placeOf, troubleOf } from './page-trouble.ts'

/** A sign may vanish between being waited for and being named, when the page moves on. */
const MAX_LOOKS = 3

/** How long a page with a bad status may still show a sign. */
const SETTLE_MS = 1000

/**
 * Waits until one of the signs is visible and says which; the first in the given order when there are several.
 * Throws `SupplierUnavailable` when the site answered with trouble instead, and `SupplierChanged` when none shows up
 * within `timeoutMs` (by default the page's own time-out).
 */
export async function firstShown<Name extends string>(
  signs: Record<Name, Locator>,
  { timeoutMs }: { timeoutMs?: number } = {},
): Promise<Name> {
  const [first, ...others] = Object.values<Locator>(signs)
  if (!first) throw new TypeError('firstShown needs a sign to look for')
  const page = first.page()
  const trouble = troubleOf(page)
  const anySign = others
    .reduce((union, sign) => union.or(sign), first)
    .filter({ visible: true })
    .first()
  for (let look = 0; look < MAX_LOOKS; look++) {
    await trouble.race(anySign.waitFor(timeoutMs === undefined ? {} : { timeout: timeoutMs })).catch(async error => {
      if (error !== trouble.latest) throw noneShown(error)
      // Some sites say "wrong password" with a 5xx: a sign on the page weighs more than the status.
      await anySign.waitFor({ timeout: SETTLE_MS }).catch(() => undefined)
    })
    // While the page moves on there is nothing to name; the next look tells.
    const shown = await findShown(signs).catch(() => undefined)
    if (shown) return shown
    if (trouble.latest) throw trouble.latest
  }
  throw noneShown()

  function noneShown(cause?: unknown): unknown {
    if (cause instanceof Error && cause.name !== 'TimeoutError') return cause
    const names = Object.keys(signs).join(', ')
    return trouble.latest ?? new SupplierChanged(`None of ${names} appeared on ${placeOf(page.url())}`, { cause })
  }
}

async function findShown<Name extends string>(signs: Record<Name, Locator>): Promise<Name | undefined> {
  for (const name of Object.keys(signs) as Name[]) {
    if ((await signs[name].filter({ visible: true }).count()) > 0) return name
  }
  return undefined
}
