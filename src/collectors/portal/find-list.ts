import { roleOfLabel } from './column-roles.ts'
import { findDocumentWay } from './find-document-way.ts'
import { plainWords } from './fold-text.ts'
import { isForbidden } from './forbidden.ts'
import type { PageNode, PageSnapshot } from './page-snapshot.ts'
import { addressWords, ancestorsOf, controlWords, isControl, isInside, visibleText, walkDown } from './page-tree.ts'
import { columnOf, type Heads } from './row-blocks.ts'
import { DOCUMENTS, DOWNLOAD, INVOICE, ORDERS, OTHER_LIST, OTHER_PAPER, RECEIPT } from './words.ts'
import { findAmounts } from './written-amount.ts'
import { findDates } from './written-date.ts'

/** `orders`: rows that may or may not have an invoice each. `unclear`: nothing around says what the rows are. */
export type ListKind = 'invoices' | 'orders' | 'unclear'

/** Repeated things that look billed; one section of a page, with its own heads. */
export interface ListSection {
  /** A row is one element, or several siblings where nothing is wrapped around them. */
  rows: PageNode[][]
  heads: Heads
  /** The heading above, as written: may be a year or a contract. */
  heading: string
}

export interface FoundList {
  kind: ListKind
  sections: ListSection[]
  /** The tags from the root to a row: the same for all rows, and next time. */
  path: string
  rating: number
}

interface Features {
  dates: number
  money: number
  ways: number
  isBilled: boolean
  hasNumber: boolean
  length: number
}

const LONGEST_ROW = 1500
const LONGEST_LONE_ROW = 500
const SAYS_DOCUMENT = 4

/** The list of invoices on a page, or null. Found by what repeats, not by tags: tables, lists, cards, `dl`, grids. */
export function findList(page: PageSnapshot): FoundList | null {
  const features = countFeatures(page)
  const groups = [...groupByPath(page, features)].map(([path, nodes]) => ({ path, rows: rowsOf(nodes, features) }))
  const lists = [...groups, ...flatGroups(page, features)].map(({ path, rows }) =>
    rateGroup(page, features, path, rows),
  )
  const found = lists.filter(list => list !== null).sort((a, b) => b.rating - a.rating || b.path.length - a.path.length)
  return found[0] ?? null
}

function countFeatures(page: PageSnapshot): Map<PageNode, Features> {
  const all = new Map<PageNode, Features>()
  for (const node of page.nodes.toReversed()) {
    if (!node.isVisible) continue
    const own = node.tag === '#text' ? featuresOfText(node) : featuresOfElement(node)
    for (const child of node.children) {
      const below = all.get(child)
      if (below) addFeatures(own, below)
    }
    all.set(node, own)
  }
  return all
}

function featuresOfText({ text }: PageNode): Features {
  const dates = /\d/.test(text) ? findDates(text) : []
  const money = /\d/.test(text) ? findAmounts(text, dates).filter(amount => amount.isMoney).length : 0
  const hasNumber = /(?<![\w.:/-])(?:[A-Z]{1,6}[-/_. ]?)?\d[\d/_-]{2,}(?![\w.:])/.test(text)
  return {
    dates: dates.length,
    money,
    ways: 0,
    isBilled: INVOICE.test(plainWords(text)),
    hasNumber,
    length: text.length,
  }
}

function featuresOfElement(node: PageNode): Features {
  const isWay = (isControl(node) || node.isPointer) && !isForbidden(node)
  const isBilled =
    isControl(node) && /\.pdf($|\?)/i.test(node.attributes.href ?? '') && INVOICE.test(addressWords(node))
  const exact = node.attributes.datetime ? 1 : 0
  return { dates: exact, money: 0, ways: isWay ? 1 : 0, isBilled, hasNumber: false, length: 0 }
}

function addFeatures(sum: Features, more: Features): void {
  sum.dates += more.dates
  sum.money += more.money
  sum.ways += more.ways
  sum.length += more.length
  sum.isBilled ||= more.isBilled
  sum.hasNumber ||= more.hasNumber
}

/** A row has a date and an amount, or something to press and one of them; a number alone only where it says invoice. */
function rateRow({ dates, money, ways, isBilled, hasNumber, length }: Features): number {
  if (length > LONGEST_ROW || dates > 6 || money > 10 || ways > 14) return 0
  const rating = (dates ? 2 : 0) + (money ? 2 : 0) + (ways ? 3 : 0) + (hasNumber ? 1 : 0)
  if (dates > 0 && money > 0) return rating
  if (ways === 0) return 0
  return dates > 0 || (isBilled && (hasNumber || money > 0)) ? rating : 0
}

