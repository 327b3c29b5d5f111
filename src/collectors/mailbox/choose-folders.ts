import type { ListResponse } from 'imapflow'
import { readWildcards } from './wildcards.ts'

/** What of a listed folder decides. */
export type ListedFolder = Pick<ListResponse, 'path' | 'delimiter' | 'flags' | 'specialUse'>

/** `\All`, `\Flagged` and `\Important` are views: what they show also lies in a folder of its own. */
const LEFT_OUT_USES = ['\\Trash', '\\Junk', '\\Drafts', '\\Sent', '\\All', '\\Flagged', '\\Important']

/** For servers without special-use flags, and for the second “Sent” that many accounts have. */
const LEFT_OUT_NAMES = new RegExp(
  `^(?:${[
    'trash|bin|deleted(?: items| messages)?|corbeille|(?:éléments|messages) supprimés|papierkorb|gelöschte (?:elemente|objekte)|papelera|cestino|prullenbak',
    'junk(?: ?e?-?mail)?|spam|spamverdacht|bulk(?: mail)?|courrier indésirable|indésirables|pourriel|unerwünscht|correo no deseado|posta indesiderata|ongewenste e-mail',
    'drafts?|brouillons?|entwürfe|borradores|bozze|concepten',
    "sent(?: items| messages| mail)?|outbox|(?:éléments |messages )?envoyés|boîte d[’']envoi|gesendet(?:e (?:elemente|objekte))?|postausgang|enviados|(?:posta )?inviata|verzonden(?: items)?",
  ].join('|')})$`,
  'iu',
)

/**
 * The folders to read. `wanted` is the user's own list (see `readWildcards`); without
 * one, or with one that only leaves out, every folder that can be opened but those where no invoice of a supplier belongs. Gmail with its “All Mail”
 * shown: only that one, since every mail lies there once; `isOwnMail` then tells the user's own apart.
 */
export function chooseFolders<Folder extends ListedFolder>(listed: Folder[], wanted = '', isGmail = false): Folder[] {
  const readable = listed.filter(({ flags }) => !flags.has('\\Noselect') && !flags.has('\\NonExistent'))
  const named = readWildcards(wanted, 'whole')
  const asked = readable.filter(folder => named.fits(slashed(folder)))
  if (named.asksFor) return asked
  const allMail = isGmail && named.isEmpty ? readable.find(({ specialUse }) => specialUse === '\\All') : undefined
  if (allMail) return [allMail]
  const leftOut = listed.filter(isLeftOut)
  return asked.filter(folder => !leftOut.some(other => isSameOrBelow(folder, other)))
}

/** Gmail's “All Mail” also shows what the user wrote; a supplier's mail has none of these labels. */
export function isOwnMail(labels: Set<string> | undefined): boolean {
  return labels !== undefined && ['\\Sent', '\\Draft', '\\Drafts', '\\Trash', '\\Junk'].some(own => labels.has(own))
}

function isLeftOut({ path, delimiter, flags, specialUse }: ListedFolder): boolean {
  if (LEFT_OUT_USES.some(use => use === specialUse || flags.has(use))) return true
  const name = delimiter ? path.split(delimiter).at(-1) : path
  return LEFT_OUT_NAMES.test((name ?? path).normalize('NFC'))
}

function isSameOrBelow(folder: ListedFolder, other: ListedFolder): boolean {
  return folder.path === other.path || (other.delimiter !== '' && folder.path.startsWith(other.path + other.delimiter))
}

/** With `/` between the levels, whatever the server uses: people write it so. */
function slashed({ path, delimiter }: ListedFolder): string {
  return (delimiter ? path.replaceAll(delimiter, '/') : path).normalize('NFC')
}
