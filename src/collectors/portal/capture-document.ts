import { readFile } from 'node:fs/promises'
import type { Download, Page, Response } from 'playwright-core'
import type { FetchedDocument } from '#collector-kit/contract.ts'
import { SupplierChanged, SupplierUnavailable } from '#collector-kit/errors.ts'
import { isDocument, pdfInText } from './recognise-document.ts'

/** Larger than any invoice, smaller than what hurts. */
export const MAX_DOCUMENT_BYTES = 50_000_000
const LONGEST_WAIT_MS = 45_000
/** A press that starts nothing for this long starts nothing. */
const IDLE_MS = 700
/** A tab that opened and loads nothing shows what it has. */
const TAB_IDLE_MS = 500
const POLL_MS = 40

/** What came of pressing or opening: a file, another tab that shows a page, or neither. */
export type Captured = { is: 'file'; document: FetchedDocument } | { is: 'tab'; tab: Page } | { is: 'nothing' }

/** Does `act` and catches the document it causes: a download, an answer that is one, or a tab. `idleMs`: how long nothing may happen after it. */
export async function captureDocument(page: Page, act: () => Promise<void>, idleMs = IDLE_MS): Promise<Captured> {
  const context = page.context()
  const watch = new Watch()
  const watchTab = (tab: Page) => {
    watch.tabs.push(tab)
    tab.on('download', watch.onDownload)
  }
  context.on('page', watchTab)
  page.on('domcontentloaded', watch.onMoved)
  context.on('request', watch.onRequest)
  context.on('requestfinished', watch.onRequestEnd)
  context.on('requestfailed', watch.onRequestEnd)
  context.on('response', watch.onResponse)
  page.on('download', watch.onDownload)
  try {
    await act()
    await watch.untilDone(idleMs)
    return await watch.result()
  } finally {
    context.off('page', watchTab)
    page.off('domcontentloaded', watch.onMoved)
    context.off('request', watch.onRequest)
    context.off('requestfinished', watch.onRequestEnd)
    context.off('requestfailed', watch.onRequestEnd)
    context.off('response', watch.onResponse)
    page.off('download', watch.onDownload)
  }
}

class Watch {
  readonly tabs: Page[] = []
  readonly #answers: Promise<FetchedDocument | null>[] = []
  readonly #downloads: Download[] = []
  readonly #inFlight = new Set<unknown>()
  #lastSeenAt = Date.now()
  #tooLarge = false
  #hasMoved = false
  #failedStatus: number | null = null

  readonly onDownload = (download: Download): void => {
    this.#downloads.push(download)
    if (this.#tooLarge) void download.cancel()
  }

  /** Another page came: what it is to show is there, or asked for at once. */
  readonly onMoved = (): void => {
    this.#hasMoved = true
  }

  readonly onRequest = (request: unknown): void => {
    this.#inFlight.add(request)
    this.#lastSeenAt = Date.now()
  }

  readonly onRequestEnd = (request: unknown): void => {
    this.#inFlight.delete(request)
    this.#lastSeenAt = Date.now()
  }

  readonly onResponse = (response: Response): void => {
    const {
      'content-type': type = '',
      'content-disposition': disposition = '',
      'content-length': length = '0',
    } = response.headers()
    if (response.status() >= 500) this.#failedStatus = response.status()
    if (Number(length) > MAX_DOCUMENT_BYTES) {
      this.#tooLarge = true
      for (const download of this.#downloads) void download.cancel()
      return
    }
    const isFile = /pdf|octet-stream|image\/tiff|application\/xml/i.test(type) || /attachment/i.test(disposition)
    if (isFile || /json|text\/plain/i.test(type)) this.#answers.push(readAnswer(response, isFile, disposition))
  }

  async untilDone(idleMs: number): Promise<void> {
    const endsAt = Date.now() + LONGEST_WAIT_MS
    let hasAnswer = false
    void this.#firstAnswer().then(answer => {
      hasAnswer = answer !== null
    })
    while (Date.now() < endsAt) {
      if (this.#downloads.length > 0 || this.#tooLarge || hasAnswer) return
      const isIdle =
        this.#inFlight.size === 0 &&
        Date.now() - this.#lastSeenAt > (this.tabs.length > 0 || this.#hasMoved ? TAB_IDLE_MS : idleMs)
      if (isIdle) return
      await new Promise(resolve => setTimeout(resolve, POLL_MS))
    }
  }

  async result(): Promise<Captured> {
    if (this.#tooLarge) throw new SupplierChanged(`The document is larger than ${MAX_DOCUMENT_BYTES} bytes`)
    const [download] = this.#downloads
    const document = (download && (await readDownload(download))) ?? (await this.#firstAnswer())
    if (document) {
      await Promise.all(this.tabs.map(tab => tab.close().catch(() => undefined)))
      return { is: 'file', document }
    }
    if (this.#failedStatus) throw new SupplierUnavailable(`The document was answered with ${this.#failedStatus}`)
    const tab = this.tabs.find(each => !each.isClosed())
    return tab ? { is: 'tab', tab } : { is: 'nothing' }
  }

  async #firstAnswer(): Promise<FetchedDocument | null> {
    let read = 0
    while (read < this.#answers.length || this.#inFlight.size > 0) {
      if (read >= this.#answers.length) {
        await new Promise(resolve => setTimeout(resolve, POLL_MS))
        continue
      }
      const answer = await this.#answers[read++]
      if (answer) return answer
      if (this.#downloads.length > 0) return null
    }
    return null
  }
}

async function readDownload(download: Download): Promise<FetchedDocument | null> {
  try {
    const path = await download.path()
    const bytes = new Uint8Array(await readFile(path))
    if (bytes.length > MAX_DOCUMENT_BYTES) throw new SupplierChanged('The document is too large')
    return isDocument(bytes) ? { bytes, filename: download.suggestedFilename() } : null
  } catch (error) {
    if (error instanceof SupplierChanged) throw error
    return null
  } finally {
    await download.delete().catch(() => undefined)
  }
}

/** A remote browser's cancelled or evicted answer has no body: the download, if there is one, has it. */
async function readAnswer(response: Response, isFile: boolean, disposition: string): Promise<FetchedDocument | null> {
  try {
    const bytes = new Uint8Array(await response.body())
    const found = isFile && isDocument(bytes) ? bytes : pdfInText(Buffer.from(bytes).toString('latin1'))
    const filename = filenameIn(disposition)
    return found && { bytes: found, ...(filename && { filename }) }
  } catch {
    return null
  }
}

/** `filename` or RFC 5987's `filename*` of a `Content-Disposition`. */
export function filenameIn(disposition: string): string | undefined {
  const extended = /filename\*\s*=\s*[\w-]*'[^']*'([^;]+)/i.exec(disposition)?.[1]
  if (extended) {
    try {
      return decodeURIComponent(extended.trim())
    } catch {
      return extended.trim()
    }
  }
  return /filename\s*=\s*"?([^";]+)"?/i.exec(disposition)?.[1]?.trim()
}
