import { Validator } from '@seriousme/openapi-schema-validator'
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type CallbackSink, startCallbackSink } from '../setup/callback-sink.ts'
import { type JsonSchema, RandomJson } from '../setup/random-json.ts'
import { seededRandom } from '../setup/seeded-random.ts'
import { startTestServer, type TestServer } from '../setup/test-server.ts'
import { until } from '../setup/until.ts'

/** `FUZZ_SEED=… FUZZ_REQUESTS=…` for others; the seed is printed when something is found. */
const SEED = Number(process.env.FUZZ_SEED ?? 20_261_123)
const REQUESTS = Number(process.env.FUZZ_REQUESTS ?? 4000)
const AT_ONCE = 24

interface Operation {
  method: string
  path: string
  parameters: { name: string; in: 'path' | 'query'; required: boolean; schema: JsonSchema }[]
  security: Record<string, []>[]
  requestBody?: { content: { 'application/json': { schema: JsonSchema } } }
  responses: Record<string, { content?: Record<string, { schema?: object }> }>
}

let server: TestServer
let sink: CallbackSink
// biome-ignore lint/suspicious/noExplicitAny: a whole OpenAPI document
let document: any

beforeAll(async () => {
  server = await startTestServer({ LOG_LEVEL: 'warn', TRUST_PROXY: 'true' })
  sink = await startCallbackSink()
  document = (await server.call('GET', '/openapi.json', { token: null })).json
})

afterAll(async () => {
  await sink.close()
  await server.dispose()
})

test('the document is valid OpenAPI 3.1', async () => {
  const validator = new Validator()
  const { valid, errors } = await validator.validate(structuredClone(document))
  expect(errors).toBeUndefined()
  expect(valid).toBe(true)
  expect(validator.version).toBe('3.1')
  expect(() => validator.resolveRefs()).not.toThrow()
})

test('every operation has an id of its own and words for people', () => {
  const operations = listOperations() as (Operation & { operationId: string; summary: string })[]
  expect(operations.length).toBeGreaterThan(40)
  expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(operations.length)
  for (const { summary } of operations) expect(summary).toMatch(/\w{2}/)
})

test(`${REQUESTS} random requests: never a 5xx, never an answer that the document does not declare`, async () => {
  const random = new RandomJson(seededRandom(SEED), await makeThingsToAskFor())
  const operations = listOperations()
  const tokens = await makeTokens()
  const checks = new Map<string, ValidateFunction>()
  const ajv = addFormats.default(new Ajv2020({ strict: false, allErrors: false }))
  ajv.addSchema({ $id: 'openapi', components: document.components })
  const findings: string[] = []
  const statuses: Record<number, number> = {}

  let asked = 0
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      while (asked < REQUESTS) {
        asked += 1
        await askOnce(compose(random, random.pick(operations), tokens))
      }
    }),
  )
  console.info(`fuzzer, seed ${SEED}: ${JSON.stringify(statuses)}`)
  expect(findings).toEqual([])
  expect(server.output()).not.toContain('Request failed')
  // The fuzzer must get behind the parser, or it proves little.
  expect(statuses[200]).toBeGreaterThan(REQUESTS / 5)
  expect((await server.call('GET', '/customer')).status).toBe(200)

  async function askOnce({ operation, url, init }: RandomRequest): Promise<void> {
    const response = await fetch(url, init)
    const text = await response.text()
    const { status } = response
    statuses[status] = (statuses[status] ?? 0) + 1
    const finding = status >= 500 && status !== 502 ? `answered ${status}` : contradiction(operation, response, text)
    if (finding && findings.length < 20) {
      findings.push(
        `${init.method} ${url.slice(server.base.length)} ${init.body ?? ''}: ${finding}: ${text.slice(0, 300)}`,
      )
    }
  }

  /** What about an answer is not as the document says. */
  function contradiction(operation: Operation, response: Response, text: string): string | undefined {
    const { status, headers } = response
    const { [status]: own, default: otherwise } = operation.responses
    const declared = status < 400 ? own : otherwise
    if (!declared) return `status ${status} is not declared`
    if (!declared.content) return text === '' ? undefined : 'a body where none is declared'
    const type = headers.get('content-type')?.split(';')[0] ?? ''
    const content = declared.content[type] ?? declared.content['*/*']
    if (!content) return `content type ${type} is not declared`
    if (!content.schema || !type.includes('json')) return undefined
    const key = status < 400 ? `${operation.method} ${operation.path} ${status}` : 'problem'
    const check = checks.get(key) ?? ajv.compile(withRefs(content.schema))
    checks.set(key, check)
    if (!check(JSON.parse(text))) return ajv.errorsText(check.errors)
    return status >= 400 && JSON.parse(text).status !== status ? 'another status in the body' : undefined
  }
}, 120_000)

interface RandomRequest {
  operation: Operation
  url: string
  init: { method: string; headers: Record<string, string>; body?: string }
}

