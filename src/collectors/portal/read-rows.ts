import type { ColumnRole } from './column-roles.ts'
import { type DocumentWay, findDocumentWay } from './find-document-way.ts'
import type { FoundList, ListSection } from './find-list.ts'
import { plainWords } from './fold-text.ts'
import type { PageNode, PageSnapshot } from './page-snapshot.ts'
import { isControl, visibleText } from './page-tree.ts'
import { cutIntoBlocks, isPeriod, type RowBlock } from './row-blocks.ts'
import { INVOICE, OTHER_PAPER, RECEIPT } from './words.ts'
import { findCurrency, type WrittenAmount } from './written-amount.ts'
import type { WrittenDate } from './written-date.ts'

/** A row as it is written; what its digits mean is decided over the whole list, in `settleRows`. */
export interface ListedRow {
  number: string | null
  date: WrittenDate | null
  due: WrittenDate | null
  amount: WrittenAmount | null
  /** From the head, the row or the page, where it does not stand beside the amount. */
  currencyNearby: string | null
  /** From the heading or the selected year, for dates written without one. */
  yearNearby: number | null
  way: DocumentWay | null
  /** Its whole text: finds the row again after the page was drawn anew. */
  text: string
  /** Its words without those of its links and buttons. */
  ownWords: string
  /** The row says of itself that it is an invoice or a receipt. */
  saysInvoice: boolean
}

interface CutRow {
  nodes: PageNode[]
  blocks: RowBlock[]
  section: ListSection
}

/** Reads every row of a list. Which column is what is decided once for all rows, by heads and labels first, then by values. */
export function readRows(page: PageSnapshot, list: FoundList): ListedRow[] {
  const cut = list.sections.flatMap(section =>
    section.rows.map(nodes => ({ nodes, blocks: cutIntoBlocks(nodes, section.heads), section })),
  )
  const columns = chooseColumns(cut)
  const pageCurrency = onlyCurrency(page)
  return (
    cut
      .map(row => readRow(row, columns, pageCurrency))
      // An order's number is not its invoice's.
      .map(row => (list.kind === 'orders' ? { ...row, number: null } : row))
      .filter(row => row.date !== null || row.amount !== null || row.way !== null)
      .filter(row => list.kind === 'invoices' || !isOtherPaper(row))
  )
}

interface Columns {
  date: string | null
  amount: string | null
  number: string | null
  /** Where numbers stand in rows: one row may call its number something else. */
  numberPlaces: Set<string>
}

function chooseColumns(rows: CutRow[]): Columns {
  const number = bestKey(rows, rateNumber, keepsApart)
  const numberBlocks = rows.flatMap(({ blocks }) => inColumn(blocks, number, rateNumber))
  return {
    date: bestKey(rows, rateDate),
    amount: bestKey(rows, rateAmount),
    number,
    numberPlaces: new Set(numberBlocks.map(({ key }) => key)),
  }
}

/** The place (or the role, where rows are irregular) that is best over all rows together. */
function bestKey(
  rows: CutRow[],
  rate: (block: RowBlock) => number,
  isGood?: (blocks: RowBlock[]) => boolean,
): string | null {
  const byKey = new Map<string, { rating: number; blocks: RowBlock[] }>()
  for (const { blocks } of rows) {
    const inRow = new Map<string, { block: RowBlock; rating: number }>()
    for (const block of blocks) {
      const rating = rate(block)
      const key = columnKey(block)
      if (rating > (inRow.get(key)?.rating ?? 0)) inRow.set(key, { block, rating })
    }
    for (const [key, { block, rating }] of inRow) {
      const known = byKey.get(key) ?? { rating: 0, blocks: [] }
      byKey.set(key, { rating: known.rating + rating, blocks: [...known.blocks, block] })
    }
  }
  const good = [...byKey].filter(([, { blocks }]) => !isGood || isGood(blocks))
  return good.sort(([, a], [, b]) => b.rating - a.rating)[0]?.[0] ?? null
}

