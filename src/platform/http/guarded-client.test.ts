import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type RequestListener } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { type AddressInfo, createServer as createTcpServer, type Socket, type Server as TcpServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib'
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { createGuardedClient, type GuardedClientOptions, type GuardedRequest } from './guarded-client.ts'

const BASIC = { timeoutMs: 5_000, maxBytes: 1_000_000, redirects: 5 }
const OPEN = { allowPrivate: true }

const cleanups: (() => unknown)[] = []
afterEach(async () => {
  for (const cleanUp of cleanups.splice(0).reverse()) await cleanUp()
})

function client(options: Partial<GuardedClientOptions> = {}) {
  const made = createGuardedClient({
    policy: OPEN,
    userAgent: 'InvoiceCollector/test (+https://collector.example)',
    ...options,
  })
  cleanups.push(() => made.close())
  return { ...made, get: (url: string, more: Partial<GuardedRequest> = {}) => made.request({ url, ...BASIC, ...more }) }
}

async function listening(server: TcpServer, sockets = new Set<Socket>()) {
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
  cleanups.push(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return (server.address() as AddressInfo).port
}

async function serve(listener: RequestListener) {
  const server = createServer(listener)
  cleanups.push(() => server.closeAllConnections())
  return `http://127.0.0.1:${await listening(server)}`
}

/** Speaks bytes instead of HTTP. */
async function serveRaw(onConnection: (socket: Socket) => void) {
  const sockets = new Set<Socket>()
  const server = createTcpServer(socket => {
    sockets.add(socket.on('error', () => {}))
    onConnection(socket)
  })
  return `http://127.0.0.1:${await listening(server, sockets)}`
}

describe('addresses', () => {
  test.each(['http://127.0.0.1:1', 'http://2130706433:1', 'http://0177.0.0.1:1', 'http://0x7f.1:1', 'http://[::1]:1'])(
    '%s is refused',
    async url => {
      await expect(client({ policy: { allowPrivate: false } }).get(url)).rejects.toMatchObject({
        code: 'address_refused',
      })
    },
  )

  test('a name that resolves to this machine is refused before anything is sent', async () => {
    let requests = 0
    const url = await serve((_, response) => response.end(String(++requests)))
    const { get } = client({ policy: { allowPrivate: false } })
    await expect(get(url.replace('127.0.0.1', 'localhost'))).rejects.toMatchObject({ code: 'address_refused' })
    expect(requests).toBe(0)
  })

  test('a private origin is reached, its neighbour is not', async () => {
    const [own, other] = [
      await serve((_, response) => response.end('own')),
      await serve((_, response) => response.end()),
    ]
    const { get } = client({ policy: { allowPrivate: false, privateOrigins: [own] } })
    expect((await get(own)).status).toBe(200)
    await expect(get(other)).rejects.toMatchObject({ code: 'address_refused' })
  })

  test('a redirect to a private address is refused', async () => {
    const secret = await serve((_, response) => response.end('secret'))
    const own = await serve((_, response) => response.writeHead(302, { location: secret }).end())
    const { get } = client({ policy: { allowPrivate: false, privateOrigins: [own] } })
    await expect(get(own)).rejects.toMatchObject({ code: 'address_refused' })
  })

  test('the name is resolved once, and only addresses that passed are connected to', async () => {
    const url = await serve((_, response) => response.end('here'))
    const answers = [['169.254.169.254', '127.0.0.1'], ['169.254.169.254']]
    let lookups = 0
    const lookup = async () => (answers[lookups++] ?? []).map(address => ({ address, family: 4 }))
    const { get } = client({ lookup })
    const answer = await get(url.replace('127.0.0.1', 'changing.example'))
    expect(Buffer.from(answer.bytes).toString()).toBe('here')
    expect(lookups).toBe(1)
  })

  test.each(['file:///etc/passwd', 'ftp://example.com', 'gopher://example.com', 'data:,x', 'no address'])(
    '%s is refused',
    async url => {
      await expect(client().get(url)).rejects.toMatchObject({ code: 'address_refused' })
    },
  )

  test('a redirect out of http is refused', async () => {
    const url = await serve((_, response) => response.writeHead(302, { location: 'file:///etc/passwd' }).end())
    await expect(client().get(url)).rejects.toMatchObject({ code: 'address_refused' })
  })
})

describe('limits', () => {
  test('an answer that drips for ever ends at the time limit', async () => {
    const url = await serve((_, response) => {
      const drip = setInterval(() => response.write('.'), 10)
      response.on('close', () => clearInterval(drip))
    })
    await expect(client().get(url, { timeoutMs: 200 })).rejects.toMatchObject({ code: 'request_timed_out' })
  })

  test('a redirect whose own body drips for ever ends at the time limit', async () => {
    const url = await serve((_, response) => {
      response.writeHead(302, { location: '/' })
      const drip = setInterval(() => response.write('.'), 10)
      response.on('close', () => clearInterval(drip))
    })
    await expect(client().get(url, { timeoutMs: 200 })).rejects.toMatchObject({ code: 'request_timed_out' })
  })

  test('silence and endless interim answers end at the time limit', async () => {
    const silent = await serveRaw(() => {})
    const interim = await serveRaw(socket => {
      const drip = setInterval(() => socket.write('HTTP/1.1 103 Early Hints\r\n\r\n'), 10)
      socket.on('close', () => clearInterval(drip))
    })
    await expect(client().get(silent, { timeoutMs: 200 })).rejects.toMatchObject({ code: 'request_timed_out' })
    await expect(client().get(interim, { timeoutMs: 200 })).rejects.toMatchObject({ code: 'request_timed_out' })
  })

  test('an endless head is too large', async () => {
    const url = await serveRaw(socket => {
      socket.write('HTTP/1.1 200 OK\r\n')
      const drip = setInterval(() => socket.write(`x-${'a'.repeat(1000)}: 1\r\n`), 1)
      socket.on('close', () => clearInterval(drip))
    })
    await expect(client().get(url)).rejects.toMatchObject({ code: 'answer_too_large' })
  })

  const zeros = Buffer.alloc(50_000_000)

  test.each([
    ['gzip', gzipSync],
    ['br', brotliCompressSync],
    ['deflate', deflateSync],
    ['gzip, gzip', (bytes: Buffer) => gzipSync(gzipSync(bytes))],
  ])('a %s bomb is stopped early', async (coding, compress) => {
    const bomb = compress(zeros)
    const url = await serve((_, response) => response.writeHead(200, { 'content-encoding': coding }).end(bomb))
    await expect(client().get(url)).rejects.toMatchObject({ code: 'answer_too_large' })
  })

  test('exactly the limit passes, one byte more does not', async () => {
    const url = await serve((_, response) => response.end('x'.repeat(100)))
    expect((await client().get(url, { maxBytes: 100 })).bytes).toHaveLength(100)
    await expect(client().get(url, { maxBytes: 99 })).rejects.toMatchObject({ code: 'answer_too_large' })
  })

  test('the caller’s signal ends a request with its own reason', async () => {
    const url = await serveRaw(() => {})
    const stop = new AbortController()
    const pending = client().get(url, { signal: stop.signal })
    stop.abort(new Error('server stops'))
    await expect(pending).rejects.toThrow('server stops')
    await expect(client().get(url, { signal: stop.signal })).rejects.toThrow('server stops')
  })
})

describe('bodies', () => {
  test.each([
    ['gzip', gzipSync('ça va')],
    ['br', brotliCompressSync('ça va')],
    ['deflate', deflateSync('ça va')],
    ['deflate', deflateRawSync('ça va')],
    ['gzip, br', brotliCompressSync(gzipSync('ça va'))],
    ['x-unknown', Buffer.from('ça va')],
  ])('%s is undone', async (coding, body) => {
    const url = await serve((_, response) => response.writeHead(200, { 'content-encoding': coding }).end(body))
    expect(Buffer.from((await client().get(url)).bytes).toString()).toBe('ça va')
  })

  test('an empty body may claim a coding', async () => {
    const url = await serve((_, response) => response.writeHead(204, { 'content-encoding': 'gzip' }).end())
    expect((await client().get(url)).bytes).toHaveLength(0)
  })

  test('a body cut short or broken is an error, never a shorter document', async () => {
    const cut = await serveRaw(socket => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nabc'))
    const broken = await serve((_, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('x'.repeat(5000)).subarray(0, 20))
    })
    const noHttp = await serveRaw(socket => socket.end('SSH-2.0-OpenSSH\r\n'))
    await expect(client().get(cut)).rejects.toMatchObject({ code: 'connection_failed' })
    await expect(client().get(broken)).rejects.toMatchObject({ code: 'answer_malformed' })
    await expect(client().get(noHttp)).rejects.toMatchObject({ code: 'answer_malformed' })
  })

  test('an excerpt is what came until the size or time limit', async () => {
    const endless = await serve((_, response) => {
      response.write('start')
      const drip = setInterval(() => response.write('.'), 10)
      response.on('close', () => clearInterval(drip))
    })
    const excerpt = { bodyLimit: 'excerpt' as const }
    const bySize = await client().get(endless, { ...excerpt, maxBytes: 5 })
    expect(Buffer.from(bySize.bytes).toString()).toBe('start')
    const byTime = await client().get(endless, { ...excerpt, timeoutMs: 300 })
    expect(byTime).toMatchObject({ status: 200 })
    expect(Buffer.from(byTime.bytes).toString()).toMatch(/^start\.+$/)
  })

  test('an excerpt closes the connection of a body it does not want', async () => {
    const closed = Promise.withResolvers<void>()
    const url = await serve((_, response) => {
      const flood = setInterval(() => response.write('x'.repeat(10_000)), 1)
      response.on('close', () => {
        clearInterval(flood)
        closed.resolve()
      })
    })
    await client().get(url, { bodyLimit: 'excerpt', maxBytes: 1024 })
    await closed.promise
  })

  test('an excerpt still needs a head in time', async () => {
    const url = await serveRaw(() => {})
    const pending = client().get(url, { bodyLimit: 'excerpt', timeoutMs: 100 })
    await expect(pending).rejects.toMatchObject({ code: 'request_timed_out' })
  })
})

describe('requests', () => {
  test('says who we are, posts the body, returns the head', async () => {
    const url = await serve((request, response) => {
      request.pipe(response.writeHead(201, { 'x-agent': request.headers['user-agent'], 'set-cookie': ['a=1', 'b=2'] }))
    })
    const answer = await client().get(`${url}/p?q=1#fragment`, { method: 'POST', body: 'hello' })
    expect(answer).toMatchObject({ status: 201, url: `${url}/p?q=1` })
    expect(answer.headers).toMatchObject({ 'x-agent': 'InvoiceCollector/test (+https://collector.example)' })
    expect(answer.headers['set-cookie']).toBe('a=1\nb=2')
    expect(Buffer.from(answer.bytes).toString()).toBe('hello')
  })

  test('user name and password of the address become a header and leave the address', async () => {
    const url = await serve((request, response) => response.end(request.headers.authorization))
    const answer = await client().get(url.replace('//', '//anna:p%40ss@'))
    expect(Buffer.from(answer.bytes).toString()).toBe(`Basic ${btoa('anna:p@ss')}`)
    expect(answer.url).toBe(`${url}/`)
  })

  test('a header with a line break never leaves', async () => {
    const url = await serve((_, response) => response.end())
    await expect(client().get(url, { headers: { 'x-key': 'a\r\nb: c' } })).rejects.toMatchObject({
      code: 'request_invalid',
    })
  })

  test('connections are reused, but not by another client', async () => {
    const ports: unknown[] = []
    const url = await serve((request, response) => {
      ports.push(request.socket.remotePort)
      response.end('x')
    })
    const [one, two] = [client(), client()]
    for (const { get } of [one, one, one, one, one, two]) await get(url)
    const others = ports.splice(5)
    // undici opens a second one when a request follows in the same tick.
    expect(new Set(ports).size).toBeLessThanOrEqual(2)
    expect(ports).not.toContain(others[0])
  })

  test('trouble is told apart and names the host only', async () => {
    const port = await listening(createTcpServer())
    cleanups.pop()?.()
    const refused = client().get(`http://127.0.0.1:${port}/?key=secret`)
    await expect(refused).rejects.toMatchObject({ code: 'connection_failed', reason: 'ECONNREFUSED' })
    await expect(refused).rejects.toThrow('127.0.0.1: nothing listens at this address')
    const lookup = async () => Promise.reject(Object.assign(new Error('no'), { code: 'ENOTFOUND' }))
    const unknown = client({ lookup }).get('http://unknown.example')
    await expect(unknown).rejects.toMatchObject({ code: 'connection_failed', reason: 'ENOTFOUND' })
  })

  test('close() breaks what is under way', async () => {
    const arrived = Promise.withResolvers<void>()
    const url = await serve(() => arrived.resolve())
    const { get, close } = client()
    const pending = get(url)
    await arrived.promise
    await close()
    await expect(pending).rejects.toMatchObject({ code: 'connection_failed' })
  })
})

describe('redirects', () => {
  const SECRETS = { authorization: 'Bearer s', cookie: 'c=1', 'x-api-key': 's', accept: 'text/plain' }

  test('are an answer when none are wanted', async () => {
    const url = await serve((_, response) => response.writeHead(302, { location: '/next' }).end())
    expect(await client().get(url, { redirects: 'none' })).toMatchObject({
      status: 302,
      headers: { location: '/next' },
    })
  })

  test('are followed so many times and no more', async () => {
    const url = await serve((request, response) => {
      const left = Number(request.url?.slice(1))
      if (left === 0) response.end('arrived')
      else response.writeHead(302, { location: `/${left - 1}` }).end()
    })
    expect(await client().get(`${url}/5`)).toMatchObject({ status: 200, url: `${url}/0` })
    await expect(client().get(`${url}/6`)).rejects.toMatchObject({ code: 'redirect_refused' })
  })

  test('keep secrets at home and drop them for another origin', async () => {
    const echo: RequestListener = ({ headers }, response) => response.end(JSON.stringify(headers))
    const other = await serve(echo)
    const own = await serve((request, response) => {
      if (request.url === '/home') echo(request, response)
      else response.writeHead(302, { location: request.url === '/away' ? `${other}/` : '/home' }).end()
    })
    const received = async (path: string) => {
      const { bytes } = await client().get(own + path, { headers: SECRETS })
      return JSON.parse(Buffer.from(bytes).toString()) as Record<string, string>
    }
    expect(await received('/')).toMatchObject(SECRETS)
    const away = await received('/away')
    expect(away.accept).toBe('text/plain')
    expect(away).not.toHaveProperty('authorization')
    expect(away).not.toHaveProperty('cookie')
    expect(away).not.toHaveProperty('x-api-key')
  })

  test('turn a POST into a GET, or refuse to hand its body to another origin', async () => {
    const other = await serve((request, response) => response.end(request.method))
    const own = await serve((request, response) => {
      response.writeHead(Number(request.url?.slice(1)), { location: other }).end()
    })
    const post = (status: number) => client().get(`${own}/${status}`, { method: 'POST', body: 'password=1' })
    expect(Buffer.from((await post(303)).bytes).toString()).toBe('GET')
    expect(Buffer.from((await post(302)).bytes).toString()).toBe('GET')
    await expect(post(307)).rejects.toMatchObject({ code: 'redirect_refused' })
  })
})

describe('TLS', () => {
  const folder = mkdtempSync(join(tmpdir(), 'guarded-client-'))
  const [keyFile, certFile] = [join(folder, 'key.pem'), join(folder, 'cert.pem')]
  const lookup = async () => [{ address: '127.0.0.1', family: 4 }]
  let tls: { key: Buffer; cert: Buffer }

  beforeAll(() => {
    const name = ['-subj', '/CN=shop.example', '-addext', 'subjectAltName=DNS:shop.example,IP:127.0.0.1']
    const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', keyFile]
    execFileSync('openssl', ['req', '-x509', '-days', '1', '-out', certFile, ...key, ...name], { stdio: 'ignore' })
    tls = { key: readFileSync(keyFile), cert: readFileSync(certFile) }
    rmSync(folder, { recursive: true })
  })

  async function serveTls() {
    const names: unknown[] = []
    const server = createTlsServer({ ...tls, SNICallback: (name, done) => done(null, void names.push(name)) })
    server.on('request', (_, response) => response.end('secure'))
    cleanups.push(() => server.closeAllConnections())
    return { port: await listening(server), names }
  }

  test('asks for the right name and accepts a trusted certificate', async () => {
    const { port, names } = await serveTls()
    const { get } = client({ ca: tls.cert.toString(), lookup })
    expect((await get(`https://shop.example:${port}`)).status).toBe(200)
    expect(names).toEqual(['shop.example'])
    expect((await get(`https://127.0.0.1:${port}`)).status).toBe(200)
  })

  test('refuses a stranger’s certificate and one for another name', async () => {
    const { port } = await serveTls()
    const stranger = client({ lookup }).get(`https://shop.example:${port}`)
    await expect(stranger).rejects.toMatchObject({ code: 'connection_failed' })
    await expect(stranger).rejects.toThrow('its certificate is not valid')
    const misnamed = client({ ca: tls.cert.toString(), lookup }).get(`https://bank.example:${port}`)
    await expect(misnamed).rejects.toMatchObject({ reason: 'ERR_TLS_CERT_ALTNAME_INVALID' })
  })
})
