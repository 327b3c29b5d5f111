import { CollectError, type CollectLog, type FetchedDocument, type Http } from '#collector-kit/index.ts'
import { HEAD_BYTES, sniffedKind } from './detect-kind.ts'

/** Larger than any invoice; what a stranger's server sends must not fill the memory. */
const MAX_FILE_BYTES = 20 * 1024 * 1024

/** `later`: the server is down at the moment. `none`: nothing that would be an invoice. */
export type Linked = FetchedDocument | 'later' | 'none'

/** Asks for a link found in a mail: https and public addresses only. What comes must be a PDF or an e-invoice by content. */
export async function fetchLinked(http: Http, url: string, log: CollectLog): Promise<Linked> {
  // The address itself opens the document for whoever reads the log, so only its host is named.
  const { host } = new URL(url)
  try {
    const { status, bytes } = await http.send(url, { fromStranger: true })
    if (status === 429 || status >= 500) return 'later'
    const kind = sniffedKind(bytes.subarray(0, HEAD_BYTES))
    const isDocument = status === 200 && (kind === 'pdf' || kind === 'xml') && bytes.length <= MAX_FILE_BYTES
    if (isDocument) return { bytes, filename: `${host}.${kind}` }
    log.info({ host, status }, 'A link in a mail leads to no document')
    return 'none'
  } catch (error) {
    if (!(error instanceof CollectError)) throw error
    log.warn({ host, code: error.code }, 'A link in a mail could not be followed')
    return error.retry && error.code === 'supplier_unavailable' ? 'later' : 'none'
  }
}