function compose(
  random: RandomJson,
  operation: Operation,
  tokens: Record<'customer' | 'user', string[]>,
): RandomRequest {
  const nastiness = random.pick([0, 0, 0.05, 0.4])
  const query = new URLSearchParams()
  let path = operation.path
  for (const { name, in: place, required, schema } of operation.parameters) {
    const value = asText(random.value(schema, nastiness, place === 'path' ? placeOf(operation, name) : name))
    if (place === 'path') path = path.replace(`{${name}}`, encodeURIComponent(value))
    else if (required || random.chance(0.3)) query.append(name, value)
  }
  if (random.chance(nastiness / 3)) query.append(asText(random.nasty()), asText(random.nasty()))
  const schema = operation.requestBody?.content['application/json'].schema
  const wants = operation.security.some(one => 'bearer' in one) ? tokens.customer : tokens.user
  const token = random.chance(0.03) ? asText(random.nasty()) : random.pick(wants)
  return {
    operation,
    url: `${server.base}${path}${query.size > 0 ? `?${query}` : ''}`,
    init: {
      method: operation.method,
      headers: {
        ...(/^[\w.-]+$/.test(token) && { authorization: `Bearer ${token}` }),
        ...(schema && { 'content-type': 'application/json' }),
        ...(random.chance(0.2) && { 'accept-language': 'fr' }),
        'x-forwarded-for': `198.18.${Math.floor(Math.random() * 250)}.1`,
      },
      ...(schema && { body: JSON.stringify(random.value(schema, nastiness)) ?? '' }),
    },
  }
}

/** What is deleted is none of what the other requests ask for. */
function placeOf({ method, path }: Operation, name: string): string {
  return method === 'DELETE' ? `DELETE ${name}` : `${path} ${name}`
}

/** Real things of every kind, so that many requests succeed. */
async function makeThingsToAskFor(): Promise<Record<string, unknown[]>> {
  await server.call('POST', '/customer', { body: { callback: sink.url } })
  const { id: userId, token } = await server.addUser('fuzzed')
  const credential = {
    collector: 'sandbox_api',
    params: { username: 'demo', password: 'x' },
    download_from: '2000-01-01',
  }
  const { json } = await server.call('POST', '/credential', { token, body: credential })
  await until('invoices', () => sink.accepted('invoice').length === 3)
  const idsOf = async (path: string) => (await server.call('GET', path)).json.map((item: { id: string }) => item.id)
  const [invoices, runs, deliveries, events] = await Promise.all(
    ['/invoices', '/runs', '/deliveries', '/events'].map(idsOf),
  )
  const all = [userId, json.id, ...invoices, ...runs, ...deliveries]
  return {
    uuid: all,
    'DELETE id': await makeThrowaways(),
    '/user/{id} id': [userId],
    '/invoice/{id} id': invoices,
    '/invoice/{id}/document id': invoices,
    '/invoice/{id}/resend id': invoices,
    '/run/{id} id': runs,
    '/delivery/{id}/retry id': deliveries,
    '/collector/{id} id': ['sandbox', 'sandbox_api', 'mailbox'],
    '/collector/{id}/logo id': ['sandbox', 'none'],
    '/document/{link} link': sink.accepted('invoice').map(({ body }) => String(body.invoice.url).split('/').at(-1)),
    user_id: [userId],
    credential_id: [json.id],
    cursor: all,
    after: [...events, '0', '2'],
    remote_id: ['fuzzed-1', 'fuzzed-2', 'fuzzed-3'],
    collector: ['sandbox_api', 'sandbox_api', 'no_such'],
    params: [{ username: 'demo-empty', password: 'x' }, { username: 'demo' }, {}],
    callback: [sink.url, sink.url, 'http://127.0.0.1:9/closed', null],
    allowed_origins: [[], ['https://app.example'], ['https://app.example/']],
    download_from: ['2026-01-01', '2000-02-29', '1900-02-29'],
    issued_from: ['2026-01-01', '1900-01-01'],
    issued_to: ['2026-12-31', '9999-12-31'],
    since: ['2026-01-01T00:00:00Z', '2026-01-01'],
    email: ['a@example.com'],
    uri: ['https://example.com/a'],
    locale: ['en', 'fr'],
  }
}

async function makeThrowaways(): Promise<string[]> {
  const names = Array.from({ length: 20 }, (_, index) => `throwaway-${index}`)
  return (await Promise.all(names.map(name => server.addUser(name)))).map(({ id }) => id)
}

/** Users that are not among what may be deleted. */
async function makeTokens(): Promise<Record<'customer' | 'user', string[]>> {
  const users = await Promise.all(['a', 'b', 'c'].map(name => server.addUser(`keeper-${name}`)))
  return { customer: [server.bearer], user: users.map(({ token }) => token) }
}

function listOperations(): Operation[] {
  return Object.entries<Record<string, Omit<Operation, 'method' | 'path'>>>(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ ...operation, method: method.toUpperCase(), path })),
  )
}

/** References lead into the document, which the validator knows as `openapi`. */
function withRefs(schema: object): object {
  return JSON.parse(JSON.stringify(schema).replaceAll('"#/components/', '"openapi#/components/'))
}

function asText(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '')
  return text.toWellFormed()
}
