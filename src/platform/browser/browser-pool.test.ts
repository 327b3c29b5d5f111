import { execFileSync, spawn } from 'node:child_process'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type RequestListener } from 'node:http'
import { type AddressInfo, createServer as createTcpServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { BrowserContext } from 'playwright-core'
import { afterAll, afterEach, describe, expect, test } from 'vitest'
import { WebSocketServer } from 'ws'
import { until } from '../../../tests/setup/until.ts'
import { type BrowserPool, createBrowserPool } from './browser-pool.ts'
import { findBrowser } from './find-browser.ts'

const log = { info() {}, warn() {} }
const pool = createBrowserPool({ log })
afterAll(() => pool.close())

const cleanups: (() => unknown)[] = []
afterEach(async () => {
  for (const cleanUp of cleanups.splice(0).reverse()) await cleanUp()
})

/** A site that counts what reaches it, WebSockets included. */
async function serve(pages: Record<string, string> = {}, listener?: RequestListener) {
  const seen: string[] = []
  const server = createServer((request, response) => {
    seen.push(request.url ?? '')
    if (listener && !pages[request.url ?? '']) return listener(request, response)
    response.setHeader('access-control-allow-origin', '*')
    response.setHeader('content-type', request.url?.endsWith('.js') ? 'text/javascript' : 'text/html; charset=utf-8')
    response.end(pages[request.url ?? ''] ?? '<title>Site</title>')
  })
  const sockets = new WebSocketServer({ server, path: '/socket' })
  sockets.on('connection', (socket, { url }) => {
    seen.push(`ws ${url}`)
    socket.send('hello')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  cleanups.push(() => {
    for (const socket of sockets.clients) socket.terminate()
    server.closeAllConnections()
    server.close()
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen }
}

async function openContext(
  privateOrigins: string[],
  { from = pool, ...more }: { from?: BrowserPool; blockMedia?: boolean } = {},
) {
  const context = await from.openContext({ policy: { allowPrivate: false, privateOrigins }, ...more })
  cleanups.push(() => context.close())
  return context
}

async function newPage(context: BrowserContext, url: string) {
  const page = await context.newPage()
  await page.goto(url)
  return page
}

/** Ids of all processes below one, ours by default. */
function browserProcesses(of = process.pid): number[] {
  const lines = execFileSync('ps', ['-eo', 'pid=,ppid=,stat=,args='], { encoding: 'utf8' }).trim().split('\n')
  const processes = lines.map(line => {
    const [pid, ppid, , ...args] = line.trim().split(/\s+/)
    return { pid: Number(pid), ppid: Number(ppid), args: args.join(' ') }
  })
  const descendants = (parent: number): typeof processes =>
    processes.filter(({ ppid }) => ppid === parent).flatMap(child => [child, ...descendants(child.pid)])
  return descendants(of)
    .filter(({ args }) => !args.startsWith('ps '))
    .map(({ pid }) => pid)
}

/** These run in the page. */
const fetchIn = (url: string) =>
  fetch(url, { mode: 'no-cors' }).then(
    () => 'reached',
    () => 'refused',
  )

const openWebSocket = (url: string) =>
  new Promise(done => {
    const socket = new WebSocket(url)
    socket.onmessage = () => done('reached')
    socket.onerror = () => done('refused')
  })

const runWorker = () =>
  new Promise(done => {
    new Worker('/worker.js').onmessage = ({ data }) => done(data)
  })

describe('addresses', () => {
  const worker = (url: string) => `
    const socket = new Promise(done => {
      const socket = new WebSocket('${url.replace('http', 'ws')}/socket')
      socket.onmessage = () => done('reached')
      socket.onerror = () => done('refused')
    })
    const fetched = fetch('${url}/from-worker', { mode: 'no-cors' }).then(() => 'reached', () => 'refused')
    Promise.all([fetched, socket]).then(results => postMessage(results))`

  test('a private origin is open: page, fetch, WebSocket, worker', async () => {
    const pages: Record<string, string> = { '/': '<title>Own</title>' }
    const own = await serve(pages)
    pages['/worker.js'] = worker(own.url)
    const page = await newPage(await openContext([own.url]), own.url)
    expect(await page.title()).toBe('Own')
    expect(await page.evaluate(fetchIn, `${own.url}/data`)).toBe('reached')
    expect(await page.evaluate(openWebSocket, `${own.url.replace('http', 'ws')}/socket`)).toBe('reached')
    expect(await page.evaluate(runWorker)).toEqual(['reached', 'reached'])
  })

  test('another port of this machine is not: page, frame, fetch, WebSocket, worker, download', async () => {
    const other = await serve()
    const own = await serve({
      '/': `<iframe src="${other.url}/frame"></iframe><img src="${other.url}/image"><link rel=prefetch href="${other.url}/p">`,
      '/worker.js': worker(other.url),
    })
    const context = await openContext([own.url])
    const page = await newPage(context, own.url)
    expect(await page.evaluate(openWebSocket, `${other.url.replace('http', 'ws')}/socket`)).toBe('refused')
    expect((await page.evaluate(runWorker)) as string[]).toContain('refused')
    await page.evaluate(fetchIn, `${other.url}/fetch`)
    const local = other.url.replace('127.0.0.1', 'localhost')
    await page.evaluate(fetchIn, `${local}/by-name`)
    await page.evaluate(url => navigator.sendBeacon(url, 'x'), `${other.url}/beacon`)
    const answer = await (await context.newPage()).goto(`${other.url}/page`)
    expect(answer?.status()).toBe(403)
    await context.request.get(`${other.url}/api-request`).catch(() => {})
    expect(other.seen).toEqual([])
  })

  test('https goes through a tunnel, or gets none', async () => {
    const greetings: number[] = []
    const server = createTcpServer(socket => {
      socket
        .on('error', () => {})
        .once('data', ([first = 0]) => {
          greetings.push(first)
          socket.destroy()
        })
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    cleanups.push(() => server.close())
    const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`
    const page = await (await openContext([url])).newPage()
    await expect(page.goto(url)).rejects.toThrow(/ERR_CONNECTION|ERR_SSL|ERR_EMPTY/)
    const tlsHandshake = 0x16
    expect(greetings).toContain(tlsHandshake)
    await expect(page.goto(url.replace('127.0.0.1', 'localhost'))).rejects.toThrow('ERR_TUNNEL_CONNECTION_FAILED')
  })

  test('WebRTC and WebTransport send nothing past the proxy', async () => {
    const udp = createSocket('udp4').bind(0, '127.0.0.1')
    cleanups.push(() => udp.close())
    let packets = 0
    udp.on('message', () => packets++)
    await once(udp, 'listening')
    const own = await serve()
    const page = await newPage(await openContext([own.url]), own.url)
    await page.evaluate(async port => {
      const peer = new RTCPeerConnection({ iceServers: [{ urls: `stun:127.0.0.1:${port}` }] })
      peer.createDataChannel('x')
      await peer.setLocalDescription(await peer.createOffer())
      await new Promise<void>(done => {
        peer.onicegatheringstatechange = () => peer.iceGatheringState === 'complete' && done()
        setTimeout(done, 2_000)
      })
      const Transport = (globalThis as unknown as { WebTransport: new (url: string) => { ready: Promise<void> } })
        .WebTransport
      await new Transport(`https://127.0.0.1:${port}`).ready.catch(() => {})
    }, udp.address().port)
    expect(packets).toBe(0)
  })

  test.each(['file:///etc/passwd', 'view-source:file:///etc/passwd', 'ftp://127.0.0.1/'])(
    '%s does not open',
    async url => {
      const page = await (await openContext([])).newPage()
      await expect(page.goto(url)).rejects.toThrow(/ERR_/)
    },
  )

  test('a page cannot lead to files or to the browser’s own pages', async () => {
    const own = await serve({ '/': '<title>Own</title>' })
    const context = await openContext([own.url])
    const page = await newPage(context, own.url)
    for (const url of ['file:///etc/passwd', 'chrome://version', 'view-source:file:///etc/passwd', 'intent://x']) {
      const leaving = page.evaluate(target => {
        location.href = target
        open(target)
      }, url)
      // The way out may end the very page that asks for it.
      await leaving.catch(error => expect(String(error)).toMatch(/navigat|context was destroyed/i))
    }
    // A refused navigation that still ends interrupts the next one.
    await until('the page to go on', () =>
      page.goto(`${own.url}/next`).then(
        () => true,
        () => false,
      ),
    )
    const addresses = context.pages().map(one => one.url())
    // Empty: a window that has not gone anywhere.
    expect(addresses.filter(url => !/^(http:|about:blank|chrome-error:|$)/.test(url))).toEqual([])
  })
})

describe('contexts', () => {
  test('know nothing of each other', async () => {
    const own = await serve({}, ({ headers }, response) => response.setHeader('set-cookie', 'a=1').end(headers.cookie))
    const [one, two] = [await openContext([own.url]), await openContext([own.url])]
    await newPage(one, `${own.url}/set`)
    expect(await (await newPage(one, `${own.url}/again`)).textContent('body')).toBe('a=1')
    expect(await (await newPage(two, `${own.url}/again`)).textContent('body')).toBe('')
  })

  test('start with the cookies they are given', async () => {
    const own = await serve({}, ({ headers }, response) => response.setHeader('set-cookie', 'a=1').end(headers.cookie))
    const first = await openContext([own.url])
    await newPage(first, own.url)
    const policy = { allowPrivate: false, privateOrigins: [own.url] }
    const again = await pool.openContext({ policy, storageState: await first.storageState() })
    cleanups.push(() => again.close())
    expect(await (await newPage(again, own.url)).textContent('body')).toBe('a=1')
  })

  test('say an ordinary user agent, and language', async () => {
    const own = await serve({}, ({ headers }, response) => response.end(JSON.stringify(headers)))
    const page = await newPage(await openContext([own.url]), own.url)
    const headers = JSON.parse((await page.textContent('body')) ?? '') as Record<string, string>
    expect(headers['user-agent']).toMatch(/Chrome\/\d+\.0\.0\.0 Safari/)
    expect(JSON.stringify(headers)).not.toMatch(/headless/i)
    expect(headers['accept-language']).toMatch(/^en-GB/)
    expect(headers).not.toHaveProperty('proxy-authorization')
  })

  test('ask another origin without a preflight where a plain browser needs none', async () => {
    const methods: (string | undefined)[] = []
    const api = await serve({}, ({ method }, response) => {
      methods.push(method)
      response.setHeader('access-control-allow-origin', '*').end('{}')
    })
    const own = await serve()
    const page = await newPage(await openContext([own.url, api.url]), own.url)
    expect(await page.evaluate(url => fetch(url).then(answer => answer.text()), `${api.url}/data`)).toBe('{}')
    expect(methods).toEqual(['GET'])
  })

  test('save a download, and delete it with the context', async () => {
    const own = await serve({ '/': '<a href="/invoice" download>Invoice</a>' }, (_, response) => {
      response.setHeader('content-disposition', 'attachment; filename="../../invoice.pdf"').end('%PDF-1.7 test')
    })
    const context = await openContext([own.url])
    const page = await newPage(context, own.url)
    const [download] = await Promise.all([page.waitForEvent('download'), page.click('a')])
    const path = await download.path()
    expect(readFileSync(path, 'utf8')).toBe('%PDF-1.7 test')
    expect(path).toMatch(/invoice-collector-downloads-\d+-\w+\/[\w-]+$/)
    await context.close()
    expect(existsSync(path)).toBe(false)
  })

  test('dismiss dialogs and bound pop-ups', async () => {
    const own = await serve({ '/': '<button onclick="for (let i = 0; i < 30; i++) open(location.href)">Open</button>' })
    const context = await openContext([own.url])
    const page = await context.newPage()
    await page.goto(own.url)
    expect(await page.evaluate(() => confirm('Sure?'))).toBe(false)
    await page.click('button')
    await expect.poll(() => context.pages().length).toBeLessThanOrEqual(10)
    expect(own.seen.length).toBeLessThan(31)
  })

  test('leave pictures out when asked', async () => {
    const own = await serve({ '/': '<img src="/picture.png"><script src="/script.js"></script>', '/script.js': '' })
    await newPage(await openContext([own.url], { blockMedia: true }), own.url)
    expect(own.seen).toContain('/script.js')
    expect(own.seen).not.toContain('/picture.png')
  })

  test('end when their signal aborts', async () => {
    const stop = new AbortController()
    const context = await pool.openContext({ policy: { allowPrivate: false }, signal: stop.signal })
    const closed = new Promise(done => context.once('close', done))
    stop.abort(new Error('time is up'))
    await closed
    await expect(pool.openContext({ policy: { allowPrivate: false }, signal: stop.signal })).rejects.toThrow(
      'time is up',
    )
  })
})

describe('the browser', () => {
  test('is started once for many, again after a crash, and leaves no process behind', async () => {
    const before = browserProcesses()
    const own = createBrowserPool({ log })
    const policy = { allowPrivate: false }
    const contexts = await Promise.all([1, 2, 3].map(() => own.openContext({ policy })))
    const [main = 0, ...more] = browserProcesses().filter(pid => !before.includes(pid) && isMainProcess(pid))
    expect(more).toEqual([])

    const closed = Promise.all(contexts.map(context => new Promise(done => context.once('close', done))))
    process.kill(main, 'SIGKILL')
    await closed
    const again = await own.openContext({ policy })
    expect(await (await again.newPage()).evaluate(() => 1 + 1)).toBe(2)

    await own.close()
    await expect.poll(() => browserProcesses().filter(pid => !before.includes(pid))).toEqual([])
    await expect(own.openContext({ policy })).rejects.toThrow('closed')
  })

  test('is closed when idle and started again when needed', async () => {
    const before = browserProcesses()
    const own = createBrowserPool({ log, idleMs: 1 })
    cleanups.push(() => own.close())
    const context = await own.openContext({ policy: { allowPrivate: false } })
    expect(browserProcesses().length).toBeGreaterThan(before.length)
    await context.close()
    await expect.poll(() => browserProcesses().filter(pid => !before.includes(pid))).toEqual([])
    await (await own.openContext({ policy: { allowPrivate: false } })).close()
  })

  test('ends when our process is killed', async () => {
    const script = `
      import { createBrowserPool } from '${join(import.meta.dirname, 'browser-pool.ts')}'
      const pool = createBrowserPool({ log: { info() {}, warn() {} } })
      await pool.openContext({ policy: { allowPrivate: false } })
      console.log('open')
      setInterval(() => {}, 1000)`
    const child = spawn(process.execPath, ['--input-type=module', '--eval', script])
    cleanups.push(() => child.kill('SIGKILL'))
    await once(child.stdout, 'data')
    const [main = 0] = browserProcesses(child.pid).filter(isMainProcess)
    expect(main).toBeGreaterThan(0)
    child.kill('SIGKILL')
    await expect.poll(() => existsSync(`/proc/${main}`), { timeout: 10_000 }).toBe(false)
  })

  test('keeps our environment’s secrets out', async () => {
    process.env.CANARY_SECRET = 'canary-of-browser-pool'
    const own = createBrowserPool({ log })
    cleanups.push(() => own.close())
    const before = browserProcesses()
    await own.openContext({ policy: { allowPrivate: false } })
    delete process.env.CANARY_SECRET
    const mine = browserProcesses().filter(pid => !before.includes(pid))
    expect(mine.length).toBeGreaterThan(0)
    for (const pid of mine) expect(readFileSync(`/proc/${pid}/environ`, 'utf8')).not.toContain('canary-of-browser-pool')
  })

  test('may be a remote one: its contexts come back to a proxy of ours', async () => {
    const { location, env } = (await findBrowser({})) as { location: string; env: Record<string, string> }
    const profile = mkdtempSync(join(tmpdir(), 'remote-browser-'))
    const flags = ['--headless', '--no-sandbox', '--remote-debugging-port=0', `--user-data-dir=${profile}`]
    const remote = spawn(location, flags, { env: { ...process.env, ...env }, stdio: ['ignore', 'ignore', 'pipe'] })
    cleanups.push(async () => {
      remote.kill('SIGKILL')
      await once(remote, 'close')
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 })
    })
    let wsEndpoint: string | undefined
    for await (const line of createInterface(remote.stderr)) {
      wsEndpoint = /ws:\/\/\S+/.exec(line)?.[0]
      if (wsEndpoint) break
    }

    const [own, other] = [await serve(), await serve()]
    const distant = createBrowserPool({ log, wsEndpoint })
    const context = await openContext([own.url], { from: distant })
    expect(await (await newPage(context, own.url)).title()).toBe('Site')
    expect((await (await context.newPage()).goto(other.url))?.status()).toBe(403)
    expect(await distant.describe()).toMatchObject({ kind: 'remote', isSandboxed: undefined })
    await distant.close()
    expect(other.seen).toEqual([])
  })

  test('describes itself', async () => {
    expect(await pool.describe()).toMatchObject({
      kind: expect.stringMatching(/^(installed|bundled|configured)$/),
      version: expect.stringMatching(/^\d+\.\d+/),
      isSandboxed: process.getuid?.() !== 0,
    })
  })
})

function isMainProcess(pid: number): boolean {
  const args = readFileSync(`/proc/${pid}/cmdline`, 'utf8')
  return args.includes('--remote-debugging-pipe') && !args.includes('--type=')
}
