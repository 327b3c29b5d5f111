import type { BrowserContext } from 'playwright-core'
import type { OpenedRun } from './opened-run.ts'

const QUALITY = 60
const TIMEOUT_MS = 5000

/** A picture of the page a run failed on, passwords and codes masked; null when there is nothing to see. */
export async function photographPage(
  { parts, run }: OpenedRun,
  browser: BrowserContext | undefined,
): Promise<string | null> {
  const page = browser?.pages().at(-1)
  if (!page) return null
  try {
    const mask = [page.locator('input[type=password], input[autocomplete=one-time-code]')]
    const picture = await page.screenshot({ type: 'jpeg', quality: QUALITY, mask, timeout: TIMEOUT_MS })
    return await parts.store.files.put(run.user_id, picture)
  } catch (error) {
    parts.log.warn({ runId: run.id, err: error }, 'No picture of the failing page')
    return null
  }
}
