/**
 * The user token of the address, which is cleaned at once: it must not stay in the history, a bookmark or a
 * screenshot. A reload therefore asks for a new token.
 */
export function takeToken(location: Pick<Location, 'href'>, history: Pick<History, 'replaceState'>): string {
  const address = new URL(location.href)
  const token = address.searchParams.get('token') ?? ''
  address.searchParams.delete('token')
  history.replaceState(null, '', `${address.pathname}${address.search}`)
  return token
}
