import type { Page } from 'playwright-core'
import { SupplierChanged, SupplierUnavailable } from './errors.ts'
import { isUnavailable, placeOf, troubleOf } from './page-trouble.ts'

/**
 * Goes to an address and waits until the page is loaded. Throws `SupplierUnavailable` for 5xx, 408, 425, 429, time-outs
 * and network trouble, `SupplierChanged` for 404 and 410. Other answers, a login page for instance, are the caller's.
 */
export async function visit(page: Page, url: string): Promise<void> {
  const trouble = troubleOf(page)
  const response = await page.goto(url).catch((error: unknown) => {
    if (error instanceof Error && (error.name === 'TimeoutError' || error.message.includes('net::ERR_'))) {
      throw new SupplierUnavailable(`${placeOf(url)} did not load`, { cause: error })
    }
    throw trouble.explain(error)
  })
  const status = response?.status() ?? 200
  if (isUnavailable(status)) throw new SupplierUnavailable(`${placeOf(url)} answered ${status}`)
  if (status === 404 || status === 410) throw new SupplierChanged(`${placeOf(url)} answered ${status}`)
}
