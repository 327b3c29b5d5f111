import type { Page } from 'playwright-core'
import type { FetchedDocument, Http } from './contract.ts'
import { SupplierChanged, SupplierUnavailable } from './errors.ts'
import { isUnavailable, placeOf } from './page-trouble.ts'

/**
 * Fetches a document with the cookies of the page's session, without showing it. `url` may be relative to the page.
 * A web page instead of a file, as many sites send when a session is over, is `SupplierChanged`.
 */
export async function fetchedBy({ page, http }: { page: Page; http: Http }, url: string): Promise<FetchedDocument> {
  const address = new URL(url, page.url()).href
  const cookies = await page.context().cookies(address)
  const session = http.with({
    cookie: cookies.map(({ name, value }) => `${name}=${value}`).join('; '),
    // Some sites end a session that seems to change browsers.
    'user-agent': await page.evaluate(() => navigator.userAgent),
    referer: page.url(),
  })
  const { status, headers, bytes } = await session.send(address)
  const place = placeOf(address)
  if (isUnavailable(status)) throw new SupplierUnavailable(`${place} answered ${status}`)
  if (status !== 200) throw new SupplierChanged(`${place} answered ${status} instead of a document`)
  if (isWebPage(bytes)) throw new SupplierChanged(`${place} answered with a web page instead of a document`)
  const filename = suggestedName(headers['content-disposition'])
  return { bytes, ...(filename !== undefined && { filename }) }
}

function isWebPage(bytes: Uint8Array): boolean {
  const start = new TextDecoder().decode(bytes.subarray(0, 512)).trimStart().toLowerCase()
  return start.startsWith('<!doctype html') || start.startsWith('<html')
}

function suggestedName(disposition = ''): string | undefined {
  return /filename="([^"]+)"/i.exec(disposition)?.[1] ?? /filename=([^;\s]+)/i.exec(disposition)?.[1]
}
