import type { Locator } from 'playwright-core'
import { SupplierChanged } from './errors.ts'
import { placeOf, troubleOf } from './page-trouble.ts'

/** A sign may vanish between being waited for and being named, when the page moves on. */
const MAX_LOOKS = 3

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
  try {
    for (let look = 0; look < MAX_LOOKS; look++) {
      await trouble.race(anySign.waitFor(timeoutMs === undefined ? {} : { timeout: timeoutMs }))
      const shown = await findShown(signs)
      if (shown) return shown
    }
  } catch (error) {
    if (error !== trouble.latest) {
      if (!(error instanceof Error && error.name === 'TimeoutError')) throw error
      throw trouble.latest ?? new SupplierChanged(missing(signs, page.url()), { cause: error })
    }
    // Some sites say "wrong password" with a 5xx: a sign on the page weighs more than the status.
    await page.waitForLoadState('domcontentloaded').catch(() => undefined)
    const shown = await findShown(signs).catch(() => undefined)
    if (shown) return shown
    throw error
  }
  throw new SupplierChanged(missing(signs, page.url()))
}

async function findShown<Name extends string>(signs: Record<Name, Locator>): Promise<Name | undefined> {
  for (const name of Object.keys(signs) as Name[]) {
    if ((await signs[name].filter({ visible: true }).count()) > 0) return name
  }
  return undefined
}

function missing(signs: object, url: string): string {
  return `None of ${Object.keys(signs).join(', ')} appeared on ${placeOf(url)}`
}
