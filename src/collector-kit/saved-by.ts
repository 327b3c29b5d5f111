import type { Locator } from 'playwright-core'
import type { FetchedDocument } from './contract.ts'
import { SupplierChanged, SupplierUnavailable } from './errors.ts'
import { troubleOf } from './page-trouble.ts'

/** No invoice is larger; what is, is not one. */
const MAX_BYTES = 50 * 1024 * 1024

/**
 * Clicks a link or button that makes the browser download a file, and returns the file.
 * For a plain link to a document prefer `fetchedBy`: it needs no click and leaves the page alone.
 */
export async function savedBy(locator: Locator): Promise<FetchedDocument> {
  const page = locator.page()
  const [download] = await troubleOf(page).race(Promise.all([page.waitForEvent('download'), locator.click()]))
  const failure = await download.failure()
  if (failure) throw new SupplierUnavailable(`The download failed: ${failure}`)
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of await download.createReadStream()) {
    const part = chunk as Buffer
    size += part.length
    if (size > MAX_BYTES) throw new SupplierChanged('The downloaded file is too large for an invoice')
    chunks.push(part)
  }
  await download.delete()
  return { bytes: Buffer.concat(chunks), filename: download.suggestedFilename() }
}
