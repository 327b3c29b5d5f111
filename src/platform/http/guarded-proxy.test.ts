import { once } from 'node:events'
import { createServer, type IncomingMessage, type RequestListener, request } from 'node:http'
import { type AddressInfo, connect, createServer as createTcpServer, type Server, type Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterEach, describe, expect, test } from 'vitest'
import { type GuardedProxy, startGuardedProxy } from './guarded-proxy.ts'

const cleanups: (() => unknown)[] = []
afterEach(async () => {
  for (const cleanUp of cleanups.splice(0).reverse()) await cleanUp()
})

async function listening(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  cleanups.push(() => server.close())
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

function serve(listener: RequestListener) {
  const server = createServer(listener)
  cleanups.push(() => server.closeAllConnections())
  return listening(server)
}

async function proxyTo(...privateOrigins: string[]) {
  const proxy = await startGuardedProxy({ policy: { allowPrivate: false, privateOrigins } })
  cleanups.push(() => proxy.close())
  return proxy
}

function authorization({ username, password }: { username: string; password: string }) {
  return { 'proxy-authorization': `Basic ${btoa(`${username}:${password}`)}` }
}

async function through(proxy: GuardedProxy, url: string, { method = 'GET', headers = {}, body = '' } = {}) {
  const { hostname, port } = new URL(proxy.server)
  const outgoing = request({
    host: hostname,
    port,
    path: url,
    method,
    headers: { ...authorization(proxy), ...headers },
  })
  const [answer] = (await once(outgoing.end(body), 'response')) as [IncomingMessage]
  return { status: answer.statusCode, headers: answer.headers, body: await text(answer) }
}

async function tunnelTo(proxy: GuardedProxy, authority: string, headers: object = authorization(proxy)) {
  const { hostname, port } = new URL(proxy.server)
  const outgoing = request({ host: hostname, port, path: authority, method: 'CONNECT', headers: { ...headers } })
  const [answer, socket] = (await once(outgoing.end(), 'connect')) as [IncomingMessage, Socket]
  cleanups.push(() => socket.destroy())
  return { status: answer.statusCode, headers: answer.headers, socket }
}

/** Sends back what it gets. */
async function serveEcho() {
  const url = await listening(createTcpServer(socket => socket.on('error', () => {}).pipe(socket)))
  return new URL(url).host
}

describe('plain http', () => {
  test('goes through with method, path, headers and body; the proxy’s password stays', async () => {
    const url = await serve(({ headers, method, url: path, rawHeaders }, response) => {
      response.setHeader('set-cookie', ['a=1', 'b=2'])
      response.writeHead(418, 'Teapot').end(JSON.stringify({ method, path, x: headers['x-own'], rawHeaders }))
    })
    const answer = await through(await proxyTo(url), `${url}/p?q=1`, {
      method: 'PUT',
      headers: { 'x-own': '1' },
      body: 'b',
    })
    expect(answer).toMatchObject({ status: 418, headers: { 'set-cookie': ['a=1', 'b=2'] } })
    expect(JSON.parse(answer.body)).toMatchObject({ method: 'PUT', path: '/p?q=1', x: '1' })
    expect(answer.body).not.toMatch(/proxy/i)
  })

  test('a refused address is a 403, a dead one a 502, no address a 400', async () => {
    const [own, other] = [await serve((_, response) => response.end()), await serve((_, response) => response.end())]
    const proxy = await proxyTo(own, 'http://127.0.0.1:1')
    expect((await through(proxy, own)).status).toBe(200)
    expect((await through(proxy, other)).status).toBe(403)
    expect((await through(proxy, own.replace('127.0.0.1', 'localhost'))).status).toBe(403)
    expect((await through(proxy, 'http://169.254.169.254/latest/meta-data')).status).toBe(403)
    expect((await through(proxy, 'http://127.0.0.1:1')).status).toBe(502)
    expect((await through(proxy, '/relative')).status).toBe(400)
    expect((await through(proxy, 'ftp://example.com/')).status).toBe(400)
  })

  test('an answer that breaks off breaks off for the browser too', async () => {
    const url = await serve((_, response) => {
      response.writeHead(200, { 'content-length': 100 }).write('start', () => response.destroy())
    })
    await expect(through(await proxyTo(url), url)).rejects.toMatchObject({ code: 'ECONNRESET' })
  })
})

describe('tunnels', () => {
  test('carry bytes both ways', async () => {
    const host = await serveEcho()
    const { status, socket } = await tunnelTo(await proxyTo(`http://${host}`), host)
    expect(status).toBe(200)
    socket.write('hello')
    expect(String((await once(socket, 'data'))[0])).toBe('hello')
  })

  test('to refused addresses are a 403', async () => {
    const [own, other] = [await serveEcho(), await serveEcho()]
    const proxy = await proxyTo(`http://${own}`)
    expect((await tunnelTo(proxy, other)).status).toBe(403)
    expect((await tunnelTo(proxy, own.replace('127.0.0.1', 'localhost'))).status).toBe(403)
    expect((await tunnelTo(proxy, '[::1]:443')).status).toBe(403)
    expect((await tunnelTo(proxy, '0x7f000001:443')).status).toBe(403)
    expect((await tunnelTo(proxy, 'a:b:443')).status).toBe(400)
  })
})

describe('strangers', () => {
  test.each([{}, authorization({ username: 'context', password: 'guess' }), { 'proxy-authorization': 'Basic' }])(
    'without the password (%j) get a 407',
    async headers => {
      const url = await serve((_, response) => response.end())
      const proxy = await proxyTo(url)
      const wrong = { 'proxy-authorization': '', ...headers }
      expect(await through(proxy, url, { headers: wrong })).toMatchObject({ status: 407 })
      const refused = await tunnelTo(proxy, new URL(url).host, headers)
      expect(refused).toMatchObject({ status: 407, headers: { 'proxy-authenticate': 'Basic realm="proxy"' } })
    },
  )

  test('of another context do not share a password', async () => {
    const [one, two] = [await proxyTo(), await proxyTo()]
    expect(one.password).not.toBe(two.password)
  })
})

test('traffic is counted', async () => {
  const url = await serve((_, response) => response.end('x'.repeat(100_000)))
  const proxy = await proxyTo(url)
  await through(proxy, url)
  expect(proxy.bytes()).toBeGreaterThan(100_000)
  expect(proxy.bytes()).toBeLessThan(102_000)
})

test('close() ends tunnels and idle connections, and nobody comes in any more', async () => {
  const host = await serveEcho()
  const proxy = await proxyTo(`http://${host}`)
  const { socket } = await tunnelTo(proxy, host)
  const { hostname, port } = new URL(proxy.server)
  const idle = connect(Number(port), hostname).on('error', () => {})
  await once(idle, 'connect')
  const ended = Promise.all([once(socket, 'close'), once(idle, 'close')])
  await proxy.close()
  await ended
  await expect(tunnelTo(proxy, host)).rejects.toMatchObject({ code: 'ECONNREFUSED' })
})
