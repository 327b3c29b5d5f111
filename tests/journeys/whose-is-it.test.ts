import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { addCustomer } from '../setup/add-customer.ts'
import { type CallbackSink, startCallbackSink } from '../setup/callback-sink.ts'
import { expectProblem } from '../setup/expect-problem.ts'
import { type CallOptions, type Reply, startTestServer, type TestServer } from '../setup/test-server.ts'
import { until } from '../setup/until.ts'

/** Whose token a route wants, and what a stranger of the right kind gets: his own (empty) things, or a 404. */
type Access = 'customer: own' | 'customer: 404' | 'user: own' | 'user: 404' | 'both: own' | 'both: 404' | 'anyone'

interface Entry {
  access: Access
  /** The same as another method of this path, and not in the document. */
  isAlias?: true
  /** A body that is right, so that only whose it is can be wrong. */
  body?: object
}

const CREDENTIAL = { collector: 'sandbox_api', params: { username: 'demo-empty', password: 'x' } }

/** Every route of the OpenAPI document. A new one must be added here: whose is it? */
const ROUTES: Record<string, Entry> = {
  'GET /customer': { access: 'customer: own' },
  'POST /customer': { access: 'customer: own', body: {} },
  'PUT /customer': { access: 'customer: own', isAlias: true, body: {} },
  'PATCH /customer': { access: 'customer: own', isAlias: true, body: {} },
  'GET /customer/stats': { access: 'customer: own' },
  'GET /customer/bearers': { access: 'customer: own' },
  'POST /customer/bearer': { access: 'customer: own', body: { name: 'another' } },
  'DELETE /customer/bearer/{id}': { access: 'customer: 404' },
  'GET /customer/signing_secret': { access: 'customer: own' },
  'POST /customer/signing_secret/rotate': { access: 'customer: own' },
  'GET /test_callback': { access: 'customer: own' },
  'POST /user': { access: 'customer: own', body: { remote_id: 'walked', locale: 'en' } },
  'GET /users': { access: 'customer: own' },
  'GET /user/{id}': { access: 'customer: 404' },
  'PUT /user/{id}': { access: 'customer: 404', body: { name: 'taken over' } },
  'PATCH /user/{id}': { isAlias: true, access: 'customer: 404', body: { name: 'taken over' } },
  'DELETE /user/{id}': { access: 'customer: 404' },
  'DELETE /user': { access: 'customer: 404', body: { remote_id: 'owner' } },
  'GET /collectors': { access: 'both: own' },
  'GET /collector/{id}': { access: 'both: own' },
  'GET /collector/{id}/logo': { access: 'anyone' },
  'GET /user/{user_id}/credentials': { access: 'customer: 404' },
  'POST /user/{user_id}/credential': { access: 'customer: 404', body: CREDENTIAL },
  'GET /user/{user_id}/credential/{credential_id}': { access: 'customer: 404' },
  'PUT /user/{user_id}/credential/{credential_id}': { access: 'customer: 404', body: { note: 'taken over' } },
  'PATCH /user/{user_id}/credential/{credential_id}': {
    isAlias: true,
    access: 'customer: 404',
    body: { note: 'taken over' },
  },
  'DELETE /user/{user_id}/credential/{credential_id}': { access: 'customer: 404' },
  'POST /user/{user_id}/credential/{credential_id}/collect': { access: 'customer: 404' },
  'POST /user/{user_id}/credential/{credential_id}/2fa': { access: 'customer: 404', body: { code: '123456' } },
  'POST /user/{user_id}/credential/{credential_id}/missing/{missing_id}/dismiss': { access: 'customer: 404' },
  'GET /credentials': { access: 'user: own' },
  'POST /credential': { access: 'user: own', body: CREDENTIAL },
  'GET /credential/{credential_id}': { access: 'user: 404' },
  'PUT /credential/{credential_id}': { access: 'user: 404', body: { note: 'taken over' } },
  'PATCH /credential/{credential_id}': { isAlias: true, access: 'user: 404', body: { note: 'taken over' } },
  'DELETE /credential/{credential_id}': { access: 'user: 404' },
  'POST /credential/{credential_id}/collect': { access: 'user: 404' },
  'POST /credential/{credential_id}/2fa': { access: 'user: 404', body: { code: '123456' } },
  'POST /credential/{credential_id}/missing/{missing_id}/dismiss': { access: 'user: 404' },
  'GET /runs': { access: 'both: own' },
  'GET /run/{id}': { access: 'both: 404' },
  'GET /run/{id}/picture': { access: 'both: 404' },
  'GET /invoices': { access: 'both: own' },
  'GET /invoice/{id}': { access: 'both: 404' },
  'GET /invoice/{id}/document': { access: 'both: 404' },
  'GET /invoice/{id}/source/{source_id}/document': { access: 'both: 404' },
  'POST /invoice/{id}/source/{source_id}/split': { access: 'both: 404' },
  'GET /document/{link}': { access: 'anyone' },
  'POST /invoice/{id}/resend': { access: 'customer: 404' },
  'GET /deliveries': { access: 'customer: own' },
  'POST /delivery/{id}/retry': { access: 'customer: 404' },
  'POST /deliveries/recover': { access: 'customer: own', body: { since: '2020-01-01T00:00:00Z' } },
  'GET /events': { access: 'customer: own' },
  'POST /collector_request': { access: 'user: own', body: { name: 'Missing Ltd' } },
  'POST /feedback': { access: 'user: own', body: { message: 'Good' } },
  'GET /health/live': { access: 'anyone' },
  'GET /health/ready': { access: 'anyone' },
}

