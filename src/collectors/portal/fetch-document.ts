import type { Page } from 'playwright-core'
import type { FetchedDocument } from '#collector-kit/contract.ts'
import { CollectError, SupplierChanged, SupplierUnavailable } from '#collector-kit/errors.ts'
import { captureDocument } from './capture-document.ts'
import { findDocumentOnPage, type SoughtRow } from './document-on-page.ts'
import { fetchInPage } from './fetch-in-page.ts'
import type { DocumentWay } from './find-document-way.ts'
import { findLoginForm } from './find-login-form.ts'
import { PortalPage } from './portal-page.ts'
import { isDocument, recogniseDocument } from './recognise-document.ts'

/** Row, detail page, print view: no portal was seen with more between a list and its document. */
const MAX_PAGES_BETWEEN = 3
/** An opened page has rested already; a download that began is announced at once. */
const OPENED_MS = 100

export interface DocumentErrand {
  portal: PortalPage
  row: SoughtRow
}

/** Gets the file behind a plain link: by a GET from the page, else through a tab of its own, where it may be a page first. */
export async function fetchLinked(errand: DocumentErrand, href: string, depth = 0): Promise<FetchedDocument> {
  const { portal } = errand
  const answer = await fetchInPage(portal.page, href)
  if (answer === 'too_large') throw new SupplierChanged('The document is too large')
  if (answer && answer.status < 400 && isDocument(answer.bytes)) {
    return { bytes: answer.bytes, ...(answer.filename && { filename: answer.filename }) }
  }
  if (answer && (answer.status >= 500 || answer.status === 429)) {
    throw new SupplierUnavailable(`The document was answered with ${answer.status}`)
  }
  if (answer && answer.status >= 400 && recogniseDocument(answer.bytes) !== 'html') {
    throw new SupplierChanged(`The document was answered with ${answer.status}`)
  }
  if (answer && answer.bytes.length === 0) throw new SupplierChanged('The document is empty')
  return inTab(portal, async tab => {
    const referer = portal.url
    const caught = await captureDocument(tab.page, () => tab.open(href, referer), OPENED_MS)
    if (caught.is === 'file') return caught.document
    return readTab({ portal: tab, row: errand.row }, depth)
  })
}

/** Presses a button of the page as it is shown and takes what comes: a file, a tab, a dialog or a page. */
export async function fetchPressed(errand: DocumentErrand, way: DocumentWay, depth = 0): Promise<FetchedDocument> {
  const { portal, row } = errand
  const caught = await captureDocument(portal.page, () => portal.pressOnly(way.control))
  if (caught.is === 'file') return caught.document
  if (caught.is === 'tab') return readPopup(errand, caught.tab, depth)
  await portal.settle()
  return readTab({ portal, row }, depth)
}

async function readPopup(errand: DocumentErrand, tab: Page, depth: number): Promise<FetchedDocument> {
  const popup = new PortalPage(tab, errand.portal.signal)
  try {
    const viewed = await fetchInPage(errand.portal.page, tab.url())
    if (viewed && viewed !== 'too_large' && isDocument(viewed.bytes)) return { bytes: viewed.bytes }
    await popup.settle()
    return await readTab({ portal: popup, row: errand.row }, depth)
  } finally {
    await tab.close().catch(() => undefined)
  }
}

/** The document of a page that stands between the row and the file. */
async function readTab(errand: DocumentErrand, depth: number): Promise<FetchedDocument> {
  const { portal, row } = errand
  if (depth >= MAX_PAGES_BETWEEN) throw new SupplierChanged('The way to the document does not end')
  const page = await portal.read()
  if (portal.isDown) throw new SupplierUnavailable(`The document was answered with ${portal.status}`)
  if (findLoginForm(page)?.password) throw new SupplierUnavailable('The session ended while documents were fetched')
  const found = findDocumentOnPage(page, row)
  if (found.is === 'embedded') return fetchEmbedded(errand, found.url, depth)
  if (found.is === 'way') {
    return found.way.href
      ? fetchLinked(errand, found.way.href, depth + 1)
      : fetchPressed({ portal, row: { ...row, before: page } }, found.way, depth + 1)
  }
  if (found.is === 'none') throw new SupplierChanged('The row leads to no document')
  return printPage(errand, found.way)
}

async function fetchEmbedded(errand: DocumentErrand, url: string, depth: number): Promise<FetchedDocument> {
  const answer = await fetchInPage(errand.portal.page, url)
  if (answer && answer !== 'too_large' && isDocument(answer.bytes)) return { bytes: answer.bytes }
  return fetchLinked(errand, url, depth + 1)
}

/** The print view, where there is one, else the page itself. */
async function printPage({ portal }: DocumentErrand, way: DocumentWay | null): Promise<FetchedDocument> {
  const href = way?.href
  if (href) {
    return inTab(portal, async tab => {
      const caught = await captureDocument(tab.page, () => tab.open(href, portal.url), OPENED_MS)
      return caught.is === 'file' ? caught.document : { bytes: await pdfOf(tab) }
    })
  }
  return { bytes: await pdfOf(portal) }
}

async function pdfOf({ page }: PortalPage): Promise<Uint8Array> {
  return new Uint8Array(await page.pdf({ format: 'A4', printBackground: true }))
}

/** Uses a tab of its own and closes it. Trouble that is not the kit's becomes `SupplierUnavailable`. */
export async function inTab<Result>(portal: PortalPage, use: (tab: PortalPage) => Promise<Result>): Promise<Result> {
  const tab = new PortalPage(await portal.page.context().newPage(), portal.signal)
  try {
    return await use(tab)
  } catch (error) {
    if (error instanceof CollectError) throw error
    portal.signal.throwIfAborted()
    throw new SupplierUnavailable('The document could not be fetched', { cause: error })
  } finally {
    await tab.page.close().catch(() => undefined)
  }
}
