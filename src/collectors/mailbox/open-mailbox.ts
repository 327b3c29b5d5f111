import { isIP } from 'node:net'
import { rootCertificates } from 'node:tls'
import type { ImapFlow } from 'imapflow'

export interface MailboxAddress {
  host: string
  /** The checked address behind `host`: what is connected to. */
  address: string
  port: number
  security: 'tls' | 'starttls'
  username: string
  password: string
  trustedCa: string | undefined
  /** Longest silence: then a NOOP goes out while nothing is asked; during a command the server is taken for gone. */
  quietTimeoutMs?: number
}

/** Long for a connection, short for somebody who mistyped a port and waits. */
const CONNECT_TIMEOUT_MS = 15_000
const QUIET_TIMEOUT_MS = 60_000
/** Above the largest file we read, as base64; a server that announces more is cut off before it fills the memory. */
const MAX_ANSWER_BYTES = 64 * 1024 * 1024

/** Connects, encrypts (never continues in the clear) and logs in. Rejects with imapflow's or Node's own error. */
export async function openMailbox(to: MailboxAddress): Promise<ImapFlow> {
  // Loaded by the first run, so that an idle server stays small.
  const { ImapFlow } = await import('imapflow')
  const client = new ImapFlow({
    host: to.address,
    port: to.port,
    ...(isIP(to.host) === 0 && { servername: to.host }),
    secure: to.security === 'tls',
    ...(to.security === 'starttls' && { doSTARTTLS: true }),
    ...(to.trustedCa !== undefined && { tls: { ca: [...rootCertificates, to.trustedCa] } }),
    auth: { user: to.username, pass: to.password },
    clientInfo: { name: 'invoice-collector' },
    logger: false,
    disableAutoIdle: true,
    connectionTimeout: CONNECT_TIMEOUT_MS,
    greetingTimeout: CONNECT_TIMEOUT_MS,
    socketTimeout: to.quietTimeoutMs ?? QUIET_TIMEOUT_MS,
    maxLiteralSize: MAX_ANSWER_BYTES,
    maxResponseSize: MAX_ANSWER_BYTES * 2,
  })
  // Every command rejects by itself when the connection breaks; an event nobody listens to would end the process.
  client.on('error', () => {})
  try {
    await client.connect()
    return client
  } catch (error) {
    client.close()
    throw error
  }
}
