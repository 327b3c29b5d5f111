import type { Store } from './store.ts'

const PURPOSE = 'document'
const VALID_MS = 7 * 24 * 3_600_000

/** A link to an invoice's document for whoever holds it, valid for 7 days. */
export function documentLink(store: Store, publicUrl: string, invoiceId: string): string {
  const token = store.keyring.signLink(PURPOSE, invoiceId, new Date(store.now().getTime() + VALID_MS))
  return `${publicUrl}/api/v1/document/${token}`
}

/** The invoice a link names, while the link is valid. */
export function invoiceOfLink(store: Store, token: string): string | undefined {
  return store.keyring.checkLink(PURPOSE, token, store.now())
}
