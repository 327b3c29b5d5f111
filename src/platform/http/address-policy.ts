import ipaddr from 'ipaddr.js'

/** Which addresses one user of the network (a callback, a run, a logo) may reach. */
export interface AddressPolicy {
  /** Also this machine and its private networks. Never metadata services, link-local, multicast or reserved ranges. */
  allowPrivate: boolean
  /** Exact origins (`http://127.0.0.1:8080`) allowed although private. From our own code or settings, never from input. */
  privateOrigins?: readonly string[]
}

/** Where a connection wants to go, before its name is resolved. */
export interface Target {
  /** A name or a literal address, IPv6 without brackets. */
  host: string
  port: number
}

/** Cloud metadata services whose address is not link-local, so that no other rule catches them all. */
const METADATA_ADDRESSES = ['100.100.100.200', '168.63.129.16', '192.0.0.192', 'fd00:ec2::254', 'fd20:ce::254']

/** Ranges (of ipaddr.js) that `allowPrivate` opens. */
const PRIVATE_RANGES = ['loopback', 'private', 'uniqueLocal', 'carrierGradeNat']

/** The only IPv6 block IANA gives to the internet at large; everything else is special in some way. */
const GLOBAL_UNICAST_V6 = ipaddr.parseCIDR('2000::/3') as [ipaddr.IPv6, number]

/** RFC 6052: what follows is an IPv4 address that a NAT64 gateway connects to. */
const NAT64 = ipaddr.parseCIDR('64:ff9b::/96') as [ipaddr.IPv6, number]

/** `::1.2.3.4`, deprecated, which ipaddr.js takes for `::ffff:1.2.3.4` and the system does not. */
const V4_COMPATIBLE = /^::\d+\./

/** True for an address of the public internet; false for anything else, text that is no address included. */
export function isGlobalAddress(ip: string): boolean {
  const address = parseAddress(ip)
  return address !== undefined && !isMetadata(address) && isGlobal(address)
}

/** Whether `policy` lets a connection to `target` use `ip`, one of the addresses its name resolved to. */
export function isAllowedAddress(ip: string, target: Target, policy: AddressPolicy): boolean {
  const address = parseAddress(ip)
  if (!address || isMetadata(address)) return false
  if (isGlobal(address)) return true
  return isPrivate(address) && (policy.allowPrivate || isPrivateOrigin(target, policy))
}

function parseAddress(ip: string): ipaddr.IPv4 | ipaddr.IPv6 | undefined {
  if (!ipaddr.isValid(ip) || V4_COMPATIBLE.test(ip)) return undefined
  const address = ipaddr.parse(ip)
  return address instanceof ipaddr.IPv6 ? (embeddedV4(address) ?? address) : address
}

/** The IPv4 address that a packet to this IPv6 address ends up at. */
function embeddedV4(address: ipaddr.IPv6): ipaddr.IPv4 | undefined {
  if (address.isIPv4MappedAddress()) return address.toIPv4Address()
  return address.match(NAT64) ? new ipaddr.IPv4(address.toByteArray().slice(12)) : undefined
}

function isMetadata(address: ipaddr.IPv4 | ipaddr.IPv6): boolean {
  return METADATA_ADDRESSES.includes(address.toString())
}

function isGlobal(address: ipaddr.IPv4 | ipaddr.IPv6): boolean {
  if (address.range() !== 'unicast') return false
  return address instanceof ipaddr.IPv4 || address.match(GLOBAL_UNICAST_V6)
}

function isPrivate(address: ipaddr.IPv4 | ipaddr.IPv6): boolean {
  return PRIVATE_RANGES.includes(address.range())
}

/** Host and port only: a proxy cannot see whether a tunnel carries http, https or a WebSocket. */
function isPrivateOrigin({ host, port }: Target, { privateOrigins = [] }: AddressPolicy): boolean {
  return privateOrigins.map(origin => targetOf(new URL(origin))).some(own => own.host === host && own.port === port)
}

/** Host and port of an http, https, ws or wss address. */
export function targetOf(url: URL): Target {
  const isSecure = url.protocol === 'https:' || url.protocol === 'wss:'
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1')
  return { host, port: url.port === '' ? (isSecure ? 443 : 80) : Number(url.port) }
}
