import type { BrowserContext, Page } from 'playwright-core'
import { SupplierUnavailable } from '#collector-kit/index.ts'

/** A mail whose text is the invoice. */
export interface ReceiptMail {
  html: string
  /** Shown above it, since a receipt without its sender proves little. */
  sender: string
  subject: string
  /** Becomes the PDF's own date, so that the same mail always makes the same file. */
  sentAt: Date
}

/** This mail cannot be drawn; asking again in the next run would not help. */
export class RenderingFailed extends SupplierUnavailable {}

/** Nobody is asked for it: it exists in our answer only (RFC 2606 keeps such names free). */
const ADDRESS = 'https://mail.invalid/'

/** Nothing may be loaded, nothing may run; `sandbox` also stops forms, frames and navigation by scripts. */
const HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': "default-src 'none'; img-src data:; style-src 'unsafe-inline'; font-src data:; sandbox",
  'x-dns-prefetch-control': 'off',
}

const TIMEOUT_MS = 15_000
/** Pages of paper; a mail that goes on for longer is none we can do justice to. */
const PAGE_RANGE = '1-20'
/** A browser may lose a page for reasons of its own. */
const ATTEMPTS = 2

/** Draws a mail on paper, with no network and no scripts. Throws `RenderingFailed`. */
export async function renderReceipt(browser: BrowserContext, mail: ReceiptMail): Promise<Uint8Array> {
  let cause: unknown
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    try {
      return await renderOnce(browser, mail)
    } catch (error) {
      cause = error
    }
  }
  throw new RenderingFailed('The text of a mail could not be drawn', { cause })
}

async function renderOnce(browser: BrowserContext, mail: ReceiptMail): Promise<Uint8Array> {
  const page = await browser.newPage()
  try {
    const body = withoutGaps(withSender(mail))
    await page.route('**/*', (route, request) => {
      const isItself =
        request.url() === ADDRESS && request.isNavigationRequest() && request.frame() === page.mainFrame()
      return isItself ? route.fulfill({ headers: HEADERS, body }) : route.abort('blockedbyclient')
    })
    await page.goto(ADDRESS, { waitUntil: 'load', timeout: TIMEOUT_MS })
    return withDate(await printed(page), mail.sentAt)
  } finally {
    await page.close()
  }
}

/** Unlike other calls, printing has no time limit of its own. */
async function printed(page: Page): Promise<Buffer> {
  const { promise, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => reject(new Error('Printing took too long')), TIMEOUT_MS)
  const margin = { top: '12mm', bottom: '12mm', left: '10mm', right: '10mm' }
  try {
    return await Promise.race([
      page.pdf({ format: 'A4', printBackground: true, pageRanges: PAGE_RANGE, margin }),
      promise,
    ])
  } finally {
    clearTimeout(timer)
  }
}

function withSender({ html, sender, subject }: ReceiptMail): string {
  const style =
    'font: 12px sans-serif; color: #333; background: #fff; margin: 0 0 12px; padding: 0 0 6px; border-bottom: 1px solid #999'
  const head = `<div style="${style}"><b>${escapeHtml(subject)}</b><br>${escapeHtml(sender)}</div>`
  const body = html.match(/<body\b[^>]*>/i)
  if (!body) return head + html
  const at = (body.index ?? 0) + body[0].length
  return html.slice(0, at) + head + html.slice(at)
}

/** Pictures that lie elsewhere are never loaded: without an address they leave their words instead of a broken frame. */
function withoutGaps(html: string): string {
  return html.replace(/<img\b[^>]*>/gi, tag => tag.replace(/\ssrc(?:set)?\s*=(?!\s*["']?\s*data:)/gi, ' data-was='))
}

/** A mail that has only plain text, as a page. */
export function pageOfText(text: string): string {
  return `<!doctype html><body><pre style="white-space: pre-wrap; font: 13px sans-serif">${escapeHtml(text)}</pre>`
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}

/** `/CreationDate (D:20261123040506+00'00')`: as long as before, so nothing in the file moves. */
function withDate(pdf: Buffer, sentAt: Date): Uint8Array {
  const stamp = sentAt.toISOString().replace(/\D/g, '').slice(0, 14)
  const dated = pdf.toString('latin1').replace(/(\/(?:CreationDate|ModDate) \(D:)\d{14}/g, `$1${stamp}`)
  return Buffer.from(dated, 'latin1')
}
