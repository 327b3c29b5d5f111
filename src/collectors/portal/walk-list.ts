import { createHash } from 'node:crypto'
import type { CollectLog } from '#collector-kit/contract.ts'
import { SupplierChanged, SupplierUnavailable } from '#collector-kit/errors.ts'
import type { IsoDate } from '#domain/iso-date.ts'
import { findEmptiness } from './find-emptiness.ts'
import { type FoundPlace, type Reach, reachPage } from './find-invoices.ts'
import { type FoundList, findList } from './find-list.ts'
import { findMoreRows, findSelectors, type Selector } from './find-paging.ts'
import { plainWords } from './fold-text.ts'
import type { PageSnapshot } from './page-snapshot.ts'
import type { PortalPage } from './portal-page.ts'
import { enrichRows, readJsonRows } from './read-json-rows.ts'
import { type ListedRow, readRows } from './read-rows.ts'
import { ALL } from './words.ts'

/** Where in the list a row stands: which contract, which year, how many pages on. */
export interface Position {
  contract: string | null
  year: string | null
  page: number
}

export type WalkedRow = ListedRow & { position: Position; href: string | null }

export interface WalkedList {
  rows: WalkedRow[]
  emptiness: string | null
  /** False when it stopped at rows seen in earlier runs. */
  isWhole: boolean
}

export interface WalkErrand {
  portal: PortalPage
  place: FoundPlace
  since: IsoDate
  /** Digests of rows that earlier runs have dealt with; a page of nothing else ends the walk. */
  seen: ReadonlySet<string>
  log: CollectLog
}

const MAX_PAGES = 60
const MAX_CONTRACTS = 20
const MAX_SCROLLS = 40
/** Below this a list has no reason to load more while scrolling. */
const SHORT_LIST = 5

/** Reads the whole list: every contract, every year, every page. Starts and works on the page that is shown. */
export async function walkList(errand: WalkErrand): Promise<WalkedList> {
  return new ListWalk(errand).run()
}

/** Identifies a row without keeping what it says. */
export function digestOf({ text }: ListedRow): string {
  return createHash('sha256').update(text.replace(/\s+/g, ' ').trim()).digest('base64url').slice(0, 16)
}

/** Shows a position again after documents were fetched elsewhere; the list itself is reached by `reach`. */
export async function showPosition(portal: PortalPage, reach: Reach, position: Position): Promise<void> {
  await reachPage(portal, reach)
  for (const what of ['contract', 'year'] as const) {
    const label = position[what]
    if (label === null) continue
    const page = await portal.read()
    const selector = findSelectors(page, rowNodes(findList(page))).find(each => each.what === what)
    if (selector) await choose(portal, selector, label)
  }
  for (let turned = 0; turned < position.page; turned++) {
    const page = await portal.read()
    const more = findMoreRows(page, rowNodes(findList(page)))
    if (!more) return
    await portal.press(more.control)
  }
}

class ListWalk {
  readonly #errand: WalkErrand
  readonly #rows: WalkedRow[] = []
  /** How often each text stood in a view of the present contract. */
  readonly #counts = new Map<string, number>()
  #emptiness: string | null = null
  #isWhole = true

  constructor(errand: WalkErrand) {
    this.#errand = errand
  }

  async run(): Promise<WalkedList> {
    await this.#walkContracts()
    return { rows: this.#rows, emptiness: this.#emptiness, isWhole: this.#isWhole }
  }

  async #walkContracts(): Promise<void> {
    const contracts = await this.#selector('contract')
    if (!contracts) return this.#walkYears(null)
    const labels = contracts.options.map(({ label }) => label)
    const all = labels.find(label => isAll(label))
    const current = contracts.options.find(({ isCurrent }) => isCurrent)?.label
    const order = all ? [all] : [...new Set([current ?? labels[0] ?? '', ...labels])].slice(0, MAX_CONTRACTS)
    for (const label of order) if (await this.#show('contract', label)) await this.#walkYears(label)
  }

  /** False when the choice is not offered any more: then what is shown belongs to another one, and was read already. */
  async #show(what: Selector['what'], label: string): Promise<boolean> {
    const { portal, place } = this.#errand
    const offers = (selector: Selector | undefined) => selector?.options.some(option => option.label === label)
    let selector = await this.#selector(what)
    if (!offers(selector)) {
      await reachPage(portal, place.reach)
      selector = await this.#selector(what)
    }
    if (!selector || !offers(selector)) return false
    if (!isChosen(selector, label)) await choose(portal, selector, label)
    return true
  }