/** A label names the column even where its place in the row moves. */
function columnKey({ role, isHint, key }: RowBlock): string {
  return role && !isHint ? `${role}` : key
}

const DATE_RATING: Partial<Record<ColumnRole, number>> = {
  date: 8,
  total: 2,
  number: 4,
  other_date: 2,
  paid: 1,
  due: 0.5,
  period: 0.5,
}

function rateDate({ dates, role, isHint, text }: RowBlock): number {
  const [first] = dates
  if (!first || isPeriod(text, dates)) return 0
  const base = role ? (DATE_RATING[role] ?? 1.5) : 4
  return (isHint ? (base + 4) / 2 : base) * (first.pair || first.day ? 1 : 0.2)
}

const AMOUNT_RATING: Partial<Record<ColumnRole, number>> = {
  total: 8,
  balance: 2,
  net: 1.5,
  tax: 0.2,
  number: 0,
  other_number: 0,
  date: 3,
}

function rateAmount({ amounts, dates, role, isHint }: RowBlock): number {
  const [first] = amounts.filter(amount => amount.isMoney || role === 'total')
  if (!first || (dates.length > 0 && role === 'period')) return 0
  const base = role ? (AMOUNT_RATING[role] ?? 3) : 4
  // Of several unnamed amounts the one with tax is never the smaller: a hair of weight for size decides ties.
  const size = Number(first.digits.replace(/\D/g, '')) / (/[.,]\d{2}$/.test(first.digits) ? 100 : 1)
  return (isHint ? (base + 4) / 2 : base) + Math.min(0.9, Math.log10(1 + size) / 10)
}

function rateNumber(block: RowBlock): number {
  const number = numberIn(block)
  if (!number || block.role === 'other_number') return 0
  if (block.role === 'number') return block.isHint ? 6 : 9
  if (/^(date|due|paid|period|total|net|tax|balance|other_date)$/.test(block.role ?? '') && !block.isHint) return 0
  const isNamed = INVOICE.test(plainWords(block.text)) || /n[°º]|#|\bno\b/i.test(block.text)
  return (isNamed ? 5 : 2) + (/[A-Za-z]/.test(number) ? 1 : 0) - (number.length < 4 ? 1.5 : 0)
}

/** The same value in every row is a customer's or a contract's number. */
function keepsApart(blocks: RowBlock[]): boolean {
  const numbers = blocks.map(numberIn)
  return numbers.length < 2 || new Set(numbers).size > numbers.length / 2
}

