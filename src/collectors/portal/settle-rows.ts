import type { Money } from '#collector-kit/contract.ts'
import { addDays, type IsoDate } from '#domain/iso-date.ts'
import type { ListedRow } from './read-rows.ts'
import { type DecimalMark, decideDecimalMark, decimalOfWritten } from './written-amount.ts'
import {
  type DateOrder,
  type DateOrderHints,
  decideDateOrder,
  isoOfWritten,
  proveDateOrder,
  type WrittenDate,
} from './written-date.ts'

/** How this list writes dates and amounts; null where it proves nothing. */
export interface Notation {
  dateOrder: DateOrder | null
  decimalMark: DecimalMark | null
}

type Decided = Notation & { dateOrder: DateOrder }

export interface SettledInvoice<Row extends ListedRow = ListedRow> {
  /** Identifies it for ever: its number, or its day, amount and place among equals. Never an address: those hold sessions. */
  ref: string
  number: string | null
  issuedOn: IsoDate | null
  dueOn: IsoDate | null
  total: Money | null
  row: Row
}

/** Decides day and month, and the decimal mark, over all rows at once, and gives every row its reference. */
export function settleRows<Row extends ListedRow>(
  rows: Row[],
  hints: DateOrderHints & { decimalMark?: DecimalMark | null | undefined },
): { invoices: SettledInvoice<Row>[]; notation: Notation } {
  const dates = rows.flatMap(row => (row.date ? [row.date] : []))
  const amounts = rows.flatMap(row => (row.amount ? [row.amount] : []))
  const currencies = new Set(rows.map(row => row.amount?.currency ?? row.currencyNearby).filter(each => each !== null))
  const [currency = null] = currencies.size === 1 ? currencies : []
  const dateOrder = decideDateOrder(dates, { ...hints, currency })
  const decimalMark = decideDecimalMark(amounts, hints.decimalMark)
  const settled = rows.map(row => settleRow(row, { dateOrder, decimalMark }, hints.today))
  const notation = { dateOrder: proveDateOrder(dates, hints.today) ?? hints.known ?? null, decimalMark }
  return { invoices: giveReferences(settled), notation }
}

/** What stands for the day of a row while ordering: a period counts as its last day. */
export function orderingDate({ issuedOn, row }: SettledInvoice): string {
  if (issuedOn) return issuedOn
  return row.date?.year && row.date.month ? `${row.date.year}-${String(row.date.month).padStart(2, '0')}-31` : ''
}

function settleRow<Row extends ListedRow>(row: Row, notation: Decided, today: IsoDate): SettledInvoice<Row> {
  return {
    ref: '',
    number: row.number,
    issuedOn: dayOf(row.date, row, notation, today),
    dueOn: dayOf(row.due, row, notation, null),
    total: totalOf(row, notation),
    row,
  }
}

/** `4 March` without a year anywhere is the last 4 March there was. */
function dayOf(
  date: WrittenDate | null,
  row: ListedRow,
  { dateOrder }: Decided,
  today: IsoDate | null,
): IsoDate | null {
  if (!date) return null
  const written = isoOfWritten(date, dateOrder, row.yearNearby ?? undefined)
  if (written || date.year || !today) return written
  const thisYear = isoOfWritten(date, dateOrder, Number(today.slice(0, 4)))
  return thisYear && thisYear > addDays(today, 1)
    ? isoOfWritten(date, dateOrder, Number(today.slice(0, 4)) - 1)
    : thisYear
}

function totalOf(row: ListedRow, { decimalMark }: Decided): Money | null {
  const currency = row.amount?.currency ?? row.currencyNearby
  return row.amount && currency ? { amount: decimalOfWritten(row.amount, decimalMark), currency } : null
}

function giveReferences<Row extends ListedRow>(settled: SettledInvoice<Row>[]): SettledInvoice<Row>[] {
  const counts = new Map<string, number>()
  const withRefs = oldestFirst(settled).map(invoice => {
    const base = invoice.number ?? unnamedReference(invoice)
    const count = (counts.get(base) ?? 0) + 1
    counts.set(base, count)
    return { ...invoice, ref: count === 1 ? base : `${base}#${count}` }
  })
  return newestFirst(withRefs)
}

function unnamedReference(invoice: SettledInvoice): string {
  const { total } = invoice
  const parts = [orderingDate(invoice), total?.amount, total?.currency].filter(Boolean)
  return parts.length > 0 ? parts.join(' ') : invoice.row.text.slice(0, 120)
}

/** Equals keep the order of the page turned round: the lowest one there is the oldest. */
function oldestFirst<Row extends ListedRow>(invoices: SettledInvoice<Row>[]): SettledInvoice<Row>[] {
  const isAscending = orderingDate(invoices[0] ?? blank) < orderingDate(invoices.at(-1) ?? blank)
  const turned = isAscending ? invoices : invoices.toReversed()
  return turned.toSorted((a, b) => orderingDate(a).localeCompare(orderingDate(b)))
}

function newestFirst<Row extends ListedRow>(invoices: SettledInvoice<Row>[]): SettledInvoice<Row>[] {
  return invoices.toReversed()
}

const blank = { issuedOn: null, row: { date: null } } as unknown as SettledInvoice