  async #walkYears(contract: string | null): Promise<void> {
    this.#counts.clear()
    const years = await this.#selector('year')
    if (!years) return void (await this.#walkPages({ contract, year: null, page: 0 }))
    // What is shown at first may be none of the years ("the latest"): then it is read as it is, too.
    if (!years.options.some(({ isCurrent }) => isCurrent)) await this.#walkPages({ contract, year: null, page: 0 })
    for (const label of yearsToWalk(years, this.#errand.since)) {
      if (!(await this.#show('year', label))) continue
      const isNew = await this.#walkPages({ contract, year: label, page: 0 })
      if (!isNew) {
        this.#isWhole = false
        return
      }
    }
  }

  /** False when a page held only rows known from earlier runs. */
  async #walkPages(start: Position): Promise<boolean> {
    const texts = new Set<string>()
    const counts = new Map<string, number>()
    for (let number = 0; number < MAX_PAGES; number++) {
      if (this.#errand.portal.isDown) throw new SupplierUnavailable('A page of the list did not come')
      const page = await this.#errand.portal.read()
      const list = findList(page)
      const position = { ...start, page: number }
      const rows = await this.#readPage(page, list, position)
      if (rows.length === 0) {
        const emptiness = findEmptiness(page)
        // A page we turned to that is no list would cut the rest off without a word.
        if (number > 0 && !emptiness) throw new SupplierChanged(`Page ${number + 1} of the list is no list`)
        this.#emptiness ??= emptiness
        return true
      }
      const fresh = rows.filter(row => !texts.has(rowKey(row)))
      for (const row of fresh) texts.add(rowKey(row))
      if (number > 0 && fresh.length === 0) return true
      this.#rows.push(...this.#notShownBefore(fresh, counts))
      this.#errand.log.info({ rows: fresh.length, ...position }, 'Portal list page read')
      if (this.#areAllSeen(fresh)) {
        this.#isWhole = false
        return false
      }
      if (this.#areAllTooOld(fresh) || !(await this.#showMore(page, list, rows.length))) return true
    }
    return true
  }

  async #readPage(page: PageSnapshot, list: FoundList | null, position: Position): Promise<WalkedRow[]> {
    const data = readJsonRows(await this.#errand.portal.seenJson())
    const year = /(?<!\d)20\d{2}(?!\d)/.exec(position.year ?? '')?.[0]
    const listed = list && list.kind === this.#errand.place.kind ? enrichRows(readRows(page, list), data) : []
    const shown = listed.map(row => ({ ...row, href: row.way?.href ?? null }))
    const rows = shown.some(row => row.way) ? shown.filter(row => row.way) : data.filter(row => row.href)
    return rows.map(row => ({ ...row, yearNearby: row.yearNearby ?? (year ? Number(year) : null), position }))
  }

  #areAllSeen(rows: WalkedRow[]): boolean {
    return rows.length > 0 && rows.every(row => this.#errand.seen.has(digestOf(row)))
  }

  /**
   * Two views may show the same row, at another address; twins are in one view together. So of equal rows as many are
   * kept as one view shows.
   */
  #notShownBefore(rows: WalkedRow[], counts: Map<string, number>): WalkedRow[] {
    return rows.filter(({ text }) => {
      const count = (counts.get(text) ?? 0) + 1
      counts.set(text, count)
      const isNew = count > (this.#counts.get(text) ?? 0)
      if (isNew) this.#counts.set(text, count)
      return isNew
    })
  }

  /** By the year alone: the order of day and month is not decided before the list is whole. */
  #areAllTooOld(rows: WalkedRow[]): boolean {
    const first = Number(this.#errand.since.slice(0, 4))
    return rows.length > 0 && rows.every(({ date, yearNearby }) => (date?.year ?? yearNearby ?? first) < first)
  }

  /** The next page, "show more", or what comes while scrolling. False at the end. */
  async #showMore(page: PageSnapshot, list: FoundList | null, count: number): Promise<boolean> {
    const { portal } = this.#errand
    const more = findMoreRows(page, rowNodes(list))
    if (more) {
      await portal.press(more.control)
      return true
    }
    return count >= SHORT_LIST && list !== null && this.#scroll(list)
  }

  async #scroll(list: FoundList): Promise<boolean> {
    let last = list
    for (let count = 0; count < MAX_SCROLLS; count++) {
      const lastRow = rowNodes(last).at(-1)
      if (!lastRow) return count > 0
      await this.#errand.portal.scrollTo(lastRow)
      const next = findList(await this.#errand.portal.read())
      if (!next || textOfLast(next) === textOfLast(last)) return count > 0
      // A list that keeps only what is in view would lose its first rows: read it at every step.
      if (rowNodes(next).length <= rowNodes(last).length) return true
      last = next
    }
    return true
  }

  async #selector(what: Selector['what']): Promise<Selector | undefined> {
    const page = await this.#errand.portal.read()
    return findSelectors(page, rowNodes(findList(page))).find(selector => selector.what === what)
  }
}

function rowNodes(list: FoundList | null) {
  return list ? list.sections.flatMap(({ rows }) => rows.flat()) : []
}

function textOfLast(list: FoundList): string {
  const last = rowNodes(list).at(-1)
  return last ? JSON.stringify([last.id, rowNodes(list).length]) : ''
}

/** Two rows with the same words and the same document are one row shown twice; other documents keep them apart. */
function rowKey(row: WalkedRow): string {
  return `${row.text} ${row.href ?? ''}`
}

/** Everything at once where the list offers it, else each year back to `since`, else the longest period. */
function yearsToWalk({ options }: Selector, since: IsoDate): string[] {
  const all = options.find(({ label }) => isAll(label))
  if (all) return [all.label]
  const years = options.filter(({ label }) => yearOf(label) > 0)
  if (years.length > 0) {
    const wanted = years.filter(({ label }) => yearOf(label) >= Number(since.slice(0, 4)))
    return wanted.toSorted((a, b) => yearOf(b.label) - yearOf(a.label)).map(({ label }) => label)
  }
  const longest = options.toSorted((a, b) => daysIn(b.label) - daysIn(a.label))[0]
  return longest ? [longest.label] : []
}

function isAll(label: string): boolean {
  return ALL.test(plainWords(label)) && plainWords(label).length < 30
}

function yearOf(label: string): number {
  return Number(/(?<!\d)20\d{2}(?!\d)/.exec(label)?.[0] ?? 0)
}

function daysIn(label: string): number {
  const words = plainWords(label)
  const count = Number(/\d+/.exec(words)?.[0] ?? 1)
  if (/(?<![a-z])(?:years?|ans?|annees?|jahre?n?|anos?|anni|anno|jaar)(?![a-z])/.test(words)) return count * 365
  return count * (/(?<![a-z])(?:days?|jours?|tage?n?|dias?|giorni|dagen)(?![a-z])/.test(words) ? 1 : 30)
}

function isChosen({ options }: Selector, label: string): boolean {
  return options.some(option => option.isCurrent && option.label === label)
}

async function choose(portal: PortalPage, { options, select, what }: Selector, label: string): Promise<void> {
  const option = options.find(each => each.label === label)
  if (!option) return
  if (!select) return portal.press(option.control)
  await portal.choose(select, option.value ?? '')
  const page = await portal.read()
  const again = findSelectors(page, rowNodes(findList(page))).find(each => each.what === what)
  const isTaken = again?.options.some(each => each.isCurrent && each.label === label)
  if (again?.apply && isTaken) await portal.press(again.apply)
}