let server: TestServer
let sink: CallbackSink
let owner: { id: string; token: string }
let sibling: { id: string; token: string }
let foreignBearer: string
let foreignUserToken: string
/** The owner's own ids: in the answers of nobody else. */
let ids: Record<'user' | 'credential' | 'run' | 'invoice' | 'delivery' | 'bearer' | 'link', string>

beforeAll(async () => {
  server = await startTestServer({ TRUST_PROXY: 'true' })
  sink = await startCallbackSink()
  await server.call('POST', '/customer', { body: { callback: sink.url } })
  owner = await server.addUser('owner')
  sibling = await server.addUser('sibling')
  foreignBearer = await addCustomer(server, 'foreign')
  const body = { remote_id: 'foreigner', locale: 'en' }
  foreignUserToken = (await server.call('POST', '/user', { token: foreignBearer, body })).json.token
  ids = await fillOwner()
})

afterAll(async () => {
  await sink.close()
  await server.dispose()
})

async function fillOwner() {
  const credential = {
    collector: 'sandbox_api',
    params: { username: 'demo', password: 'x' },
    download_from: '2000-01-01',
  }
  const { json } = await server.call('POST', '/credential', { token: owner.token, body: credential })
  await until('three invoices', () => sink.accepted('invoice').length === 3)
  const first = async (path: string) => (await server.call('GET', path)).json[0].id as string
  const { body } = sink.accepted('invoice')[0] ?? {}
  return {
    user: owner.id,
    credential: json.id as string,
    run: json.run_id as string,
    invoice: await first('/invoices'),
    delivery: await first('/deliveries'),
    bearer: await first('/customer/bearers'),
    link: String(body.invoice.url).split('/').at(-1) as string,
  }
}

test('the table names every route of the OpenAPI document, and no other', async () => {
  const { json } = await server.call('GET', '/openapi.json', { token: null })
  const methods = Object.entries<object>(json.paths).flatMap(([path, operations]) =>
    Object.keys(operations).map(method => `${method.toUpperCase()} ${path}`),
  )
  const documented = Object.keys(ROUTES).filter(route => !ROUTES[route]?.isAlias)
  expect(documented.toSorted()).toEqual(methods.toSorted())
})

describe.each(Object.entries(ROUTES).filter(([, { access }]) => access !== 'anyone'))(
  '%s',
  (route, { access, body }) => {
    const [wanted, strangerGets] = access.split(': ') as ['customer' | 'user' | 'both', 'own' | '404']

    test('without a token, and with wrong ones', async () => {
      expectProblem(await ask({ token: null }), 401, 'unauthorized')
      const unlucky = nextGuess()
      const wrong = [unlucky.repeat(8), `icb_${unlucky.repeat(6)}`, unlucky]
      const replies = wrong.flatMap(token => [ask({ token }), ask({ token: null, query: { token } })])
      for (const reply of await Promise.all(replies)) expectProblem(reply, 401, 'unauthorized')
    })

    test('with a token of the wrong kind', async () => {
      if (wanted === 'customer') expectProblem(await ask({ token: owner.token }), 403, 'forbidden')
      if (wanted === 'user') expectProblem(await ask({ token: server.bearer }), 403, 'forbidden')
    })

    test('with the token of somebody else', async () => {
      const strangers = {
        customer: [foreignBearer],
        user: [sibling.token, foreignUserToken],
        both: [foreignBearer, sibling.token, foreignUserToken],
      }
      for (const token of strangers[wanted]) {
        const reply = await ask({ token })
        if (strangerGets === '404') expectProblem(reply, 404, 'not_found')
        expect(reply.status).not.toBe(500)
        for (const id of Object.values(ids)) expect(reply.text).not.toContain(id)
        expect(reply.text).not.toContain(sink.url)
      }
    })

    function ask(options: CallOptions): Promise<Reply> {
      const [method = '', path = ''] = route.split(' ')
      const headers = { 'x-forwarded-for': nextAddress() }
      return server.call(method, fillIn(path), { ...options, headers, ...(body && { body }) })
    }
  },
)

