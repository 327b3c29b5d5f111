import type { Collector } from './contract.ts'

/**
 * Whose servers a run with these parameters asks: the host for the collector of any portal, else the collector itself.
 * Limits runs at once, and tells a user's portals apart. Null for mailboxes: one mail server is made for many readers,
 * and all users of a large one must not wait for each other. Holds nothing secret.
 */
export function supplierOf(
  { id, kind }: Pick<Collector, 'id' | 'kind'>,
  params: Record<string, unknown>,
): string | null {
  if (kind === 'mailbox') return null
  const { url } = params
  return typeof url === 'string' && URL.canParse(url) ? new URL(url).host : id
}
