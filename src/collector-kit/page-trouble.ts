import type { Page, Request } from 'playwright-core'
import { CollectError, SupplierChanged, SupplierUnavailable } from './errors.ts'

const watched = new WeakMap<Page, PageTrouble>()

/** The same watcher for every caller; it listens from the first call on. */
export function troubleOf(page: Page): PageTrouble {
  const known = watched.get(page)
  if (known) return known
  const trouble = new PageTrouble(page)
  watched.set(page, trouble)
  return trouble
}

/** Too many requests, or the supplier's own fault: to be tried later. */
export function isUnavailable(status: number): boolean {
  return status >= 500 || status === 408 || status === 425 || status === 429
}

/**
 * Remembers whether the page's last navigation failed on the supplier's side, so that a sign which does not show
 * is told apart: site down, or site changed.
 */
export class PageTrouble {
  latest: SupplierUnavailable | undefined
  readonly #listeners = new Set<(trouble: SupplierUnavailable) => void>()

  constructor(page: Page) {
    const isNavigation = (request: Request) => request.isNavigationRequest() && request.frame() === page.mainFrame()
    page.on('response', response => {
      if (!isNavigation(response.request())) return
      const status = response.status()
      this.#set(isUnavailable(status) ? `${placeOf(response.url())} answered ${status}` : undefined)
    })
    page.on('requestfailed', request => {
      const reason = request.failure()?.errorText ?? 'failed'
      // A navigation that becomes a download, or gives way to the next one, ends as aborted too.
      if (isNavigation(request) && reason !== 'net::ERR_ABORTED') this.#set(`${placeOf(request.url())}: ${reason}`)
    })
  }

  /** Waits for `work`, but no longer than until the page runs into trouble; not at all when it is in trouble already. */
  async race<Result>(work: Promise<Result>): Promise<Result> {
    if (this.latest) {
      work.catch(() => undefined)
      throw this.latest
    }
    let stop: ((trouble: SupplierUnavailable) => void) | undefined
    const trouble = new Promise<never>((_resolve, reject) => {
      stop = reject
      this.#listeners.add(reject)
    })
    try {
      return await Promise.race([work, trouble])
    } finally {
      if (stop) this.#listeners.delete(stop)
    }
  }

  /** What an error thrown while walking the page means, as one of the kit's errors where that is known. */
  explain(error: unknown): unknown {
    if (error instanceof SupplierChanged) return this.latest ?? error
    if (error instanceof CollectError || !(error instanceof Error)) return error
    if (error.message.includes('net::ERR_')) return new SupplierUnavailable(firstLine(error), { cause: error })
    if (error.name === 'TimeoutError') return this.latest ?? new SupplierChanged(firstLine(error), { cause: error })
    return error
  }

  #set(detail: string | undefined): void {
    this.latest = detail === undefined ? undefined : new SupplierUnavailable(detail)
    if (this.latest) for (const listener of this.#listeners) listener(this.latest)
  }
}

/** Without the query, which may hold a token. */
export function placeOf(url: string): string {
  if (!URL.canParse(url)) return 'the page'
  const { host, pathname } = new URL(url)
  return host + pathname
}

/** Playwright's first line says what was waited for; the call log below may quote what was typed. */
function firstLine(error: Error): string {
  return error.message.split('\n')[0] ?? error.name
}
