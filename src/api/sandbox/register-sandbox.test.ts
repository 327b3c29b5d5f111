import Fastify, { type FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openTestBrowser } from '../../../tests/setup/test-browser.ts'
import { createMemorySandboxStore } from './memory-sandbox-store.ts'
import { registerSandbox } from './register-sandbox.ts'

let now = new Date('2026-11-23T10:00:00Z')
let app: FastifyInstance

beforeAll(async () => {
  app = Fastify()
  const store = createMemorySandboxStore()
  await registerSandbox(app, { store, clock: () => now, sessionKey: 'a key for tests', slowMs: 100 })
})
afterAll(() => app.close())

describe('portal', () => {
  test('the login page says that it is a sandbox and lists the users', async () => {
    const { body, headers } = await app.inject('/sandbox/login')
    for (const name of [
      'demo',
      'demo-2fa',
      'demo-human',
      'demo-many',
      'demo-empty',
      'demo-down',
      'demo-changed',
      'demo-slow',
    ]) {
      expect(body).toContain(`<code>${name}</code>`)
    }
    expect(body).toContain('This is a sandbox.')
    expect(headers['content-security-policy']).toContain("default-src 'none'")
    expect(headers['content-security-policy']).toContain("frame-ancestors 'none'")
  })

  test.each([
    ['demo', 'wrong'],
    ['nobody', 'x'],
    ['demo', ''],
  ])('refuses %s with password "%s", in words', async (username, password) => {
    const reply = await postForm('/sandbox/login', { username, password })
    expect(reply.statusCode).toBe(401)
    expect(reply.headers['set-cookie']).toBeUndefined()
    expect(reply.body).toContain('role="alert">The user name or the password is not right.')
  })

  test('what was typed comes back escaped', async () => {
    const { body } = await postForm('/sandbox/login', { username: '"><script>alert(1)</script>', password: 'x' })
    expect(body).not.toContain('<script')
    expect(body).toContain('&#34;&#62;&#60;script&#62;')
  })

  test('without a session every page leads to the login', async () => {
    for (const path of ['account', 'invoices', 'invoices/SBX-2026-001.pdf']) {
      const reply = await app.inject(`/sandbox/${path}`)
      expect([reply.statusCode, reply.headers.location]).toEqual([303, '/sandbox/login'])
    }
  })

  test('a session that is forged, of another step or too old opens nothing', async () => {
    const cookie = await signIn('demo')
    const halfway = await signIn('demo-2fa')
    const [payload = '', signature = ''] = cookie.split('=')[1]?.split('.') ?? []
    const forged = Buffer.from(payload, 'base64url').toString().replace('demo', 'demo-many')
    const others = [
      halfway,
      `sandbox_session=${Buffer.from(forged).toString('base64url')}.${signature}`,
      `sandbox_session=${payload}`,
      'sandbox_session=',
    ]
    for (const other of others) expect((await open('account', other)).statusCode).toBe(303)
    expect((await open('account', cookie)).statusCode).toBe(200)
    now = new Date('2026-12-24T10:00:00Z')
    expect((await open('account', cookie)).statusCode).toBe(303)
    now = new Date('2026-11-23T10:00:00Z')
  })

  test('demo-2fa opens with 123456 only', async () => {
    const cookie = await signIn('demo-2fa')
    const refused = await postForm('/sandbox/code', { code: '654321' }, cookie)
    expect(refused.statusCode).toBe(401)
    expect(refused.body).toContain('role="alert">This code is not right.')
    const accepted = await postForm('/sandbox/code', { code: '123 456' }, cookie)
    expect(accepted.headers.location).toBe('/sandbox/account')
    expect((await open('account', cookieOf(accepted))).body).toContain('Careful Company')
  })

  test('demo-human opens for somebody who ticks the box only', async () => {
    const cookie = await signIn('demo-human')
    expect((await open('account', cookie)).headers.location).toBe('/sandbox/login')
    const refused = await postForm('/sandbox/human', { greeting: 'Hello' }, cookie)
    expect(refused.statusCode).toBe(401)
    expect(refused.body).toContain('role="alert">Tick the box first')
    expect(refused.body).not.toContain('Hello')
    const accepted = await postForm('/sandbox/human', { person: 'yes' }, cookie)
    expect(accepted.headers.location).toBe('/sandbox/account')
    expect((await open('account', cookieOf(accepted))).body).toContain('Wary Company')
    const others = await signIn('demo-2fa')
    expect((await postForm('/sandbox/human', { person: 'yes' }, others)).headers.location).toBe('/sandbox/login')
  })

  test('demo-many has six pages and no seventh', async () => {
    const cookie = await signIn('demo-many')
    const sixth = await open('invoices?page=6', cookie)
    expect(sixth.body).toContain('Invoices 101 to 120 of 120')
    expect(sixth.body).not.toContain('rel="next"')
    expect((await open('invoices?page=7', cookie)).statusCode).toBe(404)
    expect((await open('invoices?page=%27', cookie)).body).toContain('Invoices 1 to 20 of 120')
  })

  test('demo-empty says so, demo-changed and demo-down do not', async () => {
    const none = 'You have no invoices yet.'
    expect((await open('invoices', await signIn('demo-empty'))).body).toContain(none)
    const changed = await open('invoices', await signIn('demo-changed'))
    expect([changed.statusCode, changed.body.includes(none), changed.body.includes('<table')]).toEqual([
      200,
      false,
      false,
    ])
    const down = await open('account', await signIn('demo-down'))
    expect([down.statusCode, down.headers['retry-after'], down.body.includes(none)]).toEqual([503, '600', false])
  })

  test('a document is a PDF to be saved, another account’s is not there', async () => {
    const cookie = await signIn('demo')
    const reply = await open('invoices/SBX-2026-001.pdf', cookie)
    expect(reply.headers['content-type']).toBe('application/pdf')
    expect(reply.headers['content-disposition']).toBe('attachment; filename="SBX-2026-001.pdf"')
    expect(reply.rawPayload.subarray(0, 5).toString()).toBe('%PDF-')
    expect((await open('invoices/SBX-2023-001.pdf', cookie)).statusCode).toBe(404)
  })

  test('signing out forgets the session', async () => {
    const reply = await postForm('/sandbox/logout', {}, await signIn('demo'))
    expect(String(reply.headers['set-cookie'])).toContain('Max-Age=0')
  })

  test('demo-slow takes its time', async () => {
    const cookie = await signIn('demo-slow')
    const from = performance.now()
    await open('account', cookie)
    expect(performance.now() - from).toBeGreaterThan(90)
  })
})

