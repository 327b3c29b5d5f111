import { once } from 'node:events'
import { connect } from 'node:net'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { addCustomer } from '../setup/add-customer.ts'
import { startCallbackSink } from '../setup/callback-sink.ts'
import { expectProblem } from '../setup/expect-problem.ts'
import { type CallOptions, startTestServer, type TestServer } from '../setup/test-server.ts'

const NIL = '00000000-0000-0000-0000-000000000000'
const UNKNOWN_ID = '0198c0de-0000-7000-8000-000000000000'
const LONG = 'x'.repeat(400_000)

let server: TestServer
let user: { id: string; token: string }
let frenchUser: { id: string; token: string }
let credentialId: string
let before: string

beforeAll(async () => {
  server = await startTestServer({ TRUST_PROXY: 'true', ALLOW_PRIVATE_CALLBACKS: 'false', LOG_LEVEL: 'warn' })
  user = await server.addUser('polite')
  frenchUser = await server.addUser('polie', 'fr')
  const credential = { collector: 'sandbox_api', params: { username: 'demo-empty', password: 'x' } }
  const { json } = await server.call('POST', '/credential', { token: user.token, body: credential })
  credentialId = json.id
  before = await countRows()
})

afterAll(async () => {
  // Nothing of all that was refused left a trace, and nothing of it was unexpected.
  const after = await countRows()
  const output = server.output()
  await server.dispose()
  expect(after).toBe(before)
  expect(output).not.toContain('Request failed')
})

interface BadRequest {
  what: string
  method?: string
  path: string
  options?: CallOptions
  status?: number
  code?: string
  /** Of the field that is not right. */
  pointer?: string
}

const body = (content: unknown): CallOptions => ({ body: content })
const raw = (content: string): CallOptions => ({ raw: content })
const polite = { remote_id: 'x', locale: 'en' }

