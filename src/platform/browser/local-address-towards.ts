import { once } from 'node:events'
import { connect } from 'node:net'
import { targetOf } from '../http/address-policy.ts'
import { BrowserUnavailable } from './browser-unavailable.ts'

const CONNECT_TIMEOUT_MS = 10_000

/** The address of ours from which a server is reached, and so, short of address translation, at which it reaches us. */
export async function localAddressTowards(address: string): Promise<string> {
  const target = targetOf(new URL(address))
  const socket = connect({ ...target, autoSelectFamily: true })
  try {
    await once(socket, 'connect', { signal: AbortSignal.timeout(CONNECT_TIMEOUT_MS) })
    return socket.localAddress ?? '127.0.0.1'
  } catch (cause) {
    throw new BrowserUnavailable('Nothing answers at BROWSER_WS_ENDPOINT.', { cause })
  } finally {
    socket.destroy()
  }
}