describe('one more invoice', () => {
  test('is dated today, numbered on, and listed first', async () => {
    const first = await issue({ username: 'demo' })
    expect(first.statusCode).toBe(201)
    expect(first.json()).toMatchObject({ number: 'SBX-2026-004', issued_on: '2026-11-23', currency: 'EUR' })
    expect((await issue({ username: 'demo' })).json().number).toBe('SBX-2026-005')
    const { body } = await open('invoices', await signIn('demo'))
    expect(body.indexOf('SBX-2026-005')).toBeLessThan(body.indexOf('SBX-2026-004'))
  })

  test.each([
    ['an unknown user', { username: 'nobody' }, '/username'],
    ['a number', { username: 5 }, '/username'],
    ['an unknown field', { username: 'demo', amount: 5 }, '/'],
    ['no object', ['demo'], '/'],
  ])('%s is a problem', async (_what, body, pointer) => {
    const reply = await issue(body)
    expect(reply.statusCode).toBe(400)
    expect(reply.headers['content-type']).toContain('application/problem+json')
    expect(reply.json()).toMatchObject({ code: 'invalid_request', status: 400, errors: [{ pointer }] })
  })

  test.each([
    ['{"username":', 400],
    [JSON.stringify({ username: 'x'.repeat(20_000) }), 413],
  ])('a bad body is a problem, %#', async (payload, status) => {
    const headers = { 'content-type': 'application/json' }
    const reply = await app.inject({ method: 'POST', url: '/sandbox/invoices', headers, payload })
    expect(reply.statusCode).toBe(status)
    expect(reply.headers['content-type']).toContain('application/problem+json')
  })
})

