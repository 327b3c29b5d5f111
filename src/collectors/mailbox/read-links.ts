import type { CollectLog, FetchedDocument, Http } from '#collector-kit/index.ts'
import { dmarcPassedFor } from './authentication-results.ts'
import { fetchLinked } from './fetch-linked.ts'
import { findDocumentLinks } from './find-document-links.ts'
import type { MailText } from './mail-file.ts'
import { readHeaders } from './read-headers.ts'
import type { MessagePlace } from './read-receipt.ts'

interface LinkReading {
  http: Http
  /** The IMAP server's name. */
  host: string
  log: CollectLog
}

/** `later`: a server is down, so the whole mail is to be read again. */
export type LinkedDocuments = FetchedDocument[] | 'later'

/**
 * The documents that a mail links to. Only links of senders whose domain passed DMARC at the user's own server are
 * followed, and none of a newsletter.
 */
export async function readLinks(
  { http, host, log }: LinkReading,
  place: MessagePlace,
  texts: MailText[],
): Promise<LinkedDocuments> {
  const links = await findDocumentLinks(texts)
  if (links.length === 0 || !(await isTrusted(place, host))) return []
  const documents: FetchedDocument[] = []
  for (const link of links) {
    const linked = await fetchLinked(http, link, log)
    if (linked === 'later') return 'later'
    if (linked !== 'none') documents.push(linked)
  }
  return documents
}

/** Two senders are none: the one that was checked need not be the one that is shown. */
async function isTrusted({ client, uid, envelope: { from = [] } }: MessagePlace, host: string): Promise<boolean> {
  const [sender, ...others] = from
  const domain = sender?.address?.split('@').at(-1)?.toLowerCase()
  if (!domain || others.length > 0) return false
  const { authenticationResults, isNewsletter } = await readHeaders(client, uid)
  return !isNewsletter && dmarcPassedFor(authenticationResults, host) === domain
}
