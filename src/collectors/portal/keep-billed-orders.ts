import { addDays, type IsoDate } from '#domain/iso-date.ts'
import { findDocumentOnPage } from './document-on-page.ts'
import { inTab } from './fetch-document.ts'
import type { PageSnapshot } from './page-snapshot.ts'
import { addressWords, controlWords } from './page-tree.ts'
import type { PortalPage } from './portal-page.ts'
import type { ListedRow } from './read-rows.ts'
import { digestOf, type WalkedRow } from './walk-list.ts'
import { INVOICE, RECEIPT } from './words.ts'

/** What is known of orders from earlier runs, by digest: whether they have an invoice. */
export type KnownOrders = Record<string, boolean>

/** Each costs a page, the first time. */
const MAX_LOOKED_AT = 60
/** An order without an invoice may get one when it is sent; after so long it will not. */
const WAITED_FOR_DAYS = 60

export interface OrdersErrand {
  portal: PortalPage
  listPage: PageSnapshot
  known: KnownOrders
  today: IsoDate
  /** The day of a row's order. */
  dayOf(row: ListedRow): IsoDate | null
}

/**
 * An order is no invoice: of a list of orders only those rows stay that have one. Where the row does not say, the
 * order's own page is looked at once, and the answer kept.
 */
export async function keepBilledOrders(
  rows: WalkedRow[],
  errand: OrdersErrand,
): Promise<{ billed: WalkedRow[]; known: KnownOrders }> {
  const known = { ...errand.known }
  const billed: WalkedRow[] = []
  let lookedAt = 0
  for (const row of rows) {
    const digest = digestOf(row)
    if (!saysInvoice(row) && needsLook(row, known[digest], errand) && lookedAt < MAX_LOOKED_AT) {
      lookedAt++
      known[digest] = await hasInvoice(row, errand)
    }
    if (saysInvoice(row) || known[digest]) billed.push(row)
  }
  return { billed, known }
}

function saysInvoice({ way }: ListedRow): boolean {
  const said = way ? `${controlWords(way.control)} ${addressWords(way.control)}` : ''
  return INVOICE.test(said) || RECEIPT.test(said)
}

function needsLook(row: WalkedRow, known: boolean | undefined, { dayOf, today }: OrdersErrand): boolean {
  if (row.href === null || known === true) return false
  const day = dayOf(row)
  return known === undefined || day === null || addDays(day, WAITED_FOR_DAYS) > today
}

async function hasInvoice({ href, number, amount }: WalkedRow, { portal, listPage }: OrdersErrand): Promise<boolean> {
  return inTab(portal, async tab => {
    await tab.open(href ?? '', portal.url)
    const page = await tab.read()
    const found = findDocumentOnPage(page, { number, amount: amount?.digits ?? null, before: listPage })
    if (found.is !== 'way') return found.is !== 'none'
    const said = `${controlWords(found.way.control)} ${addressWords(found.way.control)}`
    return INVOICE.test(said) || RECEIPT.test(said)
  })
}