test('a stranger’s list is empty, whatever it is filtered by', async () => {
  const filters = [
    `/invoices?user_id=${ids.user}`,
    `/invoices?credential_id=${ids.credential}`,
    `/runs?credential_id=${ids.credential}`,
  ]
  for (const path of filters) {
    const own = await server.call('GET', path)
    expect(own.json.length, path).toBeGreaterThan(0)
    for (const token of [foreignBearer, foreignUserToken]) {
      const ofToken = (await server.call('GET', path, { token })).json as { user_id: string }[]
      expect(ofToken.filter(item => item.user_id === ids.user)).toEqual([])
    }
  }
  // A user of the same customer who filters by another user still sees only what is theirs.
  expect((await server.call('GET', filters[0] ?? '', { token: sibling.token })).json).toEqual([])
})

test('an event’s id of another customer is no place to start from', async () => {
  const { json } = await server.call('GET', '/events')
  expectProblem(await server.call('GET', '/events', { token: foreignBearer, query: { after: json[0].id } }), 404)
})

test('a link to a document opens without a token, and not when a single character is another', async () => {
  const get = (link: string) => server.call('GET', `/document/${link}`, { token: null })
  const reply = await get(ids.link)
  expect(reply.status).toBe(200)
  expect(reply.headers.get('content-disposition')).toMatch(/^attachment/)
  expect(reply.headers.get('content-security-policy')).toContain('sandbox')
  expect(reply.headers.get('x-content-type-options')).toBe('nosniff')
  for (let at = 0; at < ids.link.length; at++) {
    const other = ids.link[at] === 'a' ? 'b' : 'a'
    expectProblem(await get(ids.link.slice(0, at) + other + ids.link.slice(at + 1)), 404)
  }
  for (const wrong of [`${ids.link}.x`, `${ids.link}=`, ids.link.slice(0, -1)]) expectProblem(await get(wrong), 404)
  const { ws_path } = (await server.call('POST', `/credential/${ids.credential}/collect`, { token: owner.token })).json
  expectProblem(await get(ws_path.split('/').at(-1)), 404)
})

test('after all that, everything of the owner is where it was', async () => {
  const { json } = await server.call('GET', `/user/${ids.user}/credential/${ids.credential}`)
  expect(json).toMatchObject({ note: null, invoices_count: 3 })
  expect((await server.call('GET', `/user/${ids.user}`)).json.name).toBeNull()
  expect((await server.call('GET', `/invoice/${ids.invoice}`, { token: owner.token })).status).toBe(200)
})

/** The owner's ids in every place. */
function fillIn(path: string): string {
  const [, kind = ''] = path.split('/')
  const idOf: Record<string, string> = {
    '/customer/bearer/{id}': ids.bearer,
    '/collector/{id}': 'sandbox',
    '/delivery/{id}/retry': ids.delivery,
  }
  const id = idOf[path] ?? { user: ids.user, run: ids.run, invoice: ids.invoice }[kind] ?? ''
  return path
    .replace('{user_id}', ids.user)
    .replace('{credential_id}', ids.credential)
    .replace('{source_id}', ids.invoice)
    .replace('{missing_id}', ids.invoice)
    .replace('{id}', id)
}

/** Sixteen hex digits; wrong tokens are counted by their beginning too. */
function nextGuess(): string {
  return randomBytes(8).toString('hex')
}

let addresses = 0

/** Wrong tokens are counted by address. */
function nextAddress(): string {
  addresses += 1
  return `198.18.${Math.floor(addresses / 250)}.${addresses % 250}`
}
