import type { CollectLog } from '#collector-kit/contract.ts'
import { SupplierChanged, SupplierUnavailable } from '#collector-kit/errors.ts'
import { findEmptiness } from './find-emptiness.ts'
import { findList, type ListKind } from './find-list.ts'
import { findLoginForm } from './find-login-form.ts'
import { isForbidden } from './forbidden.ts'
import type { PageNode, PageSnapshot } from './page-snapshot.ts'
import { controlWords, isControl, webAddressOf } from './page-tree.ts'
import type { PortalPage } from './portal-page.ts'
import { type Lead, rateLinks } from './rate-links.ts'
import { readJsonRows } from './read-json-rows.ts'
import { readRows } from './read-rows.ts'

/** How to come to a page: open an address, then press things, named by their words. */
export interface Reach {
  url: string
  presses: string[]
}

export interface FoundPlace {
  reach: Reach
  kind: ListKind
  /** Set when there is no row and the page says so. */
  emptiness: string | null
}

interface Stop {
  reach: Reach
  /** What made us come here. */
  rating: number
  depth: number
}

interface Candidate extends FoundPlace {
  score: number
}

const MAX_PAGES = 14
const MAX_DEPTH = 4
/** From here on a lead says "invoices" itself. */
const SAYS_INVOICES = 9
/** A home page is worth a look before weak leads. */
const HOME_RATING = 4

/**
 * Searches the portal from the page that is shown, best lead first, and returns where the list is; the page is left
 * there. `homes` are looked at too when the search has nothing better.
 */
export async function findInvoices(portal: PortalPage, log: CollectLog, homes: string[] = []): Promise<FoundPlace> {
  const search = new Search(portal, log)
  const best = await search.run(homes)
  if (search.hasMissed(best)) throw new SupplierUnavailable('A page that may hold the invoices did not answer')
  if (!best) throw new SupplierChanged('No list of invoices was found, and no page says that there are none')
  await reachPage(portal, best.reach)
  return best
}

/** Opens the address and presses what is to be pressed. False when a control is no longer there. */
export async function reachPage(portal: PortalPage, { url, presses }: Reach): Promise<boolean> {
  await portal.open(url)
  for (const words of presses) {
    const page = await portal.read()
    const control = page.nodes.find(node => isControl(node) && controlWords(node) === words && !isForbidden(node))
    if (!control) return false
    await pressOrFollow(portal, control)
  }
  return true
}

async function pressOrFollow(portal: PortalPage, control: PageNode): Promise<void> {
  const address = webAddressOf(control)
  if (address) await portal.open(address, portal.url)
  else await portal.press(control)
}

class Search {
  readonly #portal: PortalPage
  readonly #log: CollectLog
  readonly #queue: Stop[] = []
  readonly #visited = new Set<string>()
  readonly #candidates: Candidate[] = []
  /** Rating of the best lead that did not answer. */
  #missed = 0

  constructor(portal: PortalPage, log: CollectLog) {
    this.#portal = portal
    this.#log = log
  }

  async run(homes: string[]): Promise<Candidate | null> {
    const start: Stop = { reach: { url: this.#portal.url, presses: [] }, rating: 0, depth: 0 }
    this.#visited.add(keyOf(start.reach))
    await this.#look(start)
    for (const url of homes) this.#enqueue({ reach: { url, presses: [] }, rating: HOME_RATING, depth: 0 })
    for (let pages = 1; pages < MAX_PAGES; pages++) {
      const next = this.#queue.sort((a, b) => b.rating - a.rating).shift()
      if (!next || this.#isSettled(next)) break
      if (await this.#go(next)) await this.#look(next)
    }
    return this.#best()
  }

  /** A good list ends the search, unless something that says "invoices" even more loudly has not been looked at. */
  #isSettled(next: Stop): boolean {
    const best = this.#best()
    if (!best || best.emptiness !== null) return best !== null && next.rating < 4
    if (best.kind === 'invoices' && best.score >= 100) return true
    return best.kind === 'invoices' && next.rating < SAYS_INVOICES
  }

  #best(): Candidate | null {
    return this.#candidates.toSorted((a, b) => b.score - a.score)[0] ?? null
  }

  /** True when a page did not come that was more promising than the best of those that did. */
  hasMissed(best: Candidate | null): boolean {
    return this.#missed > 0 && (!best || (best.emptiness !== null && this.#missed >= SAYS_INVOICES))
  }

  async #go({ reach, rating }: Stop): Promise<boolean> {
    try {
      const isThere = await reachPage(this.#portal, reach)
      if (!this.#portal.isDown) return isThere
    } catch (error) {
      if (!(error instanceof SupplierUnavailable)) throw error
    }
    this.#missed = Math.max(this.#missed, rating)
    return false
  }

  async #look(stop: Stop): Promise<void> {
    const page = await this.#portal.read()
    // A page that asks to log in is outside: what it says is said to everybody.
    if (findLoginForm(page)?.password) return
    const candidate = await this.#judge(page, stop)
    this.#log.info(
      {
        page: page.title.slice(0, 80),
        depth: stop.depth,
        lead: Math.round(stop.rating),
        found: candidate?.kind,
        emptiness: candidate?.emptiness,
      },
      'Portal page looked at',
    )
    if (candidate) this.#candidates.push(candidate)
    if (stop.depth < MAX_DEPTH) {
      const rows = findList(page)?.sections.flatMap(section => section.rows.flat())
      for (const lead of rateLinks(page, rows)) this.#enqueue(stopOf(lead, page, stop))
    }
  }

  async #judge(page: PageSnapshot, stop: Stop): Promise<Candidate | null> {
    const list = findList(page)
    const rows = list ? readRows(page, list) : []
    const isLed = stop.rating >= SAYS_INVOICES
    const withWay = rows.filter(row => row.way !== null).length
    if (list && withWay > 0 && (list.kind !== 'unclear' || rows.some(row => row.date && row.amount) || isLed)) {
      const base = { invoices: 50, unclear: 20, orders: 10 }[list.kind]
      return {
        reach: stop.reach,
        kind: list.kind,
        emptiness: null,
        score: base + (isLed ? 50 : 0) + Math.min(withWay, 40),
      }
    }
    const jsonRows = readJsonRows(await this.#portal.seenJson()).filter(row => row.way !== null || row.href !== null)
    if (jsonRows.length > 0 && isLed)
      return { reach: stop.reach, kind: 'invoices', emptiness: null, score: 60 + Math.min(jsonRows.length, 30) }
    const emptiness = findEmptiness(page)
    return emptiness ? { reach: stop.reach, kind: 'invoices', emptiness, score: 1 + (isLed ? 3 : 0) } : null
  }

  #enqueue(stop: Stop): void {
    const key = keyOf(stop.reach)
    if (this.#visited.has(key)) return
    this.#visited.add(key)
    this.#queue.push(stop)
  }
}

function stopOf(lead: Lead, page: PageSnapshot, from: Stop): Stop {
  const base =
    page.url === from.reach.url || from.reach.presses.length > 0 ? from.reach : { url: page.url, presses: [] }
  const reach = lead.href ? { url: lead.href, presses: [] } : { url: base.url, presses: [...base.presses, lead.words] }
  return { reach, rating: lead.rating - from.depth * 0.5, depth: from.depth + 1 }
}

function keyOf({ url, presses }: Reach): string {
  return [url.replace(/#(?![/!]).*$/, ''), ...presses.slice(-1)].join(' > ')
}
