import { lookup as dnsLookup } from 'node:dns/promises'
import { isIP } from 'node:net'
import { type AddressPolicy, isAllowedAddress, type Target } from './address-policy.ts'
import { AddressRefused } from './request-errors.ts'

export interface ResolvedAddress {
  address: string
  family: number
}

/** Every address of a name. */
export type Lookup = (host: string) => Promise<ResolvedAddress[]>

/** The system's own way, `/etc/hosts` included. */
export const lookUpAll: Lookup = host => dnsLookup(host, { all: true })

/**
 * The addresses of a target that the policy allows, at least one. Throws `AddressRefused`, or the lookup's own error.
 * Connect to one of these, never to the name: it may resolve to something else the next time.
 */
export async function resolveAllowed(
  target: Target,
  policy: AddressPolicy,
  lookup: Lookup = lookUpAll,
): Promise<ResolvedAddress[]> {
  const family = isIP(target.host)
  const found = family === 0 ? await lookup(target.host) : [{ address: target.host, family }]
  const allowed = found.filter(({ address }) => isAllowedAddress(address, target, policy))
  if (allowed.length > 0) return allowed
  throw new AddressRefused(
    `${target.host} is not a public address, and this server does not connect to others.`,
    found.map(({ address }) => address),
  )
}
