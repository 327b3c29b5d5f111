import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openMemory, openParams } from '#records/credentials.ts'
import { type CallbackSink, startCallbackSink } from '../setup/callback-sink.ts'
import { openStore } from '../setup/open-store.ts'
import { rawSql } from '../setup/raw-sql.ts'
import { startTestServer, type TestServer } from '../setup/test-server.ts'
import { until } from '../setup/until.ts'

/** In no log line, row, job or file may any of these be found again, in whatever spelling. */
const PASSWORD = 'Canary-Passw0rd-7f3a9c'
const CODE = '123456'

let server: TestServer
let sink: CallbackSink
let user: { id: string; token: string }
let credentials: Record<string, string>

beforeAll(async () => {
  server = await startTestServer({ LOG_LEVEL: 'debug', ALLOW_PRIVATE_CALLBACKS: 'true' })
  sink = await startCallbackSink()
  await server.call('POST', '/customer', { body: { callback: sink.url } })
  user = await server.addUser('canary-remote-id')
  credentials = await runEverything()
})

afterAll(async () => {
  await sink.close()
  await server.dispose()
})

/** A success, a second factor, a refusal, a supplier that is down and one that changed; browser and API. */
async function runEverything(): Promise<Record<string, string>> {
  const wanted: [string, string][] = [
    ['sandbox', 'demo'],
    ['sandbox', 'demo-2fa'],
    ['sandbox', 'demo-changed'],
    ['sandbox_api', 'demo'],
    ['sandbox_api', 'demo-down'],
    ['sandbox_api', PASSWORD],
  ]
  const ids: Record<string, string> = {}
  for (const [collector, username] of wanted) {
    const body = { collector, params: { username, password: PASSWORD }, download_from: '2000-01-01' }
    const { json, text } = await server.call('POST', '/credential', { token: user.token, body })
    if (username !== PASSWORD) expect(text).not.toContain(PASSWORD)
    ids[`${collector} ${username}`] = json.id
  }
  const twofa = `/credential/${ids['sandbox demo-2fa']}/2fa`
  await until('the code to be taken', async () => {
    return (await server.call('POST', twofa, { token: user.token, body: { code: CODE } })).status === 204
  })
  await until('every run to end', async () => {
    const { json } = await server.call('GET', '/runs', { token: user.token })
    return json.length === wanted.length && json.every((run: { finished_at: string | null }) => run.finished_at)
  })
  const codes = (await server.call('GET', '/runs')).json.map((run: { outcome: { code: string } }) => run.outcome.code)
  expect(new Set(codes)).toEqual(new Set(['done', 'supplier_changed', 'supplier_unavailable', 'credential_rejected']))
  // Tokens in every place they may come in, the wrong ones too.
  await server.call('GET', '/collectors', { token: null, query: { token: user.token } })
  await server.call('GET', '/customer', { token: user.token })
  await server.call('GET', '/ui', { token: null, query: { token: user.token } })
  return ids
}

test('a session of a browser is kept sealed, and opens only in its own row', async () => {
  const { store, close } = await openStore(server)
  const rowOf = (id = '') =>
    store.db.selectFrom('credentials').select(['id', 'params', 'memory']).where('id', '=', id).executeTakeFirstOrThrow()
  const own = await rowOf(credentials['sandbox demo'])
  const other = await rowOf(credentials['sandbox demo-2fa'])
  expect(openParams(store, own)).toEqual({ username: 'demo', password: PASSWORD })
  expect(JSON.stringify(openMemory(store, own))).toContain('cookies')
  expect(() => openParams(store, { ...own, params: other.params })).toThrow()
  expect(() => openMemory(store, { ...own, memory: other.memory })).toThrow()
  expect(() => openMemory(store, { ...own, memory: own.params })).toThrow()
  const changed = Buffer.from(own.params)
  changed.writeUInt8(changed.readUInt8(changed.length - 1) ^ 1, changed.length - 1)
  expect(() => openParams(store, { ...own, params: changed })).toThrow()
  await close()
})

