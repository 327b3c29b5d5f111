import { randomBytes, timingSafeEqual } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, request as requestHttp, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { pipeline } from 'node:stream/promises'
import { type AddressPolicy, type Target, targetOf } from './address-policy.ts'
import { guardedConnect } from './guarded-connect.ts'
import { OpenSockets } from './open-sockets.ts'
import { AddressRefused } from './request-errors.ts'
import type { Lookup } from './resolve-allowed.ts'

export interface GuardedProxyOptions {
  policy: AddressPolicy
  /** Address to listen on; only this machine by default. */
  host?: string
  lookup?: Lookup
}

export interface GuardedProxy {
  /** `http://127.0.0.1:41234` */
  server: string
  username: string
  password: string
  /** Everything that went to and from the browser so far. */
  bytes(): number
  /** Ends every connection. */
  close(): Promise<void>
}

/** Portals with many cookies send heads larger than Node's 16 kB. */
const MAX_HEAD_BYTES = 65_536

/** They concern one connection only and go no further (RFC 9110, 7.6.1). */
const HOP_HEADERS = ['connection', 'keep-alive', 'te', 'trailer', 'transfer-encoding', 'upgrade']

/**
 * A forward proxy that lets one browser context reach what its policy allows and nothing else: pages, workers,
 * WebSockets and whatever Chromium asks for by itself. Its password is random, so only that context can use it.
 */
export async function startGuardedProxy(options: GuardedProxyOptions): Promise<GuardedProxy> {
  const login = { username: 'context', password: randomBytes(24).toString('base64url') }
  const sockets = new OpenSockets()
  const connect: Connect = async target => sockets.add(await guardedConnect({ ...options, target }))
  const server = createServer({ maxHeaderSize: MAX_HEAD_BYTES })
    .on('connection', (socket: Socket) => sockets.add(socket, { counted: true }))
    .on('connect', (request: IncomingMessage, socket: Socket, head: Buffer) => {
      if (isLoggedIn(request, login)) void tunnel(request, { socket, head, connect })
      else refuse(socket, '407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm="proxy"')
    })
    .on('request', (request: IncomingMessage, response: ServerResponse) => {
      if (isLoggedIn(request, login)) void forward(request, response, connect)
      else response.writeHead(407, { 'proxy-authenticate': 'Basic realm="proxy"' }).end()
    })
  server.listen(0, options.host ?? '127.0.0.1')
  await once(server, 'listening')
  return {
    server: addressOf(server.address() as AddressInfo),
    ...login,
    bytes: () => sockets.bytes(),
    async close() {
      if (!server.listening) return
      const closed = once(server, 'close')
      server.close()
      sockets.destroyAll()
      await closed
    },
  }
}

type Connect = (target: Target) => Promise<Socket>

function addressOf({ address, family, port }: AddressInfo): string {
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`
}

function isLoggedIn({ headers }: IncomingMessage, { username, password }: { username: string; password: string }) {
  const wanted = Buffer.from(`Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`)
  const given = Buffer.from(headers['proxy-authorization'] ?? '')
  return given.length === wanted.length && timingSafeEqual(given, wanted)
}

/** The whole answer to a CONNECT that is not granted. */
function refuse(socket: Socket, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`)
}

/** CONNECT: https and WebSockets, whose bytes we do not see. */
async function tunnel(
  { url = '' }: IncomingMessage,
  { socket, head, connect }: { socket: Socket; head: Buffer; connect: Connect },
): Promise<void> {
  if (!URL.canParse(`http://${url}`)) return refuse(socket, '400 Bad Request')
  try {
    const upstream = await connect(targetOf(new URL(`http://${url}`)))
    if (socket.destroyed) return void upstream.destroy()
    socket.write('HTTP/1.1 200 Connection Established\r\n\r\n')
    upstream.write(head)
    socket.pipe(upstream).pipe(socket)
    socket.once('close', () => upstream.destroySoon())
    upstream.once('close', () => socket.destroySoon())
  } catch (error) {
    refuse(socket, error instanceof AddressRefused ? '403 Forbidden' : '502 Bad Gateway')
  }
}

/** `GET http://host/path`: plain http. */
async function forward(request: IncomingMessage, response: ServerResponse, connect: Connect): Promise<void> {
  const url = URL.canParse(request.url ?? '') ? new URL(request.url ?? '') : undefined
  if (url?.protocol !== 'http:') return answerPlainly(response, 400, 'Only http addresses.')
  try {
    const upstream = await connect(targetOf(url))
    response.once('close', () => upstream.destroy())
    const outgoing = requestHttp({
      createConnection: () => upstream,
      method: request.method,
      path: `${url.pathname}${url.search}`,
      headers: ['host', url.host, ...endToEnd(request.rawHeaders, ['host', 'proxy-authorization', 'proxy-connection'])],
      maxHeaderSize: MAX_HEAD_BYTES,
    })
    // Node tells of some breaks twice; the first is seen below.
    outgoing.on('error', () => {})
    // A refusal may come before the whole upload went out.
    pipeline(request, outgoing).catch(error => outgoing.destroy(error))
    const [answer] = (await once(outgoing, 'response')) as [IncomingMessage]
    response.writeHead(answer.statusCode ?? 502, answer.statusMessage, endToEnd(answer.rawHeaders))
    await pipeline(answer, response)
  } catch (error) {
    if (response.headersSent || response.destroyed) response.destroy()
    else if (error instanceof AddressRefused) answerPlainly(response, 403, error.message)
    else answerPlainly(response, 502, 'The host does not answer.')
  }
}

function answerPlainly(response: ServerResponse, status: number, message: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(message)
}

/** `rawHeaders` (names and values in turn) without those for this connection only and those in `also`. */
function endToEnd(rawHeaders: string[], also: string[] = []): string[] {
  return rawHeaders.filter((_, index) => {
    const name = (rawHeaders[index - (index % 2)] ?? '').toLowerCase()
    return !HOP_HEADERS.includes(name) && !also.includes(name)
  })
}