describe('bodies', () => {
  const bad: BadRequest[] = [
    { what: 'cut JSON', path: '/user', options: raw('{"remote_id":'), code: 'malformed_json' },
    { what: 'no JSON at all', path: '/user', options: raw('remote_id=1'), code: 'malformed_json' },
    { what: 'two JSON values', path: '/user', options: raw('{}{}'), code: 'malformed_json' },
    { what: 'a zero byte', path: '/user', options: raw('\0'), code: 'malformed_json' },
    { what: 'an empty body with a type', path: '/user', options: raw(''), code: 'malformed_json' },
    { what: 'null', path: '/user', options: raw('null') },
    { what: 'a list', path: '/user', options: raw('[]'), pointer: '' },
    { what: 'a number', path: '/user', options: raw('7'), pointer: '' },
    { what: 'nothing', path: '/user', pointer: '/remote_id' },
    { what: 'a number as remote_id', path: '/user', options: body({ ...polite, remote_id: 5 }), pointer: '/remote_id' },
    { what: 'null as remote_id', path: '/user', options: body({ ...polite, remote_id: null }), pointer: '/remote_id' },
    {
      what: 'an operator object',
      path: '/user',
      options: body({ ...polite, remote_id: { $ne: null } }),
      pointer: '/remote_id',
    },
    { what: 'an empty remote_id', path: '/user', options: body({ ...polite, remote_id: '' }), pointer: '/remote_id' },
    { what: 'a long remote_id', path: '/user', options: body({ ...polite, remote_id: LONG }), pointer: '/remote_id' },
    { what: 'an unknown locale', path: '/user', options: body({ ...polite, locale: 'xx' }), pointer: '/locale' },
    { what: 'a locale as a list', path: '/user', options: body({ ...polite, locale: ['en'] }), pointer: '/locale' },
    { what: 'an unknown field', path: '/user', options: body({ ...polite, surprise: 1 }), pointer: '/surprise' },
    { what: 'a field of slashes', path: '/user', options: body({ ...polite, 'a/b~c': 1 }), pointer: '/a~1b~0c' },
    { what: 'a prototype', path: '/user', options: raw('{"__proto__":{"x":1},"remote_id":"x","locale":"en"}') },
    { what: 'a constructor', path: '/user', options: raw('{"constructor":{"prototype":{"x":1}},"remote_id":"x"}') },
    { what: 'a zero character', path: '/user', options: body({ ...polite, remote_id: 'a\0b' }), pointer: '/remote_id' },
    { what: 'half a surrogate pair', path: '/user', options: raw('{"remote_id":"\\ud800","locale":"en"}') },
    { what: 'half a pair as a name', path: '/user', options: raw('{"remote_id":"x","locale":"en","\\udfff":1}') },
    {
      what: 'deep lists',
      path: '/user',
      options: raw(`{"remote_id":${'['.repeat(100_000)}${']'.repeat(100_000)}}`),
    },
    {
      what: 'deep objects',
      path: '/customer',
      options: raw(`{"theme":${'{"a":'.repeat(50_000)}1${'}'.repeat(50_001)}`),
    },
    {
      what: 'a callback that is no URL',
      path: '/customer',
      options: body({ callback: 'not a url' }),
      pointer: '/callback',
    },
    {
      what: 'a callback of a file',
      path: '/customer',
      options: body({ callback: 'file:///etc/passwd' }),
      pointer: '/callback',
    },
    {
      what: 'a script as callback',
      path: '/customer',
      options: body({ callback: 'javascript:alert(1)' }),
      pointer: '/callback',
    },
    { what: 'an empty callback', path: '/customer', options: body({ callback: '' }), pointer: '/callback' },
    ...[
      'http://127.0.0.1/',
      'http://[::1]/',
      'http://169.254.169.254/',
      'http://10.1.2.3:8080/',
      'http://localhost:1/',
      'http://2130706433/',
      'http://[::ffff:127.0.0.1]/',
    ].map(callback => ({
      what: `the private callback ${callback}`,
      path: '/customer',
      options: body({ callback }),
      pointer: '/callback',
    })),
    {
      what: 'no origin',
      path: '/customer',
      options: body({ allowed_origins: ['nope'] }),
      pointer: '/allowed_origins/0',
    },
    {
      what: 'an origin with a path',
      path: '/customer',
      options: body({ allowed_origins: ['https://a.example/x'] }),
      pointer: '/allowed_origins/0',
    },
    {
      what: 'a policy as origin',
      path: '/customer',
      options: body({ allowed_origins: ['https://a;sandbox'] }),
      pointer: '/allowed_origins/0',
    },
    {
      what: 'a star as origin',
      path: '/customer',
      options: body({ allowed_origins: ['https://*.example'] }),
      pointer: '/allowed_origins/0',
    },
    {
      what: 'a colour with CSS',
      path: '/customer',
      options: body({ theme: { primary: 'red;}' } }),
      pointer: '/theme/primary',
    },
    {
      what: 'a picture from elsewhere',
      path: '/customer',
      options: body({ theme: { logo_url: 'https://x.example/a.png' } }),
      pointer: '/theme/logo_url',
    },
    {
      what: 'half a pair in a setting',
      path: '/customer',
      options: raw('{"theme":{"font":"\\ud800"}}'),
      pointer: '/theme/font',
    },
    { what: 'no moment', path: '/deliveries/recover', options: body({ since: 'yesterday' }), pointer: '/since' },
  ]
  test.each(bad)('$what', async request => {
    await expectRefused({ method: 'POST', ...request })
  })

  test('more than may come is refused before it is read', async () => {
    const reply = await server.call('POST', '/user', { body: { ...polite, remote_id: 'x'.repeat(1_000_000) } })
    expectProblem(reply, 413, 'too_large')
  })

  test.each(['text/plain', 'application/x-www-form-urlencoded', 'application/xml', 'multipart/form-data; boundary=x'])(
    'a body of type %s',
    async type => {
      const reply = await server.call('POST', '/user', { raw: '{}', headers: { 'content-type': type } })
      expectProblem(reply, 415, 'unsupported_media_type')
    },
  )
})

