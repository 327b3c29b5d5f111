import { z } from 'zod'
import * as words from './words.ts'

/**
 * What was learnt about one supplier's portal, as data. It is shared by all users of the supplier, so it holds
 * nothing that could be a user's: addresses with numbers or tokens in them and words that are not in our own
 * vocabulary are left out, and the step is found afresh each time instead.
 */
export const Recipe = z.object({
  version: z.literal(1),
  /** The page with the login form. */
  loginUrl: z.url().nullable(),
  /** Where one stands after the login. */
  homeUrl: z.url().nullable(),
  /** The page with the list, or null where its address names a user. */
  listUrl: z.url().nullable(),
  /** What is pressed, in words, on `listUrl` (or on the first page inside) until the list shows. */
  presses: z.array(z.string()),
  kind: z.enum(['invoices', 'orders', 'unclear']),
  notation: z
    .object({ dateOrder: z.enum(['dmy', 'mdy']).nullable(), decimalMark: z.enum([',', '.']).nullable() })
    .nullable(),
})
export type Recipe = z.output<typeof Recipe>

const PERSONAL_KEY =
  /user|customer|client|account|contract|token|session|sid|auth|key|state|nonce|code|ticket|sig|hash|uid|guid|mail|^id$|_id$|Id$/i
const VOCABULARY = Object.values(words).map(({ source }) => new RegExp(source, 'g'))
const LITTLE_WORDS =
  /(?<![a-z])(?:my|your|the|and|of|mes|mon|ma|vos|votre|les|la|le|et|de|des|du|meine?|ihre?|und|der|die|das|mis?|sus?|los|las|y|del|miei?|mie|i|e|le|mijn|uw|je|en|as|os|meus?|minhas?|to|see)(?![a-z])/g

/** The address without what only this session needs, or null when the rest still names somebody. */
export function sharableUrl(address: string): string | null {
  const url = URL.parse(address)
  if (!url || !/^https?:$/.test(url.protocol) || url.username) return null
  for (const [key, value] of [...url.searchParams]) {
    if (PERSONAL_KEY.test(key) && isPersonal(value)) return null
    if (isPersonal(value) || PERSONAL_KEY.test(key)) url.searchParams.delete(key)
  }
  if (!url.hash.startsWith('#/') && !url.hash.startsWith('#!')) url.hash = ''
  const parts = `${url.pathname}/${url.hash}`.split(/[/;?&=#]/)
  return parts.some(isPersonal) ? null : url.href
}

/** The words when every one of them is of our own vocabulary: `mes factures`, never `jean dupont`. */
export function sharableWords(said: string): string | null {
  const left = VOCABULARY.reduce((rest, pattern) => rest.replace(pattern, ' '), said)
  return left.replace(LITTLE_WORDS, ' ').trim() === '' ? said : null
}

/** Long numbers, identifiers, tokens, e-mail addresses. A year is nobody's. */
function isPersonal(part: string): boolean {
  if (/@|%40/.test(part)) return true
  if (/^(19|20)\d{2}$/.test(part)) return false
  if (/\d{3,}/.test(part)) return true
  return (
    /^[0-9a-f-]{16,}$/i.test(part) || (part.length >= 20 && /\d/.test(part) && !/[-_.]/.test(part)) || part.length > 60
  )
}
