import type { Browser, BrowserContext } from 'playwright-core'
import { type BrowserChoice, type FoundBrowser, findBrowser } from './find-browser.ts'
import { IS_SANDBOXED, launchBrowser } from './launch-browser.ts'
import { localAddressTowards } from './local-address-towards.ts'
import { type OpenContextOptions, openGuardedContext } from './open-guarded-context.ts'

export type { OpenContextOptions } from './open-guarded-context.ts'

export interface BrowserPoolOptions extends BrowserChoice {
  log: BrowserLog
  /** The browser is closed after so long without a context. */
  idleMs?: number
}

export interface BrowserLog {
  info(fields: object, message: string): void
  warn(fields: object, message: string): void
}

export interface BrowserDescription {
  kind: FoundBrowser['kind']
  /** Path or address. */
  location: string
  version: string
  /** Whether Chromium's own sandbox is on; unknown of a remote one. */
  isSandboxed: boolean | undefined
}

export interface BrowserPool {
  /** Starts the browser when there is none. Throws `BrowserUnavailable`, or the signal's reason. */
  openContext(options: OpenContextOptions): Promise<BrowserContext>
  /** Starts the browser, to be sure. Throws `BrowserUnavailable`. */
  describe(): Promise<BrowserDescription>
  /** Closes all contexts and the browser. */
  close(): Promise<void>
}

interface RunningBrowser {
  browser: Browser
  found: FoundBrowser
  proxyHost: string
}

const IDLE_MS = 3 * 60_000

/** One Chromium for the process: started when first needed, again after a crash, ended when idle. */
export function createBrowserPool({ log, idleMs = IDLE_MS, ...choice }: BrowserPoolOptions): BrowserPool {
  let running: Promise<RunningBrowser> | undefined
  let idleTimer: NodeJS.Timeout | undefined
  let openContexts = 0
  let isClosed = false

  function start(): Promise<RunningBrowser> {
    if (isClosed) throw new Error('The browser pool is closed')
    if (running) return running
    const starting = startBrowser(choice)
    const forget = () => {
      if (running === starting) running = undefined
    }
    starting.then(({ browser, found }) => {
      log.info({ browser: found.location, version: browser.version() }, 'Browser started')
      browser.once('disconnected', forget)
      if (!browser.isConnected()) forget()
    }, forget)
    running = starting
    return starting
  }

  async function stop(): Promise<void> {
    clearTimeout(idleTimer)
    const stopping = running
    running = undefined
    const started = await stopping?.catch(() => undefined)
    await started?.browser.close()
  }

  function enter(): void {
    openContexts++
    clearTimeout(idleTimer)
  }

  function leave(): void {
    openContexts--
    if (openContexts > 0 || isClosed) return
    clearTimeout(idleTimer)
    idleTimer = setTimeout(() => {
      stop().catch(error => log.warn({ err: error }, 'The idle browser did not close'))
    }, idleMs)
    idleTimer.unref()
  }

  async function openOnce(options: OpenContextOptions): Promise<BrowserContext> {
    const { browser, proxyHost } = await start()
    const onClosed = (bytes: number) => log.info({ bytes }, 'Browser context closed')
    const context = await openGuardedContext(browser, options, { proxyHost, onClosed })
    enter()
    context.once('close', leave)
    return context
  }

  return {
    async openContext(options) {
      options.signal?.throwIfAborted()
      enter()
      try {
        const { browser } = await start()
        return await openOnce(options).catch(error => {
          // It died in between: a new one deserves one try.
          if (browser.isConnected() || isClosed || options.signal?.aborted) throw error
          log.warn({ err: error }, 'Browser was gone, starting another')
          return openOnce(options)
        })
      } finally {
        leave()
      }
    },
    async describe() {
      enter()
      try {
        const { browser, found } = await start()
        const isSandboxed = found.kind === 'remote' ? undefined : IS_SANDBOXED
        return { kind: found.kind, location: found.location, version: browser.version(), isSandboxed }
      } finally {
        leave()
      }
    },
    async close() {
      isClosed = true
      await stop()
    },
  }
}

async function startBrowser(choice: BrowserChoice): Promise<RunningBrowser> {
  const found = await findBrowser(choice)
  const proxyHost = found.kind === 'remote' ? await localAddressTowards(found.location) : '127.0.0.1'
  return { browser: await launchBrowser(found), found, proxyHost }
}
