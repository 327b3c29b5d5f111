import type { BrowserContext } from 'playwright-core'
import type { BrowserStorage } from '#collector-kit/index.ts'
import { createBrowserPool } from '#platform/browser/browser-pool.ts'

export interface TestBrowser {
  /** An empty context, or one with the cookies of `storageState`. */
  openContext(storageState?: BrowserStorage): Promise<BrowserContext>
  close(): Promise<void>
}

/**
 * The real browser of production, its guard included, for one test file, which closes it. It reaches no private
 * address but the origins given here.
 */
export function openTestBrowser({ privateOrigins = [] }: { privateOrigins?: string[] } = {}): TestBrowser {
  const log = { info: () => undefined, warn: console.warn }
  const pool = createBrowserPool({ chromePath: process.env.CHROME_PATH, wsEndpoint: undefined, log })
  return {
    openContext: storageState =>
      pool.openContext({ policy: { allowPrivate: false, privateOrigins }, ...(storageState && { storageState }) }),
    close: () => pool.close(),
  }
}
