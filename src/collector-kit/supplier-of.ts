import type { Collector } from './contract.ts'

/**
 * Whose servers a run with these parameters asks: the host for collectors of any portal or mail server, else the
 * collector itself. Limits runs at once, and tells a user's portals apart. Holds nothing secret.
 */
export function supplierOf({ id }: Pick<Collector, 'id'>, params: Record<string, unknown>): string {
  const { url, host } = params
  if (typeof url === 'string' && URL.canParse(url)) return new URL(url).host
  return typeof host === 'string' ? host.toLowerCase() : id
}