describe('credentials', () => {
  const sandbox = { collector: 'sandbox_api', params: { username: 'demo', password: 'x' } }
  const bad: BadRequest[] = [
    {
      what: 'an unknown collector',
      path: '/credential',
      options: body({ ...sandbox, collector: 'no_such' }),
      pointer: '/collector',
      code: 'unknown_collector',
    },
    {
      what: 'a collector of the prototype',
      path: '/credential',
      options: body({ ...sandbox, collector: '__proto__' }),
      code: 'unknown_collector',
    },
    { what: 'no parameters', path: '/credential', options: body({ collector: 'sandbox_api' }), pointer: '/params' },
    {
      what: 'missing parameters',
      path: '/credential',
      options: body({ ...sandbox, params: {} }),
      pointer: '/params/username',
      code: 'invalid_params',
    },
    {
      what: 'an empty password',
      path: '/credential',
      options: body({ ...sandbox, params: { username: 'demo', password: '' } }),
      pointer: '/params/password',
    },
    {
      what: 'a long password',
      path: '/credential',
      options: body({ ...sandbox, params: { username: 'demo', password: LONG } }),
      pointer: '/params/password',
    },
    {
      what: 'a surplus parameter',
      path: '/credential',
      options: body({ ...sandbox, params: { ...sandbox.params, admin: true } }),
      pointer: '/params/admin',
    },
    {
      what: 'a list of parameters',
      path: '/credential',
      options: body({ ...sandbox, params: [] }),
      pointer: '/params',
    },
    {
      what: 'a day that does not exist',
      path: '/credential',
      options: body({ ...sandbox, download_from: '2026-02-30' }),
      pointer: '/download_from',
    },
    {
      what: 'a day before all days',
      path: '/credential',
      options: body({ ...sandbox, download_from: '0000-01-01' }),
      pointer: '/download_from',
    },
    { what: 'a long note', path: '/credential', options: body({ ...sandbox, note: LONG }), pointer: '/note' },
    {
      what: 'a code that is a number',
      path: '/credential/{own}/2fa',
      options: body({ code: 123456 }),
      pointer: '/code',
    },
    { what: 'an empty code', path: '/credential/{own}/2fa', options: body({ code: ' ' }), pointer: '/code' },
    {
      what: 'a code nobody asked for',
      path: '/credential/{own}/2fa',
      options: body({ code: '1' }),
      status: 409,
      code: 'no_question',
    },
    {
      what: 'a reconnection without its parameters',
      method: 'PUT',
      path: '/credential/{own}',
      options: body({ params: { username: 'demo' } }),
      pointer: '/params/password',
    },
  ]
  test.each(bad)('$what', async request => {
    await expectRefused({ method: 'POST', ...request, options: { ...request.options, token: user.token } })
  })

  test('what is said to a French user is French', async () => {
    const options = { token: frenchUser.token, body: { collector: 'sandbox_api', params: {} } }
    const reply = await server.call('POST', '/credential', options)
    expectProblem(reply, 400, 'invalid_params')
    expect(reply.json.message).toMatch(/formulaire/)
    expect(reply.json.errors[0].message).toMatch(/invalide/i)
    const missing = await server.call('GET', `/credential/${UNKNOWN_ID}`, { token: frenchUser.token })
    expect(missing.json.title).toBe('Introuvable')
  })

  test('a customer is answered in the language it asks for', async () => {
    const reply = await server.call('GET', '/no/such/place', { headers: { 'accept-language': 'fr-FR,fr;q=0.9' } })
    expectProblem(reply, 404, 'not_found')
    expect(reply.json.title).toBe('Introuvable')
  })
})

