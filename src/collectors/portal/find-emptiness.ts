import { roleOfLabel } from './column-roles.ts'
import { headsOf } from './find-list.ts'
import { plainWords } from './fold-text.ts'
import type { PageSnapshot } from './page-snapshot.ts'
import { visibleText } from './page-tree.ts'
import { INVOICE } from './words.ts'

const THINGS =
  '(?:factures?|invoices?|bills?|receipts?|statements?|[a-z]*rechnung(?:en)?|belege?|facturas?|recibos?|fatture|fattura|bollett[ae]|factuur|facturen|faturas?|documents?|documentos?|dokumente?|documenti|documenten)'
const SAID = [
  `(?:no|zero|0|not any|without) (?:[a-z]+ ){0,2}${THINGS}`,
  `(?:not|don t|do not|haven t|have not|any) (?:[a-z]+ ){0,4}any (?:[a-z]+ ){0,1}${THINGS}`,
  `(?:aucune?|pas (?:encore )?(?:de|d)|pas de|0) (?:nouvelle )?${THINGS}`,
  `(?:keine?|noch keine|0) (?:[a-z]+ ){0,2}${THINGS}`,
  `(?:no hay|no tienes?|ningun[a]?|sin|no existen|no se han encontrado) (?:[a-z]+ ){0,2}${THINGS}`,
  `(?:nessun[a]?|non (?:ci sono|hai|sono presenti)) (?:[a-z]+ ){0,2}${THINGS}`,
  `(?:geen|nog geen) (?:[a-z]+ ){0,2}${THINGS}`,
  `(?:nenhuma?|sem|nao (?:ha|existem|tem)) (?:[a-z]+ ){0,2}${THINGS}`,
  `${THINGS} (?:[a-z]+ ){0,4}(?:will appear here|apparaitront ici|erscheinen hier|apareceran aqui|appariranno qui)`,
]
const NO_INVOICE = new RegExp(`(?<![a-z0-9])(?:${SAID.join('|')})(?![a-z])`)
/** Enough only where the page is about invoices: every table says it of itself. */
const NO_ROWS =
  /(?<![a-z0-9])(?:no (?:data|results?|records?|entries|items|rows)|nothing (?:here|to show|yet|found)|aucun(?:e)? (?:resultats?|donnees?|elements?|enregistrements?)|keine (?:daten|eintrage|ergebnisse|treffer)|(?:sin|no hay) (?:datos|resultados|registros)|nessun (?:dato|risultato|elemento)|geen (?:gegevens|resultaten|items)|(?:sem|nenhum) (?:dados|resultados?|registos?|registros?))(?![a-z])/

/** The page's own word that there are no invoices, or null. Silence is not it. */
export function findEmptiness(page: PageSnapshot): string | null {
  const texts = page.nodes.filter(node => node.isVisible && node.tag === '#text' && node.text.length < 240)
  for (const { text, parent } of texts) {
    const line = parent ? visibleText(parent).slice(0, 300) : text
    if (/^(a|button|option)$/.test(parent?.tag ?? '')) continue
    if (NO_INVOICE.test(plainWords(line))) return line
  }
  if (!isAboutInvoices(page)) return null
  return texts.find(({ text }) => NO_ROWS.test(plainWords(text)))?.text ?? emptyTable(page)
}

/** A table with heads we understand and no row under them. */
function emptyTable(page: PageSnapshot): string | null {
  for (const table of page.nodes.filter(
    node => node.isVisible && (node.tag === 'table' || node.attributes.role === 'table'),
  )) {
    const heads = headsOf(table, [])
    const roles = new Set(heads.map(roleOfLabel))
    const isKnown = roles.has('date') && (roles.has('total') || roles.has('number'))
    const body = visibleText(table).replace(heads.join(' '), '').trim()
    if (isKnown && body === '') return `empty list with the heads ${heads.join(', ')}`
  }
  return null
}

function isAboutInvoices(page: PageSnapshot): boolean {
  const headings = page.nodes.filter(node => node.isVisible && /^(h[1-4]|caption)$/.test(node.tag)).map(visibleText)
  return [page.title, new URL(page.url).pathname, ...headings].some(text => INVOICE.test(plainWords(text)))
}