const NUMBER_WITH_NAME =
  /(?:n[°º]|nr\.?|no\.?|num[eé]ro|number|nummer|n[uú]mero|numero|#|invoice|facture|rechnung|factura|fattura|factuur|fatura|bill|r[eé]f[a-z]*\.?)\s*[:#.]*\s*((?=[A-Z0-9/_.-]*\d)[A-Z0-9][A-Z0-9/_.-]{1,38}[A-Z0-9])/i
const NUMBER_ALONE =
  /^[#\s]*((?=[A-Z0-9/_. -]*\d{2})[A-Z0-9][A-Z0-9/_.-]*(?: ?[/-]? ?[A-Z0-9/_.-]*\d[A-Z0-9/_.-]*){0,3})\.?$/i
const NUMBER_INSIDE = /(?<![\w/-])((?=[A-Z]{0,5}[-/_.]?\d)(?:[A-Z]{1,6}[-/_. ]?)?\d{2,}(?:[-/_.][A-Z0-9]+)*)(?![\w/])/

const LEADING_LABEL =
  /^(?:[\p{L}'’]+[.:]?\s+){0,3}(?:n[°º]|nr\.?|no\.?|[\p{L}]*num[eé]ro|number|[\p{L}]*nummer|n[uú]mero|#|invoice|facture|[\p{L}]*rechnung|factura|fattura|factuur|fatura|bill|avoir|credit note|gutschrift)\s*[:#.]*\s+(?=\S*\d)/iu

/** The invoice number in a block, without dates, amounts and file extensions. */
export function numberIn(block: RowBlock): string | null {
  const taken = [...block.dates, ...block.amounts.filter(amount => amount.isMoney)]
  let text = block.text
  for (const { at, length } of taken) text = text.slice(0, at) + ' '.repeat(length) + text.slice(at + length)
  text = text
    .replace(/\.(pdf|xml|html?)\b/gi, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .replace(LEADING_LABEL, '')
  const isNumberColumn = block.role === 'number'
  const found = NUMBER_ALONE.exec(text)?.[1] ?? NUMBER_WITH_NAME.exec(text)?.[1] ?? NUMBER_INSIDE.exec(text)?.[1]
  const number = (
    found ?? (isNumberColumn && /\d/.test(text) && text.length <= 40 ? text.replace(/^.*[:#°]\s*/, '') : null)
  )?.trim()
  if (!number || (!isNumberColumn && /^(19|20)\d{2}$/.test(number)) || (!isNumberColumn && number.length < 3))
    return null
  return number
}

function readRow({ nodes, blocks, section }: CutRow, columns: Columns, pageCurrency: string | null): ListedRow {
  const text = nodes.map(visibleText).join(' ')
  const dateBlock = pick(blocks, columns.date, rateDate)
  const amountBlock = pick(blocks, columns.amount, rateAmount)
  const numberBlock =
    inColumn(blocks, columns.number, rateNumber)[0] ??
    blocks.find(block => columns.numberPlaces.has(block.key) && rateNumber(block) > 0)
  const head = section.heads.join(' ')
  return {
    number: numberBlock ? numberIn(numberBlock) : null,
    date: dateBlock?.dates[0] ?? null,
    due: blocks.find(block => block.role === 'due' && block.dates.length > 0)?.dates[0] ?? null,
    amount: amountBlock?.amounts.find(amount => amount.isMoney) ?? amountBlock?.amounts[0] ?? null,
    currencyNearby: findCurrency(text) ?? findCurrency(head) ?? pageCurrency,
    yearNearby: yearIn(section.heading),
    way: findDocumentWay(nodes),
    text,
    ownWords: plainWords(nodes.map(textOutsideControls).join(' ')),
    saysInvoice: INVOICE.test(plainWords(text)) || RECEIPT.test(plainWords(text)),
  }
}

function textOutsideControls(node: PageNode): string {
  if (!node.isVisible || isControl(node)) return ''
  return node.tag === '#text' ? node.text : node.children.map(textOutsideControls).join(' ')
}

/** The block of the list's column; in a row that lacks it, the row's own best that is not called something else. */
function pick(blocks: RowBlock[], key: string | null, rate: (block: RowBlock) => number): RowBlock | undefined {
  const own = inColumn(blocks, key, rate)
  return own[0] ?? blocks.filter(block => rate(block) >= 2).toSorted((a, b) => rate(b) - rate(a))[0]
}

function inColumn(blocks: RowBlock[], key: string | null, rate: (block: RowBlock) => number): RowBlock[] {
  const own = blocks.filter(block => columnKey(block) === key && rate(block) > 0)
  return own.toSorted((a, b) => rate(b) - rate(a))
}

function yearIn(heading: string): number | null {
  const year = /(?<!\d)(20\d{2})(?!\d)/.exec(heading)?.[1]
  return year ? Number(year) : null
}

/** The currency all amounts of the page are in, when there is exactly one. */
function onlyCurrency(page: PageSnapshot): string | null {
  const seen = new Set<string>()
  for (const node of page.nodes) {
    if (node.tag !== '#text' || !node.isVisible) continue
    const currency = /\d/.test(node.text) || node.text.length < 20 ? findCurrency(node.text) : null
    if (currency) seen.add(currency)
  }
  return seen.size === 1 ? ([...seen][0] ?? null) : null
}

function isOtherPaper(row: ListedRow): boolean {
  return OTHER_PAPER.test(row.ownWords) && !row.saysInvoice
}