describe('ids and addresses', () => {
  const ids = ['not-an-id', '1', NIL.slice(1), "' or 1=1 --", '%00', '%2e%2e%2f', 'x'.repeat(1000), UNKNOWN_ID, NIL]
  const places = [
    '/user/{}',
    '/user/{}/credentials',
    '/run/{}',
    '/run/{}/picture',
    '/invoice/{}',
    '/invoice/{}/document',
    '/document/{}',
    '/collector/{}',
  ]
  test.each(places)('%s with ids that are none', async place => {
    for (const id of ids) expectProblem(await server.call('GET', place.replace('{}', id)), 404, 'not_found')
  })

  test('an address that cannot be decoded', async () => {
    expectProblem(await server.call('GET', '/user/%E0%A4%A'), 404, 'not_found')
  })

  test('a method that is not there, and a place that is not', async () => {
    for (const method of ['DELETE', 'OPTIONS', 'PROPFIND']) {
      expectProblem(await server.call(method, '/customer/stats'), 404, 'not_found')
    }
    expectProblem(await server.call('GET', '/ws/abc'), 404, 'not_found')
  })

  const queries: [string, string, string][] = [
    ['/users', 'limit=0', '/limit'],
    ['/users', 'limit=201', '/limit'],
    ['/users', 'limit=1.5', '/limit'],
    ['/users', 'limit=1&limit=2', '/limit'],
    ['/users', 'cursor=abc', '/cursor'],
    ['/users', 'remote_id=%00', '/remote_id'],
    ['/users', 'surprise=1', '/surprise'],
    ['/users', '__proto__=1', '/__proto__'],
    ['/users', 'limit[$gt]=1', '/limit[$gt]'],
    ['/invoices', 'issued_from=0000-01-01', '/issued_from'],
    ['/invoices', 'issued_from=2026-13-01', '/issued_from'],
    ['/invoices', 'delivery_state=lost', '/delivery_state'],
    ['/invoices', `supplier=${'x'.repeat(100)}`, '/supplier'],
    ['/runs', 'credential_id=1', '/credential_id'],
    ['/events', 'after=%00', '/after'],
    ['/collectors', 'kind=spoon', '/kind'],
    ['/collectors', 'country=FRA', '/country'],
    ['/test_callback', 'type=bomb', '/type'],
  ]
  test.each(queries)('%s?%s', async (path, query, pointer) => {
    expectPointer(await server.call('GET', `${path}?${query}`), pointer)
  })

  test('an event that never was', async () => {
    expectProblem(await server.call('GET', '/events', { query: { after: 'evt_nothing' } }), 404, 'not_found')
  })
})

describe('tokens', () => {
  const strangers: [string, CallOptions][] = [
    ['none', { token: null }],
    ['an empty one', { headers: { authorization: 'Bearer ' } }],
    ['a wrong scheme', { headers: { authorization: 'Basic YTpi' } }],
    ['a wrong one', { token: '0'.repeat(128) }],
    ['a wrong bearer', { token: `icb_${'0'.repeat(96)}` }],
    ['a zero character', { token: null, query: { token: '\0' } }],
    ['a very long one', { token: null, query: { token: 'f'.repeat(10_000) } }],
  ]
  test.each(strangers)('%s opens nothing', async (what, options) => {
    const headers = { 'x-forwarded-for': addressOf(what), ...options.headers }
    expectProblem(await server.call('GET', '/collectors', { ...options, headers }), 401, 'unauthorized')
  })

  test('a token that was cut, or whose last digit is another, opens nothing', async () => {
    const { token } = user
    const other = token.endsWith('0') ? '1' : '0'
    for (const wrong of [token.slice(0, -1), token.slice(0, -1) + other, `${token}0`, token.toUpperCase()]) {
      expectProblem(await server.call('GET', '/credentials', { token: null, query: { token: wrong } }), 401)
    }
  })

  test('a token used again works; a token given twice is none', async () => {
    const { token } = user
    for (const _ of [1, 2]) expect((await server.call('GET', '/credentials', { token })).status).toBe(200)
    expectProblem(await server.call('GET', `/credentials?token=${token}&token=${token}`, { token: null }), 401)
  })

  test('a bearer in the address is none, because addresses end up in histories', async () => {
    expectProblem(await server.call('GET', '/customer', { token: null, query: { token: server.bearer } }), 401)
  })

  test('an expired token opens nothing', async () => {
    const { token } = await server.addUser('polite')
    await sql(`update user_tokens set expires_at = now() - interval '1 second' where token_hash = sha256('${token}')`)
    expectProblem(await server.call('GET', '/credentials', { token }), 401, 'unauthorized')
    await sql('delete from user_tokens where expires_at < now()')
  })

  test('a user token opens nothing of the customer’s', async () => {
    for (const path of ['/customer', '/users', '/deliveries', '/events', '/customer/signing_secret']) {
      expectProblem(await server.call('GET', path, { token: user.token }), 403, 'forbidden')
    }
  })

  test('too many wrong ones from one address have to wait; a right one never', async () => {
    const headers = { 'x-forwarded-for': '198.51.100.77' }
    const statuses: number[] = []
    for (let guess = 0; guess < 40; guess++) {
      const token = guess.toString(16).padStart(2, '0').repeat(64)
      const reply = await server.call('GET', '/collectors', { token, headers })
      statuses.push(reply.status)
      if (reply.status === 429) {
        expectProblem(reply, 429, 'too_many_attempts')
        expect(Number(reply.headers.get('retry-after'))).toBeGreaterThan(0)
      }
    }
    expect(statuses.filter(status => status === 401)).toHaveLength(30)
    expect(statuses.at(-1)).toBe(429)
    expect((await server.call('GET', '/collectors', { headers })).status).toBe(200)
  })
})