describe('API', () => {
  test('gives a token for a login, and pages of twenty for a token', async () => {
    const authorization = await bearer('demo-many')
    const first = (await callApi('/sandbox/api/invoices', authorization)).json()
    expect([first.invoices.length, first.next]).toEqual([20, '/sandbox/api/invoices?page=2'])
    const last = (await callApi('/sandbox/api/invoices?page=6', authorization)).json()
    expect([last.invoices.length, last.next]).toEqual([20, null])
    const pdf = await callApi(first.invoices[0].pdf, authorization)
    expect(pdf.rawPayload.subarray(0, 5).toString()).toBe('%PDF-')
  })

  test('refuses a wrong password, a missing token and the portal’s cookie as a token', async () => {
    const payload = { username: 'demo', password: 'wrong' }
    const refused = await app.inject({ method: 'POST', url: '/sandbox/api/token', payload })
    expect([refused.statusCode, refused.json().code]).toEqual([401, 'login_refused'])
    const cookie = (await signIn('demo')).split('=')[1] ?? ''
    for (const authorization of ['', 'Bearer x.y', `Bearer ${cookie}`]) {
      expect((await callApi('/sandbox/api/invoices', authorization)).statusCode).toBe(401)
    }
  })

  test('is down, empty or changed for the users of those names', async () => {
    expect((await callApi('/sandbox/api/invoices', await bearer('demo-down'))).statusCode).toBe(503)
    const empty = await callApi('/sandbox/api/invoices', await bearer('demo-empty'))
    expect(empty.json()).toEqual({ invoices: [], next: null })
    const changed = await callApi('/sandbox/api/invoices', await bearer('demo-changed'))
    expect(changed.json()).not.toHaveProperty('invoices')
  })

  test('bad numbers and unknown addresses are problems', async () => {
    const authorization = await bearer('demo')
    for (const path of ['invoices?page=0', 'invoices?page=x', 'invoices/none/pdf', 'nothing']) {
      const reply = await callApi(`/sandbox/api/${path}`, authorization)
      expect([400, 404]).toContain(reply.statusCode)
      expect(reply.headers['content-type']).toContain('application/problem+json')
    }
  })
})

test('every page is accessible, at phone and desktop width', async () => {
  const { default: axe } = await import('axe-core')
  const origin = await app.listen({ port: 0, host: '127.0.0.1' })
  const browser = openTestBrowser({ privateOrigins: [origin] })
  try {
    const context = await browser.openContext()
    const page = await context.newPage()
    for (const [username, path] of PAGES) {
      const cookie = username ? await signIn(username) : ''
      const [name = '', value = ''] = cookie.split('=')
      await context.clearCookies()
      if (cookie) await context.addCookies([{ name, value, url: `${origin}/sandbox`, httpOnly: true }])
      for (const width of [320, 1200]) {
        await page.setViewportSize({ width, height: 800 })
        await page.goto(origin + path)
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
        expect(overflow, `${path} at ${width} px fits`).toBeLessThanOrEqual(0)
        // Evaluated, not inserted as a tag: the page's own policy forbids scripts.
        await page.evaluate(axe.source)
        const { violations } = await page.evaluate(() => (globalThis as unknown as AxeWindow).axe.run())
        expect(
          violations.map(({ id }) => id),
          `${path} at ${width} px`,
        ).toEqual([])
      }
    }
  } finally {
    await browser.close()
  }
})

interface AxeWindow {
  axe: { run(): Promise<{ violations: { id: string }[] }> }
}

const PAGES: [username: string, path: string][] = [
  ['', '/sandbox/login'],
  ['', '/sandbox/nothing-here'],
  ['demo-2fa', '/sandbox/code'],
  ['demo-human', '/sandbox/human'],
  ['demo', '/sandbox/account'],
  ['demo-many', '/sandbox/invoices?page=2'],
  ['demo-empty', '/sandbox/invoices'],
  ['demo-changed', '/sandbox/invoices'],
  ['demo-down', '/sandbox/account'],
]

type Reply = Awaited<ReturnType<typeof postForm>>

function postForm(url: string, fields: Record<string, string>, cookie = '') {
  const headers = { 'content-type': 'application/x-www-form-urlencoded', cookie }
  return app.inject({ method: 'POST', url, headers, payload: new URLSearchParams(fields).toString() })
}

async function signIn(username: string): Promise<string> {
  return cookieOf(await postForm('/sandbox/login', { username, password: 'x' }))
}

function cookieOf(reply: Reply): string {
  return String(reply.headers['set-cookie']).split(';')[0] ?? ''
}

function open(path: string, cookie: string) {
  return app.inject({ url: `/sandbox/${path}`, headers: { cookie } })
}

function issue(payload: object) {
  return app.inject({ method: 'POST', url: '/sandbox/invoices', payload })
}

async function bearer(username: string): Promise<string> {
  const payload = { username, password: 'x' }
  return `Bearer ${(await app.inject({ method: 'POST', url: '/sandbox/api/token', payload })).json().token}`
}

function callApi(url: string, authorization: string) {
  return app.inject({ url, headers: { authorization } })
}
