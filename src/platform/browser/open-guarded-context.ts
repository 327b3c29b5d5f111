import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import type { AddressPolicy } from '../http/address-policy.ts'
import { startGuardedProxy } from '../http/guarded-proxy.ts'

export interface OpenContextOptions {
  policy: AddressPolicy
  /** Cookies and local storage of an earlier visit. */
  storageState?: Exclude<BrowserContextOptions['storageState'], string | undefined>
  /** Closes the context when it aborts. */
  signal?: AbortSignal
  /** BCP 47; what pages see as the person's language. */
  locale?: string
  /**
   * Leave out pictures, fonts and films: quicker, but pages look odd to a person who watches. A function is asked at
   * each request.
   */
  blockMedia?: boolean | (() => boolean)
}

interface Surroundings {
  /** Address of ours that the browser reaches; its proxy listens there. */
  proxyHost: string
  /** Told once, with everything the context sent and received. */
  onClosed(bytes: number): void
}

/** A login that opens in a pop-up needs two or three; a page that opens more than this is up to something. */
const MAX_PAGES = 10

const MEDIA = ['image', 'font', 'media']

/**
 * An isolated context behind a proxy of its own, which ends with it. No permissions, no service workers; dialogs are
 * dismissed (Playwright does, while nobody listens for them); only http, https, data, blob and about addresses.
 */
export async function openGuardedContext(
  browser: Browser,
  options: OpenContextOptions,
  { proxyHost, onClosed }: Surroundings,
): Promise<BrowserContext> {
  const { policy, storageState, signal, locale = 'en-GB', blockMedia = false } = options
  signal?.throwIfAborted()
  const proxy = await startGuardedProxy({ policy, host: proxyHost })
  try {
    const context = await browser.newContext({
      proxy: { server: proxy.server, username: proxy.username, password: proxy.password },
      ...(storageState && { storageState }),
      locale,
      userAgent: userAgentOf(browser),
      extraHTTPHeaders: { 'sec-ch-ua': `"Chromium";v="${majorOf(browser)}", "Not_A Brand";v="8"` },
      viewport: { width: 1280, height: 900 },
      acceptDownloads: true,
      permissions: [],
      serviceWorkers: 'block',
    })
    context.once('close', () => void proxy.close().then(() => onClosed(proxy.bytes())))
    context.on('page', page => void closeSurplus(context, page))
    await refuseRequests(context, blockMedia)
    closeOnAbort(context, signal)
    return context
  } catch (error) {
    await proxy.close()
    throw error
  }
}

/** An ordinary Chromium of this version: headless ones name themselves in a way that many portals turn away. */
function userAgentOf(browser: Browser): string {
  const system = { darwin: 'Macintosh; Intel Mac OS X 10_15_7', win32: 'Windows NT 10.0; Win64; x64' }
  const platform = system[process.platform as keyof typeof system] ?? 'X11; Linux x86_64'
  return `Mozilla/5.0 (${platform}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${majorOf(browser)}.0.0.0 Safari/537.36`
}

function majorOf(browser: Browser): string {
  return browser.version().split('.')[0] ?? '0'
}

async function closeSurplus(context: BrowserContext, page: Page): Promise<void> {
  if (context.pages().length <= MAX_PAGES) return
  // It may have closed by itself, or with its context.
  await page.close().catch(() => {})
}

/** The proxy sees http and https; what else an address may start with must not open at all. */
async function refuseRequests(context: BrowserContext, blockMedia: boolean | (() => boolean)): Promise<void> {
  await context.route(/^(?!https?:|data:|blob:|about:)/i, route => route.abort('blockedbyclient'))
  if (blockMedia === false) return
  const isBlocking = () => blockMedia === true || (typeof blockMedia === 'function' && blockMedia())
  await context.route(/^https?:/i, (route, request) =>
    MEDIA.includes(request.resourceType()) && isBlocking() ? route.abort('blockedbyclient') : route.fallback(),
  )
}

function closeOnAbort(context: BrowserContext, signal: AbortSignal | undefined): void {
  if (!signal) return
  const close = () => void context.close().catch(() => {})
  signal.addEventListener('abort', close, { once: true })
  context.once('close', () => signal.removeEventListener('abort', close))
  if (signal.aborted) close()
}
