import type { Page } from 'playwright-core'
import type { z } from 'zod'
import type { CollectContext, FetchedDocument, FoundInvoice } from '#collector-kit/contract.ts'
import { SupplierChanged } from '#collector-kit/errors.ts'
import { addDays, type IsoDate } from '#domain/iso-date.ts'
import { explainTrouble } from './explain-trouble.ts'
import { fetchLinked, fetchPressed } from './fetch-document.ts'
import { findEmptiness } from './find-emptiness.ts'
import { type FoundPlace, findInvoices, type Reach, reachPage } from './find-invoices.ts'
import { findList } from './find-list.ts'
import { type KnownOrders, keepBilledOrders } from './keep-billed-orders.ts'
import { type LoggedIn, LoginNotFound, logIn } from './log-in.ts'
import type { PageSnapshot } from './page-snapshot.ts'
import { PortalPage } from './portal-page.ts'
import { PortalMemory, type PortalParams } from './portal-params.ts'
import { readJsonRows } from './read-json-rows.ts'
import { type ListedRow, readRows } from './read-rows.ts'
import { Recipe, sharableUrl, sharableWords } from './recipe.ts'
import { orderingDate, type SettledInvoice, settleRows } from './settle-rows.ts'
import { digestOf, showPosition, type WalkedList, type WalkedRow, walkList } from './walk-list.ts'

/** Rows of the last runs that are remembered; a list longer than this is read a little further than needed. */
const MAX_SEEN = 2000
/** Once in a while the whole list is read again, should something old have appeared. */
const WHOLE_EVERY_DAYS = 30

/** Where the list is, and by which doors one came. */
interface Entrance {
  place: FoundPlace
  formUrl: string | null
  homeUrl: string | null
}

interface Listed {
  place: FoundPlace
  invoice: SettledInvoice<WalkedRow>
  /** Those whose document did not come. */
  failed: Set<SettledInvoice>
}

/** One run of the portal collector. */
export class PortalRun {
  readonly run: CollectContext
  readonly #params: PortalParams
  readonly #host: string
  #recipe: Recipe | undefined
  #memory: z.output<typeof PortalMemory> | undefined
  #shown: Reach | null = null
  #listPage: PageSnapshot | null = null
  #orders: KnownOrders = {}
  #reach: Reach | null = null

  constructor(run: CollectContext, params: PortalParams) {
    this.run = run
    this.#params = params
    this.#host = new URL(params.url).host
  }

  async *collect(): AsyncIterable<FoundInvoice> {
    try {
      yield* this.#collectAll(await this.#openPortal())
    } catch (error) {
      throw explainTrouble(error)
    }
  }

  async #openPortal(): Promise<PortalPage> {
    const { run } = this
    this.#memory = run.memory.load(PortalMemory)
    this.#orders = this.#memory?.orders ?? {}
    this.#recipe = await run.recipes.load(this.#host, Recipe)
    const context = await run.openBrowser(this.#memory?.storage)
    // A print view that opens its box at once would wait for somebody to close it.
    await context.addInitScript(() => {
      window.print = () => undefined
    })
    return new PortalPage(await context.newPage(), run.signal)
  }

  async *#collectAll(portal: PortalPage): AsyncIterable<FoundInvoice> {
    this.run.report('logging_in')
    const entrance = await this.#findPlace(portal)
    const { place } = entrance
    this.#reach = place.reach
    await this.#remember(portal.page, { done: [], wholeOn: this.#memory?.wholeOn ?? null })
    const { walked, invoices, recipe } = await this.#readList(portal, entrance)
    await this.#learn(recipe)
    const failed = new Set<SettledInvoice>()
    const done: string[] = []
    for (const invoice of invoices) {
      yield this.#describe(portal, { place, invoice, failed })
      if (!failed.has(invoice)) done.push(digestOf(invoice.row))
    }
    // With something missing the next run reads the whole list, however far back the missing one stands.
    const wholeOn = walked.isWhole ? this.run.today : (this.#memory?.wholeOn ?? null)
    await this.#remember(portal.page, { done, wholeOn: failed.size === 0 ? wholeOn : null })
  }

