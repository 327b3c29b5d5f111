import type { BrowserContext, Route } from 'playwright-core'
import type { BrowserStorage, Collector, HttpAnswer } from './contract.ts'
import { asHttpAnswer, noAnswer, type Recording } from './recording.ts'
import { RecordedSupplier, type Replay, type ReplayOptions, replay } from './replay.ts'

/** What a page waits for longer than this is not there. */
const PATIENCE_MS = 5000

/** Opens empty contexts, or contexts with cookies; whoever made it closes it. */
export interface ReplayBrowser {
  openContext(storageState?: BrowserStorage): Promise<BrowserContext>
}

interface PortalReplayOptions extends ReplayOptions {
  pages: Recording
  browser: ReplayBrowser
  /** How long the page waits for what a collector looks for. */
  patienceMs?: number
}

/** Walks a portal collector through recorded pages in a real browser; a request that is not recorded fails. No network. */
export async function replayPortal(
  collector: Collector,
  { pages, browser, patienceMs = PATIENCE_MS, ...options }: PortalReplayOptions,
): Promise<Replay> {
  const supplier = new RecordedSupplier(pages)
  const contexts: BrowserContext[] = []
  const openBrowser = async (storageState?: BrowserStorage) => {
    const context = await browser.openContext(storageState)
    contexts.push(context)
    context.setDefaultTimeout(patienceMs)
    await context.route('**/*', route => answerRoute(route, supplier))
    return context
  }
  try {
    return await replay(collector, { supplier, openBrowser }, options)
  } finally {
    await Promise.all(contexts.map(context => context.close()))
  }
}

async function answerRoute(route: Route, supplier: RecordedSupplier): Promise<void> {
  const request = route.request()
  const reply = await supplier
    .reply({
      url: request.url(),
      method: request.method() as 'GET' | 'POST',
      headers: await request.allHeaders(),
      ...bodyOf(request.postData()),
    })
    .catch(() => undefined)
  // An unrecorded request is remembered by the supplier and fails the replay.
  if (reply === undefined) return route.abort('failed')
  if (reply === noAnswer) return route.abort('timedout')
  return route.fulfill(asFulfilment(asHttpAnswer(reply), request.url()))
}

function bodyOf(body: string | null) {
  return body === null ? {} : { body }
}

/**
 * Playwright does not intercept where a redirect leads to, so a redirect becomes a page that moves on at once; its
 * cookies are kept.
 */
function asFulfilment({ status, headers, bytes }: HttpAnswer, url: string) {
  const { location, 'set-cookie': cookie } = headers
  if (status < 300 || status > 399 || !location) return { status, headers, body: Buffer.from(bytes) }
  const target = new URL(location, url).href.replaceAll('&', '&amp;').replaceAll('"', '&quot;')
  const body = `<!doctype html><title>Redirect</title><meta http-equiv="refresh" content="0;url=${target}">`
  return { status: 200, headers: { 'content-type': 'text/html', ...(cookie && { 'set-cookie': cookie }) }, body }
}
