import { type DocumentWay, isSection, rateWay } from './find-document-way.ts'
import { plainWords, wordsOfAddress } from './fold-text.ts'
import type { PageNode, PageSnapshot } from './page-snapshot.ts'
import { ancestorsOf, controlWords, isControl, isDisabled, visibleText } from './page-tree.ts'
import { DOWNLOAD, INVOICE, OTHER_LIST, PRINT, RECEIPT } from './words.ts'

/** What a page that a row led to offers. */
export type DocumentOnPage =
  | { is: 'embedded'; url: string }
  | { is: 'way'; way: DocumentWay }
  /** A page made to be read as the invoice itself. */
  | { is: 'printable'; way: DocumentWay | null }
  | { is: 'none' }

export interface SoughtRow {
  number: string | null
  /** The digits of its amount, as written. */
  amount: string | null
  /** The page with the list: what is there too is of the site, not of this row. */
  before: PageSnapshot | null
}

/** A control that only says "view" leads on, it is not the document. */
const SAYS_DOCUMENT = 4

/** Finds the document on a detail page, in a dialog or a viewer that a row opened. */
export function findDocumentOnPage(page: PageSnapshot, row: SoughtRow): DocumentOnPage {
  const known = new Set(row.before?.nodes.filter(isControl).map(identityOf))
  const viewers = page.nodes.filter(node => isFrame(node) && !known.has(identityOf(node)))
  const file = viewers.find(isFileViewer)?.attributes.src
  if (file) return { is: 'embedded', url: file }
  const ways = page.nodes
    .filter(
      node =>
        node.isVisible && isControl(node) && !isDisabled(node) && !known.has(identityOf(node)) && !isInNavigation(node),
    )
    .map(node => ({ node, way: rateWay(node) }))
    .filter(({ node, way }) => way !== null && way.rating >= SAYS_DOCUMENT && saysFile(node))
    .sort((a, b) => closeness(b, row) - closeness(a, row))
  const [best] = ways
  if (best?.way) return { is: 'way', way: best.way }
  const framed = viewers.find(isInvoiceViewer)?.attributes.src
  if (framed) return { is: 'embedded', url: framed }
  if (!isInvoiceItself(page, row)) return { is: 'none' }
  const print = page.nodes.find(
    node => node.isVisible && isControl(node) && PRINT.test(controlWords(node)) && !isInNavigation(node),
  )
  return { is: 'printable', way: print ? rateWay(print) : null }
}

function isFrame({ tag, isVisible, attributes }: PageNode): boolean {
  return isVisible && /^(iframe|embed|object)$/.test(tag) && Boolean(attributes.src)
}

function isFileViewer({ attributes }: PageNode): boolean {
  return /^blob:|^data:application\/pdf|\.pdf($|[?#])/i.test(attributes.src ?? '') || /pdf/i.test(attributes.type ?? '')
}

/** May be a page as well, so what says "download" comes first. */
function isInvoiceViewer({ attributes }: PageNode): boolean {
  return /^https?:/.test(attributes.src ?? '') && INVOICE.test(wordsOfAddress(attributes.src ?? ''))
}

function saysFile(node: PageNode): boolean {
  const words = controlWords(node)
  return (
    DOWNLOAD.test(words) ||
    node.attributes.download !== undefined ||
    /\.pdf($|\?)/i.test(node.attributes.href ?? '') ||
    (INVOICE.test(words) && !isSection(words))
  )
}

function isInNavigation(node: PageNode): boolean {
  return [...ancestorsOf(node)].some(
    above =>
      /^(nav|header|footer|aside)$/.test(above.tag) ||
      /^(navigation|banner|contentinfo)$/.test(above.attributes.role ?? ''),
  )
}

function closeness({ node, way }: { node: PageNode; way: DocumentWay | null }, { number }: SoughtRow): number {
  const near = [node, ...ancestorsOf(node)].slice(0, 4).map(visibleText).join(' ')
  return (way?.rating ?? 0) + (DOWNLOAD.test(controlWords(node)) ? 3 : 0) + (number && near.includes(number) ? 10 : 0)
}

/** A page that calls itself an invoice and carries this row's number or amount. */
function isInvoiceItself(page: PageSnapshot, { number, amount }: SoughtRow): boolean {
  const text = visibleText(page.root)
  const headings = page.nodes
    .filter(node => node.isVisible && /^(h[1-4]|strong|b|th|caption)$/.test(node.tag))
    .map(visibleText)
  const titles = plainWords([page.title, ...headings].join(' '))
  const isNamed = INVOICE.test(titles) || RECEIPT.test(titles)
  const isThisOne = (number !== null && text.includes(number)) || (amount !== null && text.includes(amount))
  return (
    isNamed &&
    isThisOne &&
    !/(?<![a-z])(?:devis|quote|angebot)(?![a-z])/.test(titles) &&
    !OTHER_LIST.test(plainWords(page.title))
  )
}

function identityOf(node: PageNode): string {
  return `${node.attributes.href ?? node.attributes.src ?? ''} ${controlWords(node)}`
}