  #describe(portal: PortalPage, { place, invoice, failed }: Listed): FoundInvoice {
    const { ref, number, issuedOn, dueOn, total } = invoice
    // Of an order the list has the day it was placed, not the day it was billed.
    const day = place.kind !== 'orders' ? { issuedOn } : { issuedOn: null, ...(issuedOn && { receivedOn: issuedOn }) }
    return {
      ref,
      number,
      ...day,
      dueOn,
      total,
      link: place.reach.url,
      document: async () => {
        try {
          return await this.#fetch(portal, place, invoice)
        } catch (error) {
          failed.add(invoice)
          throw explainTrouble(error)
        }
      },
    }
  }

  /** Straight there with a recipe, else by searching; logs in on the way where needed. */
  async #findPlace(portal: PortalPage): Promise<Entrance> {
    const known = this.#recipe
    const own = this.#memory?.reach
    await portal.open(own?.url ?? known?.listUrl ?? known?.loginUrl ?? this.#params.url)
    const { formUrl, page } = await this.#enter(portal)
    const homeUrl = formUrl ? page.url : null
    this.run.report('collecting')
    if (known) {
      const place = await this.#replay(portal, known, own ?? { url: known.listUrl ?? page.url, presses: known.presses })
      if (place) return { place, formUrl, homeUrl }
      this.run.log.warn({ host: this.#host }, 'The portal’s recipe no longer fits; searching afresh')
    }
    const homes = [homeUrl, known?.homeUrl, this.#params.url].filter(url => url !== null && url !== undefined)
    return { place: await findInvoices(portal, this.run.log, homes), formUrl, homeUrl }
  }

  async #enter(portal: PortalPage): Promise<LoggedIn> {
    try {
      return await this.#logIn(portal)
    } catch (error) {
      // Nothing was sent yet: the recipe's page is gone, the address the user gave may still lead in.
      if (!(error instanceof LoginNotFound) || !this.#recipe) throw error
      await portal.open(this.#params.url)
      return this.#logIn(portal)
    }
  }

  #logIn(portal: PortalPage): Promise<LoggedIn> {
    const { username, password, totp_secret: totpSecret } = this.#params
    const homes = [this.#recipe?.homeUrl, this.#params.url].filter(url => url !== null && url !== undefined)
    return logIn({ portal, params: { username, password, totpSecret }, homes, run: this.run })
  }

  async #replay(portal: PortalPage, { kind }: Recipe, reach: Reach): Promise<FoundPlace | null> {
    const isThere = reach.presses.length === 0 && portal.url === reach.url
    if (!isThere && !(await reachPage(portal, reach))) return null
    const page = await portal.read()
    const list = findList(page)
    if (list?.kind === kind && readRows(page, list).some(row => row.way)) return { reach, kind, emptiness: null }
    if (readJsonRows(await portal.seenJson()).some(row => row.href)) return { reach, kind, emptiness: null }
    const emptiness = findEmptiness(page)
    return emptiness ? { reach, kind, emptiness } : null
  }

  async #readList(portal: PortalPage, { place, formUrl, homeUrl }: Entrance) {
    const walked = await this.#walk(portal, place)
    if (walked.rows.length === 0 && !walked.emptiness && !place.emptiness) {
      throw new SupplierChanged('The list has no row with a document, and does not say that there are none')
    }
    const listPage = await portal.read()
    this.#listPage = listPage
    const known = this.#recipe?.notation
    const hints = {
      today: this.run.today,
      language: listPage.language,
      known: known?.dateOrder,
      decimalMark: known?.decimalMark,
    }
    const rows = place.kind === 'orders' ? await this.#keepBilled(portal, listPage, walked.rows) : walked.rows
    if (rows.length === 0 && walked.rows.length > 0)
      throw new SupplierChanged('There are orders, but none leads to an invoice')
    const { invoices, notation } = settleRows(rows, hints)
    const recipe: Recipe = {
      version: 1,
      loginUrl: (formUrl && sharableUrl(formUrl)) ?? this.#recipe?.loginUrl ?? null,
      homeUrl: (homeUrl && sharableUrl(homeUrl)) ?? this.#recipe?.homeUrl ?? null,
      ...sharableReach(place.reach),
      kind: place.kind,
      notation: invoices.length > 0 ? notation : (known ?? null),
    }
    return { walked, invoices: invoices.filter(invoice => isWanted(invoice, this.run.since)), recipe }
  }

  async #keepBilled(portal: PortalPage, listPage: PageSnapshot, rows: WalkedRow[]): Promise<WalkedRow[]> {
    const { today } = this.run
    const { invoices } = settleRows(rows, { today, language: listPage.language })
    const days = new Map<ListedRow, IsoDate | null>(invoices.map(({ row, issuedOn }) => [row, issuedOn]))
    const dayOf = (row: ListedRow) => days.get(row) ?? null
    const { billed, known } = await keepBilledOrders(rows, { portal, listPage, known: this.#orders, today, dayOf })
    this.#orders = known
    return billed
  }

  async #walk(portal: PortalPage, place: FoundPlace): Promise<WalkedList> {
    const wholeOn = this.#memory?.wholeOn
    const isDue = !wholeOn || addDays(wholeOn, WHOLE_EVERY_DAYS) <= this.run.today
    const seen = new Set(isDue ? [] : this.#memory?.seen)
    return walkList({ portal, place, since: this.run.since, seen, log: this.run.log })
  }

  /** Only what changed is a new version, with the reason. */
  async #learn(recipe: Recipe): Promise<void> {
    const known = this.#recipe
    if (!known) return this.run.recipes.save(this.#host, recipe, 'first visit')
    const changed = (Object.keys(recipe) as (keyof Recipe)[]).filter(
      key => JSON.stringify(recipe[key]) !== JSON.stringify(known[key]),
    )
    if (changed.length > 0) await this.run.recipes.save(this.#host, recipe, `changed: ${changed.join(', ')}`)
  }

  async #fetch(
    portal: PortalPage,
    place: FoundPlace,
    { row, number }: SettledInvoice<WalkedRow>,
  ): Promise<FetchedDocument> {
    const sought = { number, amount: row.amount?.digits ?? null, before: this.#listPage }
    if (row.href) return fetchLinked({ portal, row: sought }, row.href)
    const { page, fresh } = await this.#findAgain(portal, place, row)
    if (!fresh?.way) throw new SupplierChanged('The row is no longer on the page')
    const urlBefore = portal.url
    const document = await fetchPressed({ portal, row: { ...sought, before: page } }, fresh.way)
    this.#shown = portal.url === urlBefore ? this.#shown : null
    return document
  }

  /** The row as the page shows it now; the list is opened again at its place where the page moved on. */
  async #findAgain(portal: PortalPage, place: FoundPlace, row: WalkedRow) {
    const look = async () => {
      const page = await portal.read()
      const list = findList(page)
      const fresh = list ? readRows(page, list).find(each => each.text === row.text) : undefined
      return { page, fresh }
    }
    const here = this.#shown === null ? { page: null, fresh: undefined } : await look()
    if (here.page && here.fresh) return here as { page: PageSnapshot; fresh: typeof here.fresh }
    await showPosition(portal, place.reach, row.position)
    this.#shown = place.reach
    return look()
  }

  async #remember(page: Page, { done, wholeOn }: { done: string[]; wholeOn: IsoDate | null }): Promise<void> {
    const seen = [...new Set([...done, ...(this.#memory?.seen ?? [])])].slice(0, MAX_SEEN)
    const storage = await page.context().storageState()
    await this.run.memory.save({ storage, seen, reach: this.#reach, orders: this.#orders, wholeOn })
  }
}

function sharableReach({ url, presses }: Reach): Pick<Recipe, 'listUrl' | 'presses'> {
  const words = presses.map(sharableWords)
  const isSharable = words.every(said => said !== null)
  return {
    listUrl: isSharable ? sharableUrl(url) : null,
    presses: isSharable ? words.filter(said => said !== null) : [],
  }
}

function isWanted(invoice: SettledInvoice, since: IsoDate): boolean {
  const on = orderingDate(invoice)
  return on === '' || on >= since
}