test('another customer’s things are as unknown as those that never were', async () => {
  const stranger = await addCustomer(server, 'stranger')
  const asked: [string, string][] = [
    ['GET', `/user/${user.id}`],
    ['DELETE', `/user/${user.id}`],
    ['GET', `/user/${user.id}/credentials`],
    ['GET', `/user/${user.id}/credential/${credentialId}`],
    ['DELETE', `/user/${user.id}/credential/${credentialId}`],
    ['POST', `/user/${user.id}/credential/${credentialId}/collect`],
  ]
  for (const [method, path] of asked) {
    const reply = await server.call(method, path, { token: stranger })
    expectProblem(reply, 404, 'not_found')
    const never = await server.call(method, path.replaceAll(/[0-9a-f-]{36}/g, UNKNOWN_ID), { token: stranger })
    expect(reply.text).toBe(never.text)
  }
  expect((await server.call('GET', `/user/${user.id}`)).status).toBe(200)
  await sql("delete from customers where name = 'stranger'")
})

test('a private callback that got in some other way is refused when it is called', async () => {
  const sink = await startCallbackSink()
  await sql(`update customers set callback = '${sink.url}' where name = 'default'`)
  const reply = await server.call('GET', '/test_callback')
  await sql("update customers set callback = null where name = 'default'")
  expectProblem(reply, 502, 'callback_failed')
  expect(sink.received).toEqual([])
  await sink.close()
})

describe('what is no request', () => {
  test('headers without end', async () => {
    const reply = await server.call('GET', '/customer', { headers: { 'x-long': 'a'.repeat(20_000) } })
    expectProblem(reply, 431, 'headers_too_large')
  })

  test('something else than HTTP', async () => {
    const socket = connect(Number(new URL(server.origin).port), '127.0.0.1')
    socket.end('ceci n’est pas du HTTP\r\n\r\n')
    const [answer] = await once(socket, 'data')
    expect(String(answer)).toMatch(/^HTTP\/1\.1 400 [\s\S]*application\/problem\+json[\s\S]*"code":"invalid_request"/)
  })
})

async function expectRefused({ method = 'GET', path, options, status = 400, code, pointer }: BadRequest) {
  const reply = await server.call(method, path.replace('{own}', credentialId), options)
  expectProblem(reply, status, code)
  if (pointer !== undefined) expectPointer(reply, pointer)
}

function expectPointer(reply: Awaited<ReturnType<TestServer['call']>>, pointer: string): void {
  expectProblem(reply, 400)
  expect(reply.json.errors.map((error: { pointer: string }) => error.pointer)).toContain(pointer)
  for (const { message } of reply.json.errors) expect(message).toMatch(/\S/)
}

/** One address a case: failures are counted by it. */
function addressOf(what: string): string {
  return `203.0.113.${what.length}`
}

/** Of every table of ours that a request could write to. */
async function countRows(): Promise<string> {
  const tables = [
    'customers',
    'bearers',
    'signing_secrets',
    'users',
    'credentials',
    'runs',
    'invoices',
    'events',
    'wishes',
  ]
  const counts = tables.map(table => `(select count(*) from ${table})`)
  const customer = `(select md5((to_jsonb(c) - 'last_event')::text) from customers c where name = 'default')`
  return JSON.stringify(await sql(`select ${[...counts, customer].join(', ')}`, 'array'))
}

async function sql(query: string, rowMode?: 'array'): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: server.databaseUrl })
  await client.connect()
  try {
    const { rows } = await (rowMode ? client.query({ text: query, rowMode }) : client.query(query))
    return rows
  } finally {
    await client.end()
  }
}
