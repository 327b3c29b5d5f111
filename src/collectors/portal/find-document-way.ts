import { isForbidden } from './forbidden.ts'
import type { PageNode } from './page-snapshot.ts'
import { addressWords, controlHints, controlWords, isControl, isDisabled, walkDown, webAddressOf } from './page-tree.ts'
import { DOWNLOAD, INVOICE, OTHER_PAPER, PRINT, RECEIPT, VIEW } from './words.ts'

/** How to get at a row's document. */
export interface DocumentWay {
  /** The address of a plain link; absent when a script decides what a press does. */
  href?: string
  control: PageNode
  /** How surely it is the document: above 4 it is said to be one, below it may be a page on the way. */
  rating: number
}

/** A link costs a GET and is tried with little to go by; a button may do anything and must say what it does. */
const LEAST_FOR_LINK = 1
const LEAST_FOR_BUTTON = 2
const SAYS_DOCUMENT = 4
const ACTING_SCRIPT = /delete|remove|cancel|pay|supprim|resili/i
const SEVERAL =
  /(?<![a-z])(?:my|mes|vos|all|toutes|meine|alle|mis|tutte|todas|back|retour|zuruck|volver|torna|terug|voltar|history|historique)(?![a-z])/

/**
 * The best control of a row, given as its nodes: shown, or a plain link in a closed part of it; else the row itself,
 * when all of it can be pressed. Never a forbidden one.
 */
export function findDocumentWay(nodes: PageNode[]): DocumentWay | null {
  const inside = nodes
    .flatMap(node => [...walkDown(node)])
    .filter(node => !nodes.includes(node) || isControlItself(node))
  const ways = inside
    .filter(node => (isControl(node) || node.isPointer) && !isDisabled(node))
    .map(node => (node.isVisible ? rateWay(node) : rateHidden(node)))
    .filter(way => way !== null)
  return ways.sort((a, b) => b.rating - a.rating)[0] ?? pressWhole(nodes)
}

/** A card that is one big link is rated by its words; a row with a script on it has the words of the whole row. */
function isControlItself(node: PageNode): boolean {
  return node.tag === 'a' || node.tag === 'button'
}

function rateHidden(node: PageNode): DocumentWay | null {
  const way = rateWay(node)
  return way?.href && way.rating >= SAYS_DOCUMENT ? { ...way, rating: way.rating - 1 } : null
}

/** A row that opens when it is pressed: its words are data, not what pressing it does. */
function pressWhole(nodes: PageNode[]): DocumentWay | null {
  const row = nodes.find(node => node.isPointer || node.attributes.onclick !== undefined || isControl(node))
  return row && !ACTING_SCRIPT.test(row.attributes.onclick ?? '') ? { control: row, rating: LEAST_FOR_BUTTON } : null
}

export function rateWay(control: PageNode): DocumentWay | null {
  const href = webAddressOf(control)
  const scheme = /^([a-z]+):/i.exec(control.attributes.href ?? '')?.[1]?.toLowerCase()
  if (scheme && !/^(https?|javascript|blob|data)$/.test(scheme)) return null
  if (isForbidden(control)) return null
  const rating = rateWords(control) + rateAddress(control)
  const opensPage = href !== undefined && !/^javascript/i.test(href)
  if (rating < (opensPage ? LEAST_FOR_LINK : LEAST_FOR_BUTTON)) return null
  return opensPage ? { href, control, rating } : { control, rating }
}

function rateWords(control: PageNode): number {
  const words = controlWords(control)
  const hints = controlHints(control)
  let rating = 0
  if (DOWNLOAD.test(words)) rating += 5
  if (INVOICE.test(words) || RECEIPT.test(words)) rating += isSection(words) ? -4 : 4
  if (PRINT.test(words)) rating += 2
  if (VIEW.test(words)) rating += 2
  if (
    rating === 0 &&
    /(?<![a-z])(?:downloads?|pdf|file|document|invoice|facture|rechnung|receipt|arrow down)(?![a-z])/.test(hints)
  )
    rating += 3
  if (rating === 0 && opensMenu(control, `${words} ${hints}`)) rating += 2
  if (rating === 0 && /\d{3}/.test(words)) rating += 1
  if (OTHER_PAPER.test(words)) rating -= INVOICE.test(words) ? 3 : 8
  if (/(?<![a-z])(?:xml|csv|xls|xlsx|zip|ubl)(?![a-z])/.test(words)) rating -= 3
  return words.length > 120 ? Math.min(rating, 2) : rating
}

/** `See my invoices` leads to a list of them. */
export function isSection(words: string): boolean {
  if (!INVOICE.test(words) || DOWNLOAD.test(words)) return false
  return (
    SEVERAL.test(words) ||
    /(?:invoices|factures|bills|rechnungen|facturas|fatture|bollette|facturen|faturas)$/.test(words)
  )
}

/** The three dots at the end of a row. */
function opensMenu({ attributes }: PageNode, named: string): boolean {
  const isMenu = attributes['aria-haspopup'] !== undefined || attributes['aria-expanded'] !== undefined
  return (
    isMenu ||
    /(?<![a-z])(?:actions?|options|aktionen|acciones|azioni|acties|acoes|kebab|ellipsis|dots|dropdown)(?![a-z])/.test(
      named,
    )
  )
}

function rateAddress(control: PageNode): number {
  const href = webAddressOf(control)
  if (!href) return control.attributes.download !== undefined ? 3 : control.isPointer && !isControl(control) ? 2 : 0
  const words = addressWords(control)
  let rating = 1
  if (/\.pdf($|[?#])/i.test(href) || /(?<![a-z])pdf(?![a-z])/.test(words)) rating += 2
  if (/(?<![a-z])(?:download|telecharger|attachment|file|print)(?![a-z])/.test(words)) rating += 1.5
  if (INVOICE.test(words) || /document|receipt|bill|beleg/.test(words)) rating += 1
  if (control.attributes.download !== undefined) rating += 2
  if (OTHER_PAPER.test(words) && !INVOICE.test(words)) rating -= 4
  return rating
}
