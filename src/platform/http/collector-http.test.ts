import { createServer, type IncomingHttpHeaders, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { z } from '#collector-kit/index.ts'
import type { AddressPolicy } from './address-policy.ts'
import { createCollectorHttp } from './collector-http.ts'
import { createGuardedClient } from './guarded-client.ts'

const Anything = z.object({})

const cleanups: (() => unknown)[] = []
afterEach(async () => {
  for (const cleanUp of cleanups.splice(0).reverse()) await cleanUp()
})

async function serve(listener: RequestListener) {
  const server = createServer(listener)
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
  cleanups.push(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

function http({ allowPrivate = true, signal = new AbortController().signal, pauseMs = 0 } = {}) {
  const client = createGuardedClient({ policy: { allowPrivate }, userAgent: 'InvoiceCollector/test' })
  cleanups.push(() => client.close())
  return createCollectorHttp({ client, signal, pauseMs })
}

describe('answers', () => {
  test('json parses, asks for JSON, and posts JSON or a form', async () => {
    const url = await serve(({ headers, method }, response) => {
      response.end(JSON.stringify({ accept: headers.accept, type: headers['content-type'], method }))
    })
    const Seen = z.object({ accept: z.string(), type: z.string().optional(), method: z.string() })
    expect(await http().json(url, Seen)).toEqual({ accept: 'application/json', method: 'GET' })
    expect(await http().json(url, Seen, { method: 'POST', json: {} })).toMatchObject({ type: 'application/json' })
    const form = await http().json(url, Seen, { method: 'POST', body: new URLSearchParams({ a: '1' }) })
    expect(form).toMatchObject({ type: 'application/x-www-form-urlencoded;charset=UTF-8', method: 'POST' })
  })

  test('bytes returns the file, send any status', async () => {
    const url = await serve((request, response) => response.writeHead(request.url === '/' ? 200 : 404).end('été'))
    expect(Buffer.from(await http().bytes(url)).toString()).toBe('été')
    const answer = await http().send(`${url}/missing`)
    expect(answer.status).toBe(404)
    expect(answer.text()).toBe('été')
  })
})

describe('addresses that strangers wrote', () => {
  const signal = new AbortController().signal
  const newClient = (policy: AddressPolicy) => {
    const client = createGuardedClient({ policy, userAgent: 'InvoiceCollector/test' })
    cleanups.push(() => client.close())
    return client
  }

  test('are asked in public and over https only, whatever else the run may reach', async () => {
    const url = await serve((_, response) => response.end('private'))
    const client = newClient({ allowPrivate: true })
    const http = createCollectorHttp({ client, strangers: newClient({ allowPrivate: false }), signal })
    expect((await http.send(url)).status).toBe(200)
    for (const strange of [url, url.replace('http:', 'https:')]) {
      await expect(http.send(strange, { fromStranger: true })).rejects.toMatchObject({ code: 'user_action_needed' })
    }
    await expect(http.with({}).bytes(url, { fromStranger: true })).rejects.toThrow('Only https')
    const withoutWay = createCollectorHttp({ client, signal })
    await expect(withoutWay.send(url, { fromStranger: true })).rejects.toThrow('not asked here')
  })
})

describe('trouble', () => {
  test.each([
    [401, 'credential_rejected'],
    [403, 'credential_rejected'],
    [408, 'supplier_unavailable'],
    [425, 'supplier_unavailable'],
    [429, 'supplier_unavailable'],
    [500, 'supplier_unavailable'],
    [503, 'supplier_unavailable'],
    [304, 'supplier_changed'],
    [400, 'supplier_changed'],
    [404, 'supplier_changed'],
  ])('status %i is %s', async (status, code) => {
    const url = await serve((_, response) => response.writeHead(status).end('{}'))
    await expect(http().json(url, Anything)).rejects.toMatchObject({ code })
    await expect(http().bytes(url)).rejects.toMatchObject({ code })
  })

  test.each(['', '<html>', '{"total": ', '[]', 'null'])(
    '%j instead of the expected JSON is a changed supplier',
    async body => {
      const url = await serve((_, response) => response.end(body))
      await expect(http().json(url, Anything)).rejects.toMatchObject({ code: 'supplier_changed' })
    },
  )

  test('a broken connection, a redirect loop and a private address', async () => {
    const broken = await serve(request => request.socket.destroy())
    await expect(http().send(broken)).rejects.toMatchObject({ code: 'supplier_unavailable' })
    const loop = await serve((_, response) => response.writeHead(302, { location: '/' }).end())
    await expect(http().send(loop)).rejects.toMatchObject({ code: 'supplier_changed' })
    await expect(http({ allowPrivate: false }).send(loop)).rejects.toMatchObject({ code: 'user_action_needed' })
  })

  test('a key that no header can hold is a rejected credential', async () => {
    const url = await serve((_, response) => response.end('{}'))
    const keyed = http().with({ authorization: 'Bearer a\nb' })
    await expect(keyed.json(url, Anything)).rejects.toMatchObject({ code: 'credential_rejected' })
  })

  test('neither the query nor the answer gets into an error', async () => {
    const url = await serve((_, response) => response.end('canary {'))
    const error = await http()
      .json(`${url}/list?key=canary`, Anything)
      .catch((caught: Error) => caught)
    expect(String(error)).toContain('/list')
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain('canary')
  })

  test('the end of the run is not the supplier’s fault', async () => {
    const url = await serve(() => {})
    const stop = new AbortController()
    const pending = http({ signal: stop.signal }).send(url)
    stop.abort(new Error('time is up'))
    await expect(pending).rejects.toThrow('time is up')
  })
})

describe('with', () => {
  test('sends its headers to the first origin only', async () => {
    const seen: IncomingHttpHeaders[] = []
    const record: RequestListener = ({ headers }, response) => response.end(void seen.push(headers))
    const [api, files] = [await serve(record), await serve(record)]
    const keyed = http().with({ Authorization: 'Bearer k' })
    await keyed.send(api)
    await keyed.send(files)
    await keyed.with({ 'x-more': '1' }).send(api, { headers: { Authorization: 'Bearer other' } })
    expect(seen.map(headers => headers.authorization)).toEqual(['Bearer k', undefined, 'Bearer other'])
    expect(seen[2]?.['x-more']).toBe('1')
  })

  test('drops its headers when the supplier redirects elsewhere', async () => {
    const files = await serve(({ headers }, response) => response.end(headers.authorization ?? 'none'))
    const api = await serve((_, response) => response.writeHead(302, { location: files }).end())
    const answer = await http().with({ authorization: 'Bearer k' }).send(api)
    expect(answer.text()).toBe('none')
  })
})

test('requests start pauseMs apart, and the run’s end does not wait for the pause', async () => {
  const startedAtMs: number[] = []
  const url = await serve((_, response) => response.end(void startedAtMs.push(performance.now())))
  const polite = http({ pauseMs: 50 })
  await Promise.all([polite.send(url), polite.send(url), polite.send(url)])
  const [first = 0, , third = 0] = startedAtMs
  expect(third - first).toBeGreaterThan(90)

  const stop = new AbortController()
  const slow = http({ pauseMs: 3_600_000, signal: stop.signal })
  await slow.send(url)
  const waiting = slow.send(url)
  stop.abort()
  await expect(waiting).rejects.toMatchObject({ name: 'AbortError' })
})