/** Nodes that look like rows, by the tags above them. */
function groupByPath(page: PageSnapshot, features: Map<PageNode, Features>): Map<string, PageNode[]> {
  const groups = new Map<string, PageNode[]>()
  for (const node of page.nodes) {
    const own = features.get(node)
    if (
      !own ||
      node.tag === '#text' ||
      /^(html|body|nav|header|footer|thead|#frame)$/.test(node.tag) ||
      rateRow(own) === 0
    )
      continue
    const path = pathOf(node)
    groups.set(path, [...(groups.get(path) ?? []), node])
  }
  return groups
}

function pathOf(node: PageNode): string {
  return [node, ...ancestorsOf(node)]
    .map(({ tag, attributes }) => (attributes.role ? `${tag}:${attributes.role}` : tag))
    .reverse()
    .join('/')
}

function rowsOf(nodes: PageNode[], features: Map<PageNode, Features>): PageNode[][] {
  return nodes.length > 1 ? widen(nodes) : nodes.map(node => widenOnly(node, features))
}

function flatGroups(page: PageSnapshot, features: Map<PageNode, Features>): { path: string; rows: PageNode[][] }[] {
  return page.nodes.flatMap(node => {
    const rows = node.isVisible && node.children.length > 3 ? splitFlat(node, features) : null
    return rows ? [{ path: `${pathOf(node)}/*`, rows }] : []
  })
}

function rateGroup(
  page: PageSnapshot,
  features: Map<PageNode, Features>,
  path: string,
  rows: PageNode[][],
): FoundList | null {
  const sections = cutIntoSections(page, rows)
  const kinds = sections.map(section => ({ section, kind: kindOf(page, section) }))
  const kept = kinds.filter(({ kind }) => kind !== 'other')
  const best = (['invoices', 'unclear', 'orders'] as const).find(kind => kept.some(each => each.kind === kind))
  if (!best) return null
  const chosen = kept.filter(({ kind }) => kind === best).map(({ section }) => section)
  if (rows.length === 1 && !isSurelyRow(rows[0] ?? [])) return null
  const weight = { invoices: 3, unclear: 1, orders: 0.8 }[best]
  const worth = chosen.flatMap(section => section.rows).reduce((sum, row) => sum + rateWhole(row, features), 0)
  return { kind: best, sections: chosen, path, rating: worth * weight }
}

/** What stands alone and could be anything is a row only with a document of its own. */
function isSurelyRow(row: PageNode[]): boolean {
  const way = findDocumentWay(row)
  return way !== null && way.rating >= SAYS_DOCUMENT && row.map(visibleText).join(' ').length < LONGEST_LONE_ROW
}

function rateWhole(row: PageNode[], features: Map<PageNode, Features>): number {
  const sum: Features = { dates: 0, money: 0, ways: 0, isBilled: false, hasNumber: false, length: 0 }
  for (const node of row) addFeatures(sum, features.get(node) ?? sum)
  return rateRow(sum) + (findDocumentWay(row) ? 2 : 0)
}

/** Upwards while each still has a parent of its own: the card, not the line of it that has the date. */
function widen(nodes: PageNode[]): PageNode[][] {
  let rows = nodes
  for (;;) {
    const parents = rows.map(row => row.parent)
    const isOwn =
      new Set(parents).size === rows.length &&
      parents.every(parent => parent && !/^(body|main|html|#frame|table|tbody)$/.test(parent.tag))
    if (!isOwn) return rows.map(row => [row])
    rows = parents.filter(parent => parent !== null)
  }
}

/** With a single invoice nothing repeats: the nearest element that is made for a row, if there is one close by. */
function widenOnly(node: PageNode, features: Map<PageNode, Features>): PageNode[] {
  const near = [node, ...ancestorsOf(node)].slice(0, 5)
  const row = near.find(
    above => /^(tr|li|article|dl)$/.test(above.tag) || /^(row|listitem|article)$/.test(above.attributes.role ?? ''),
  )
  const own = row && features.get(row)
  return [row && own && rateRow(own) > 0 ? row : node]
}

/** `dt dd dt dd …` or `h3 p a h3 p a …`: siblings in which the same tags come round again. */
function splitFlat(node: PageNode, features: Map<PageNode, Features>): PageNode[][] | null {
  const own = features.get(node)
  if (!own || own.dates < 2 || own.ways < 2) return null
  const parts = node.children.filter(child => child.isVisible && child.tag !== '#text')
  const words = parts.map(part => (part.tag === 'dt' || part.tag === 'th' ? plainWords(visibleText(part)) : ''))
  const [first] = parts
  const starts = parts.flatMap((part, index) => (part.tag === first?.tag && words[index] === words[0] ? [index] : []))
  const rows = starts.map((start, index) => parts.slice(start, starts[index + 1]))
  const areRows =
    rows.length > 1 &&
    rows.every(row => row.length > 1 && row.reduce((sum, part) => sum + (features.get(part)?.dates ?? 0), 0) > 0)
  return areRows ? rows : null
}

function cutIntoSections(page: PageSnapshot, rows: PageNode[][]): ListSection[] {
  const byContainer = new Map<PageNode | null, PageNode[][]>()
  for (const row of rows) {
    const [first] = row
    const above = first ? [...ancestorsOf(first)] : []
    const container =
      above.find(({ tag, attributes }) => tag === 'table' || /^(table|grid)$/.test(attributes.role ?? '')) ??
      above[0] ??
      null
    byContainer.set(container, [...(byContainer.get(container) ?? []), row])
  }
  return [...byContainer].map(([container, own]) => ({
    rows: own,
    heads: container ? headsOf(container, own) : [],
    heading: headingsAbove(page, own)[0] ?? '',
  }))
}

/** The table's head row, or the row above the first one that holds only labels. */
export function headsOf(container: PageNode, rows: PageNode[][]): Heads {
  const first = rows[0]?.[0]
  const candidates = [...walkDown(container)].filter(
    node =>
      node.isVisible && isRowLike(node) && !rows.some(row => row.includes(node)) && (!first || node.id < first.id),
  )
  const heads = candidates
    .map(readHeads)
    .filter(texts => texts.filter(text => roleOfLabel(text)).length >= (rows.length ? 1 : 2))
  return heads.at(-1) ?? []
}

function isRowLike(node: PageNode): boolean {
  return (
    node.tag === 'tr' ||
    node.tag === 'li' ||
    node.attributes.role === 'row' ||
    (node.tag === 'div' && node.children.length >= 3)
  )
}

function readHeads(row: PageNode): Heads {
  const heads: Heads = []
  const cells = row.children.filter(child => child.tag !== '#text' && child.isVisible)
  if (cells.some(cell => /\d{4}/.test(visibleText(cell)) || visibleText(cell).length > 60)) return []
  for (const cell of cells) heads[columnOf(cell)] = visibleText(cell) || (cell.attributes['aria-label'] ?? '')
  return Array.from(heads, head => head ?? '')
}

type Kind = ListKind | 'other'

/** From the nearest words to the farthest: heads and links, the heading above, the page. */
function kindOf(page: PageSnapshot, section: ListSection): Kind {
  const heads = plainWords(section.heads.join(' '))
  const headings = headingsAbove(page, section.rows).map(plainWords)
  const nearest = headings.find(words => /[a-z]{3}/.test(words) && kindOfWords(words) !== null)
  const heading = nearest ? kindOfWords(nearest) : null
  const isBilled = INVOICE.test(heads) || mostRows(section, row => isBilledRow(row))
  if (heading === 'other' && !isBilled) return 'other'
  if (heading === 'orders') return 'orders'
  if (isBilled) return heading === 'other' && !mostRows(section, hasBilledWay) ? 'other' : 'invoices'
  if (heading === 'invoices') return mostRows(section, isOtherPaper) ? 'other' : 'invoices'
  if (ORDERS.test(heads)) return 'orders'
  if (OTHER_LIST.test(heads)) return 'other'
  const around = plainWords(`${page.title} ${new URL(page.url).pathname}`)
  return heading ?? kindOfWords(around) ?? 'unclear'
}

function kindOfWords(words: string): Kind | null {
  if (INVOICE.test(words) || RECEIPT.test(words)) return 'invoices'
  if (OTHER_LIST.test(words)) return 'other'
  if (ORDERS.test(words)) return 'orders'
  return DOCUMENTS.test(words) ? 'unclear' : null
}

function isBilledRow(row: PageNode[]): boolean {
  return INVOICE.test(plainWords(row.map(visibleText).join(' '))) || hasBilledWay(row)
}

function hasBilledWay(row: PageNode[]): boolean {
  const way = findDocumentWay(row)
  return way !== null && INVOICE.test(`${controlWords(way.control)} ${addressWords(way.control)}`)
}

function isOtherPaper(row: PageNode[]): boolean {
  const words = plainWords(row.map(visibleText).join(' '))
  return OTHER_PAPER.test(words) && !INVOICE.test(words) && !DOWNLOAD.test(words)
}

function mostRows({ rows }: ListSection, is: (row: PageNode[]) => boolean): boolean {
  return rows.filter(is).length * 2 > rows.length
}

/** Visible headings before the first row that are not in a row themselves, nearest first. */
export function headingsAbove(page: PageSnapshot, rows: PageNode[][]): string[] {
  const [first] = rows[0] ?? []
  if (!first) return []
  const isHeading = (node: PageNode) =>
    /^(h[1-6]|caption|legend)$/.test(node.tag) ||
    node.attributes.role === 'heading' ||
    node.attributes['aria-selected'] === 'true'
  const above = page.nodes
    .filter(
      node =>
        node.isVisible &&
        node.id < first.id &&
        isHeading(node) &&
        !rows.some(row => row.some(part => isInside(node, part))),
    )
    .map(visibleText)
    .filter(text => text !== '' && text.length < 120)
  const named = [...ancestorsOf(first)]
    .map(({ attributes }) => attributes['aria-label'] ?? attributes.label)
    .filter(name => name !== undefined)
  return [...named, ...above.reverse().slice(0, 4)]
}