test('no secret is found in any log line, row, job or file', async () => {
  const { store, close } = await openStore(server)
  const own = await store.db
    .selectFrom('credentials')
    .select(['id', 'memory'])
    .where('memory', 'is not', null)
    .execute()
  const cookies = own.flatMap(row => JSON.stringify(openMemory(store, row)).match(/(?<="value":")[^"]{12,}/g) ?? [])
  await close()
  expect(cookies.length).toBeGreaterThan(0)
  const { secret } = (await server.call('GET', '/customer/signing_secret')).json
  const secrets = {
    password: PASSWORD,
    bearer: server.bearer,
    token: user.token,
    signing: secret,
    cookie: cookies[0] ?? '',
  }

  const places = await collectPlaces()
  expect(places.logs).toContain('Run failed')
  expect(places.rows).toContain('canary-remote-id')
  expect(places.rows).toContain('"name":"collect"')
  const found = Object.entries(secrets).flatMap(([name, value]) =>
    spellings(value).flatMap(spelling =>
      Object.entries(places)
        .filter(([, text]) => text.includes(spelling))
        .map(([place, text]) => `${name} in ${place}: ${around(text, spelling)}`),
    ),
  )
  expect(found).toEqual([])
  expect(places.rows).not.toMatch(new RegExp(`"answer":"?${CODE}`))
})

test('after a user is deleted nothing of theirs is left but the numbers of jobs that cleaned up', async () => {
  const invoices = (await server.call('GET', '/invoices')).json
  const link = sink.accepted('invoice')[0]?.body.invoice.url as string
  expect(invoices.length).toBeGreaterThan(3)
  expect(await readdir(join(server.dataDir, 'documents'))).toEqual([user.id])
  expect((await server.call('DELETE', '/user', { body: { remote_id: 'canary-remote-id' } })).status).toBe(204)

  await until('the files to go', async () => (await readdir(join(server.dataDir, 'documents'))).length === 0)
  const { rows } = await collectPlaces({ withoutPruning: true })
  const ids = [user.id, ...Object.values(credentials), ...invoices.map((invoice: { id: string }) => invoice.id)]
  for (const trace of ['canary-remote-id', ...ids]) expect(rows, trace).not.toContain(trace)
  for (const number of ['SBX-2026-001', invoices[0].sha256]) expect(rows).not.toContain(number)
  expect((await fetch(server.origin + new URL(link).pathname)).status).toBe(404)
  expect((await server.call('GET', '/credentials', { token: user.token })).status).toBe(401)
})

/** Everything that outlives a request, as text. */
async function collectPlaces({ withoutPruning = false } = {}): Promise<Record<'logs' | 'rows' | 'files', string>> {
  const output = server.output().replace(/Default customer created\. Bearer is "[^"]+"/, '')
  return { logs: output, rows: await dumpRows(withoutPruning), files: await dumpFiles(server.dataDir) }
}

async function dumpRows(withoutPruning: boolean): Promise<string> {
  const tables = await rawSql(
    server.databaseUrl,
    `select format('%I.%I', table_schema, table_name) as name from information_schema.tables
     where table_schema not in ('pg_catalog', 'information_schema') and table_type = 'BASE TABLE'`,
  )
  expect(tables.length).toBeGreaterThan(15)
  const dumps = tables.map(async ({ name }) => {
    const rows = await rawSql(server.databaseUrl, `select to_jsonb(t) as row from ${name} t`)
    const kept = rows.filter(({ row }) => !withoutPruning || row.name !== 'prune')
    return kept.map(({ row }) => JSON.stringify(row)).join('\n')
  })
  return (await Promise.all(dumps)).join('\n')
}

async function dumpFiles(folder: string): Promise<string> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter(entry => entry.isFile())
  const texts = files.map(async file => `${file.name}\n${await readFile(join(file.parentPath, file.name), 'latin1')}`)
  return (await Promise.all(texts)).join('\n')
}

function spellings(secret: string): string[] {
  const bytes = Buffer.from(secret)
  return [secret, encodeURIComponent(secret), bytes.toString('base64').replace(/.{0,3}=*$/, ''), bytes.toString('hex')]
}

function around(text: string, spelling: string): string {
  const at = text.indexOf(spelling)
  return text.slice(Math.max(0, at - 120), at)
}
