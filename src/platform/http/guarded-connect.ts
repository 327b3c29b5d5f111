import { once } from 'node:events'
import { isIP, type LookupFunction, connect as netConnect, type Socket } from 'node:net'
import { type SecureContext, connect as tlsConnect } from 'node:tls'
import type { AddressPolicy, Target } from './address-policy.ts'
import { AddressRefused, ConnectionFailed } from './request-errors.ts'
import { type Lookup, lookUpAll, type ResolvedAddress, resolveAllowed } from './resolve-allowed.ts'

export interface GuardedConnectOptions {
  target: Target
  policy: AddressPolicy
  /** Speak TLS, with the certificate checked for the target's name. */
  tls?: { secureContext?: SecureContext }
  /** For name, connection and TLS together. */
  timeoutMs?: number
  lookup?: Lookup
}

const CONNECT_TIMEOUT_MS = 10_000

/**
 * Opens a connection to a target that the policy allows. The name is resolved once and the connection goes to an
 * address of that one answer which passed the check, so a name that changes its mind in between gains nothing.
 * A name with both kinds of address is reached through the allowed ones. Throws `AddressRefused` or `ConnectionFailed`.
 */
export async function guardedConnect(options: GuardedConnectOptions): Promise<Socket> {
  const { target, policy, tls, timeoutMs = CONNECT_TIMEOUT_MS, lookup = lookUpAll } = options
  const deadline = new AbortController()
  const timer = setTimeout(() => deadline.abort(connectTimeout()), timeoutMs)
  try {
    const addresses = await beforeDeadline(resolveAllowed(target, policy, lookup), deadline.signal)
    const socket = await openTcp(target, addresses, deadline.signal)
    return tls ? await openTls(socket, target, { ...tls, deadline: deadline.signal }) : socket
  } catch (error) {
    if (error instanceof AddressRefused) throw error
    throw new ConnectionFailed(target.host, deadline.signal.aborted ? deadline.signal.reason : error)
  } finally {
    clearTimeout(timer)
  }
}

function connectTimeout(): Error {
  return Object.assign(new Error('No connection in time'), { code: 'ETIMEDOUT' })
}

/** A name lookup cannot be called off, only left alone. */
async function beforeDeadline<Value>(work: Promise<Value>, deadline: AbortSignal): Promise<Value> {
  const { promise, reject } = Promise.withResolvers<never>()
  const onDeadline = () => reject(deadline.reason)
  deadline.addEventListener('abort', onDeadline)
  try {
    return await Promise.race([work, promise])
  } finally {
    deadline.removeEventListener('abort', onDeadline)
  }
}

/** Node tries the addresses in turn (Happy Eyeballs); the lookup it is given knows only those that passed. */
async function openTcp({ host, port }: Target, addresses: ResolvedAddress[], deadline: AbortSignal): Promise<Socket> {
  const checked: LookupFunction = (_host, { all }, done) => {
    const [first] = addresses
    if (all) done(null, addresses)
    else done(null, first?.address ?? '', first?.family)
  }
  const socket = netConnect({ host, port, lookup: checked, autoSelectFamily: true, noDelay: true, keepAlive: true })
  return opened(socket, 'connect', deadline)
}

async function openTls(
  socket: Socket,
  { host }: Target,
  { secureContext, deadline }: { secureContext?: SecureContext; deadline: AbortSignal },
): Promise<Socket> {
  const name = host.replace(/\.$/, '')
  const secure = tlsConnect({
    socket,
    host: name,
    // An address in the SNI is forbidden (RFC 6066); the certificate is then checked for `host`.
    ...(isIP(name) === 0 && { servername: name }),
    ALPNProtocols: ['http/1.1'],
    ...(secureContext && { secureContext }),
  })
  return opened(secure, 'secureConnect', deadline)
}

async function opened(socket: Socket, event: 'connect' | 'secureConnect', deadline: AbortSignal): Promise<Socket> {
  try {
    await once(socket, event, { signal: deadline })
    return socket
  } catch (error) {
    socket.destroy()
    throw error
  }
}
