import { isForbidden } from './forbidden.ts'
import type { PageNode, PageSnapshot } from './page-snapshot.ts'
import { addressWords, ancestorsOf, controlWords, isControl, isDisabled, isInside, webAddressOf } from './page-tree.ts'
import {
  ACCOUNT,
  CONTRACTS,
  DOCUMENTS,
  HISTORY,
  INVOICE,
  NEXT_PAGE,
  ORDERS,
  OTHER_PAPER,
  PAYMENTS,
  PREVIOUS_PAGE,
  RECEIPT,
} from './words.ts'

/** A step that may lead towards the invoices. */
export interface Lead {
  control: PageNode
  /** For a link: where it goes. Without it the control has to be pressed. */
  href?: string
  words: string
  /** 10 and more: says invoices. Below 2 it is not worth a page. */
  rating: number
}

/** A page too many costs seconds, a wrong button may cost money: buttons need better reasons. */
const LEAST_FOR_LINK = 1.5
const LEAST_FOR_BUTTON = 3

/**
 * What to follow from this page in search of invoices, best first, each address once. `rows` are those of a list on
 * this page: what stands in them leads to documents, not to lists.
 */
export function rateLinks(page: PageSnapshot, rows: PageNode[] = []): Lead[] {
  const here = new URL(page.url)
  const byTarget = new Map<string, Lead>()
  const repeated = repeatedButtons(page)
  for (const control of page.nodes) {
    if (!isControl(control) || isDisabled(control) || repeated.has(control)) continue
    if (rows.some(row => isInside(control, row))) continue
    const lead = rateLink(control, here)
    if (!lead) continue
    const target = lead.href ?? `${lead.words}`
    const known = byTarget.get(target)
    if (!known || known.rating < lead.rating) byTarget.set(target, lead)
  }
  return [...byTarget.values()].sort((a, b) => b.rating - a.rating)
}

/** A button that stands there several times is about one row each, not a way through the site. */
function repeatedButtons(page: PageSnapshot): Set<PageNode> {
  const byWords = new Map<string, PageNode[]>()
  for (const node of page.nodes) {
    if (!node.isVisible || !isControl(node) || webAddressOf(node)) continue
    const words = controlWords(node)
    byWords.set(words, [...(byWords.get(words) ?? []), node])
  }
  return new Set([...byWords.values()].filter(nodes => nodes.length > 2).flat())
}

function rateLink(control: PageNode, here: URL): Lead | null {
  const href = webAddressOf(control)
  if (isForbidden(control) || (href !== undefined && !isWorthOpening(href, here))) return null
  if (href === undefined && (!control.isVisible || isSending(control))) return null
  const words = controlWords(control)
  if (words.length > 150 || isPaging(words)) return null
  const rating = rateWords(words) + rateWords(addressWords(control)) * 0.4 - penaltyOf(control, words)
  if (rating < (href === undefined ? LEAST_FOR_BUTTON : LEAST_FOR_LINK)) return null
  return { control, words, rating, ...(href !== undefined && { href }) }
}

/** More of the list we stand on is for whoever reads the list. */
function isPaging(words: string): boolean {
  return /^\d{0,3}$/.test(words)
    ? words !== ''
    : words.length < 20 && (NEXT_PAGE.test(words) || PREVIOUS_PAGE.test(words))
}

/** The same site (or a neighbour of the same domain), no file, not where we are. */
function isWorthOpening(href: string, here: URL): boolean {
  const url = URL.parse(href)
  if (!url || siteOf(url) !== siteOf(here)) return false
  if (/\.(?:pdf|zip|xml|csv|xlsx?|docx?|png|jpe?g|svg|gif|mp4|ics|apk|exe)$/i.test(url.pathname)) return false
  return url.href !== here.href
}

/** The last two labels of a host name; an address with a port by itself. */
export function siteOf({ hostname, port }: URL): string {
  if (/^[\d.]+$|:/.test(hostname) || !hostname.includes('.')) return `${hostname}:${port}`
  const labels = hostname.split('.')
  const isDouble = /^(co|com|org|net|gov|ac)$/.test(labels.at(-2) ?? '') && (labels.at(-1)?.length ?? 0) === 2
  return labels.slice(isDouble ? -3 : -2).join('.')
}

function rateWords(words: string): number {
  if (words === '') return 0
  let rating = 0
  if (INVOICE.test(words)) rating += 10
  if (RECEIPT.test(words)) rating += 7
  if (DOCUMENTS.test(words)) rating += 5
  if (PAYMENTS.test(words)) rating += 4
  if (ORDERS.test(words)) rating += 4
  if (HISTORY.test(words)) rating += 2
  if (ACCOUNT.test(words)) rating += 3
  if (CONTRACTS.test(words)) rating += 2.5
  // The more else it says, the less it is about invoices: menu entries are short, articles are not.
  return rating - Math.max(0, words.split(' ').length - 6) * 0.5
}

function penaltyOf(control: PageNode, words: string): number {
  const text = `${words} ${addressWords(control)}`
  let penalty = 0
  if (OTHER_PAPER.test(text)) penalty += 5
  if (
    /(?<![a-z])(?:address(?:es)?|adresses?|settings?|preferences?|parametres|einstellungen|ajustes|impostazioni|instellingen|configuracoes|methods?|moyens?|cards?|password|mot de passe|passwort|understand|comprendre|verstehen|entender|capire|begrijpen|calcul[a-z]*|paperless|e ?mail|contact|kontakt|about|legal|impressum|mentions|privacy|datenschutz|career|jobs?|blog|press|news|store|shop|community|forum|support|api|developers?|status|pricing|tarifs?|preise|new|create|ajouter|neu|estimate|simulat[a-z]*|plainte|complaint|guarantee|garantie)(?![a-z])/.test(
      text,
    )
  )
    penalty += 4
  if (
    [...ancestorsOf(control)].some(
      above => above.tag === 'footer' || /(^|[\s_-])footer/i.test(above.attributes.class ?? ''),
    )
  )
    penalty += 2
  if ([...ancestorsOf(control)].some(({ attributes }) => attributes.role === 'tablist' || attributes.role === 'menu'))
    penalty -= 0.5
  return penalty
}

/** A button inside a form sends it, unless it says it is of another kind. */
function isSending(control: PageNode): boolean {
  const isSubmit = control.attributes.type === 'submit' || control.attributes.type === 'image'
  return isSubmit && [...ancestorsOf(control)].some(above => above.tag === 'form')
}
