import { htmlText, type SeenLink } from './html-text.ts'
import type { MailText } from './mail-file.ts'

/** Of one mail; a summary of many invoices comes as an archive or a portal. */
const MAX_LINKS = 3
/** A longer address is none that a supplier made. */
const MAX_ADDRESS_LENGTH = 2_000

const DOCUMENT_WORD =
  /(?<!\p{L})(?:invoices?|receipts?|bills?|credit notes?|factures?|reçus?|quittances?|avoirs?|rechnung(?:en)?|quittung(?:en)?|belege?|gutschrift(?:en)?|facturas?|recibos?|fattur[ae]|ricevut[ae]|factuur|facturen|bon|faturas?|pdf|xml)(?!\p{L})|rechnung(?!\p{L})/iu

/** They do something, or lead to something else than a document. */
const FORBIDDEN_WORD =
  /unsubscribe|opt[- ]?out|preferences|cancel|\bpay\b|pay (?:now|online|your|this|the|invoice|bill)|checkout|confirm|accept|approve|dispute|refund|delete|remove|review|feedback|survey|log ?in|sign ?in|log ?out|my account|terms|privacy|polic(?:y|ies)|help|support|faq|désabonn|désinscri|résili|annul|payer|régler|confirmer|accepter|refuser|contester|supprimer|espace client|mon compte|connexion|conditions|cgv|abmeld|abbestell|kündig|storn|bezahlen|bestätig|akzept|löschen|anmelden|einloggen|mein konto|kundenkonto|agb|datenschutz|widerruf|darse de baja|cancelar|pagar|confirmar|aceptar|iniciar sesión|mi cuenta|disiscri|cancella|paga(?:re)?\b|conferma|accetta|accedi|afmeld|uitschrijv|annuleer|betaal|bevestig|inloggen|mijn account|voorwaarden|cancelar|confirmar|aceitar|a minha conta/iu

const FILE_ADDRESS = /\.(?:pdf|xml)$/i

/** In a plain text: with what stands on its line, or on the line before when it stands alone. */
const PLAIN_LINK = /(?:([^\n]*\S)[ \t]*\r?\n)?([^\n]*?)<?(https:\/\/[^\s<>"')\]]+)/g

/**
 * The links of a mail that promise an invoice as a file, told by their words and addresses; https only. Links that pay,
 * cancel, confirm or unsubscribe are never among them: asking for such an address may already do it.
 */
export async function findDocumentLinks(texts: MailText[]): Promise<string[]> {
  const seen = await Promise.all(texts.map(linksOf))
  const promising = seen.flat().filter(isPromising)
  return [...new Set(promising.map(({ href }) => href))].slice(0, MAX_LINKS)
}

async function linksOf({ isHtml, content }: MailText): Promise<SeenLink[]> {
  if (isHtml) return (await htmlText(content)).links
  return [...content.matchAll(PLAIN_LINK)].map(([, before = '', beside = '', href = '']) => ({
    href: href.replace(/[.,;:!?]+$/, ''),
    text: beside.trim() || before.trim(),
  }))
}

function isPromising({ href, text }: SeenLink): boolean {
  if (href.length > MAX_ADDRESS_LENGTH || !URL.canParse(href)) return false
  const { protocol, pathname, username } = new URL(href)
  if (protocol !== 'https:' || username !== '') return false
  const words = text.normalize('NFC')
  if (FORBIDDEN_WORD.test(words) || FORBIDDEN_WORD.test(readable(pathname))) return false
  return (
    DOCUMENT_WORD.test(words) ||
    (FILE_ADDRESS.test(pathname) && DOCUMENT_WORD.test(readable(pathname.replace(FILE_ADDRESS, ''))))
  )
}

/** `/my_invoice-2026.pdf` as words. */
function readable(pathname: string): string {
  try {
    return decodeURIComponent(pathname).replace(/[/_.+-]+/g, ' ')
  } catch {
    return pathname
  }
}
