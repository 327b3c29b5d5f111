import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import {
  Catalogue,
  CredentialRejected,
  mailboxCollector,
  SupplierUnavailable,
  secret,
  z,
} from '#collector-kit/index.ts'
import { hashToken } from '#platform/keys/token.ts'
import { addCredential, deleteCredential, updateCredential } from '#records/credentials.ts'
import { createDefaultCustomer } from '#records/customers.ts'
import { listRuns } from '#records/runs.ts'
import type { Store } from '#records/store.ts'
import { openUser } from '#records/users.ts'
import { openStore } from '../../../tests/setup/open-store.ts'
import { SERVER_TEMPLATE } from '../../../tests/setup/server-template.ts'
import { createTestDatabase, type TestDatabase } from '../../../tests/setup/test-database.ts'
import { until } from '../../../tests/setup/until.ts'
import { type Watching, watchCredentials } from './watch-credentials.ts'

/** Whoever is connected to the supplier right now, and how to make something happen there. */
interface Connection {
  key: string
  process: string
  tell(): void
  end(how: 'unsupported' | Error): void
}
const connections = new Set<Connection>()
/** Connections of one key, ever. */
let opened: string[] = []
const processes: Watching[] = []
const closers: (() => Promise<void>)[] = []

let database: TestDatabase
let dataDir: string
let store: Store
let customerId: string
let users = 0

beforeAll(async () => {
  database = await createTestDatabase(SERVER_TEMPLATE)
  dataDir = await mkdtemp(join(tmpdir(), 'ic-watch-'))
  store = await newStore()
  customerId = (await createDefaultCustomer(store, hashToken('a bearer')))?.id ?? ''
})
beforeEach(() => {
  opened = []
})
afterEach(async () => {
  for (const process of processes.splice(0)) await process.stop()
  await store.db.deleteFrom('credentials').execute()
})
afterAll(async () => {
  for (const close of closers) await close()
  await database.drop()
  await rm(dataDir, { recursive: true })
})

async function newStore(now?: () => Date): Promise<Store> {
  const { store: fresh, close } = await openStore({ databaseUrl: database.url, dataDir }, now)
  closers.push(close)
  return fresh
}

/** A worker with a collector of its own; `own` when it is to be stopped or killed in the middle. */
function startProcess(name: string, { maxWatches = 10, own = store } = {}): Watching {
  const collector = mailboxCollector({
    id: 'test_mailbox',
    name: 'Test mailbox',
    homepage: 'https://mail.example',
    params: z.object({ key: secret('Key') }),
    async *collect() {},
    watch: ({ params, signal }, onNews) =>
      new Promise((resolve, reject) => {
        const close = () => connections.delete(connection)
        const connection: Connection = {
          key: params.key,
          process: name,
          tell: onNews,
          end(how) {
            close()
            return how === 'unsupported' ? resolve(how) : reject(how)
          },
        }
        opened.push(params.key)
        connections.add(connection)
        signal.addEventListener('abort', () => {
          close()
          reject(signal.reason)
        })
      }),
  })
  const watching = watchCredentials({
    store: own,
    catalogue: new Catalogue([collector]),
    network: { resolveHost: async () => '127.0.0.1' },
    log: { info: () => {}, warn: () => {} },
    random: () => 0.5,
    allowPrivateSuppliers: false,
    maxWatches,
    lookEveryMs: 200,
    betweenRunsMs: 200,
  })
  processes.push(watching)
  return watching
}

/** A credential that a run has read to its end. */
async function connected(key: string) {
  users += 1
  const { user } = await openUser(store, customerId, { remote_id: `user-${users}`, locale: 'en' })
  const scope = { customerId, userId: user.id }
  const { id } = await addCredential(store, {
    ...scope,
    collectorId: 'test_mailbox',
    supplier: 'mail.example',
    params: { key },
    note: null,
    downloadFrom: '2026-01-01',
  })
  await finishRun(id)
  const runs = async () => (await listRuns(store, scope, { credentialId: id, limit: 50 })).items
  return { id, scope, key, runs }
}

/** As the engine leaves a credential after a run without trouble. */
async function finishRun(id: string, state: 'done' | 'disconnected' = 'done'): Promise<void> {
  await store.db.updateTable('runs').set({ finished_at: store.now(), state }).where('credential_id', '=', id).execute()
  await store.db.updateTable('credentials').set({ state, is_first_listing_done: true }).where('id', '=', id).execute()
}

const connectionsOf = (key: string) => [...connections].filter(connection => connection.key === key)
const connectionOf = (key: string) => until(`a connection with ${key}`, () => connectionsOf(key)[0], 8_000)
const nobodyAt = (key: string) => until(`nobody at ${key}`, () => connectionsOf(key).length === 0, 8_000)

test('one process of several watches each credential, and as many as it may', async () => {
  const all = await Promise.all(['a', 'b', 'c', 'd', 'e'].map(connected))
  startProcess('one', { maxWatches: 2 })
  startProcess('two', { maxWatches: 2 })
  await until('four watches', () => connections.size === 4)

  const third = startProcess('three')
  await until('five watches', () => connections.size === 5)

  expect([...connections].map(({ key }) => key).toSorted()).toEqual(all.map(({ key }) => key))
  expect([...connections].filter(({ process }) => process === 'one')).toHaveLength(2)
  expect(opened).toHaveLength(5)
  await third.stop()
  expect(connections.size).toBe(4)
})

test('what a process gives up when it stops, another takes over at once; from a dead one, when its lease is over', async () => {
  const { key } = await connected('moving')
  const first = startProcess('first')
  await connectionOf(key)
  await first.stop()
  let later = 0
  const second = startProcess('second', { own: await newStore(() => new Date(Date.now() + later)) })
  expect((await connectionOf(key)).process).toBe('second')

  // To a third process half a minute ahead, the second one is dead.
  later = -60_000
  startProcess('third')
  await until('the takeover', () => connectionsOf(key).some(({ process }) => process === 'third'), 40_000)
  await until('the second to notice', () => connectionsOf(key).every(({ process }) => process === 'third'), 8_000)
  await second.stop()
  expect(connectionsOf(key)).toHaveLength(1)
})

test('nobody watches before the first run is over, nor while the user must act', async () => {
  const { id, key, scope } = await connected('waiting')
  await updateCredential(store, scope, { credentialId: id, params: { key } })
  startProcess('one')
  await connected('other')
  await connectionOf('other')
  expect(connectionsOf(key)).toEqual([])
  await finishRun(id)
  await connectionOf(key)

  await finishRun(id, 'disconnected')
  await nobodyAt(key)
})

test('a watch ends with its credential, and starts anew with a changed one', async () => {
  const { id, scope } = await connected('old key')
  startProcess('one')
  await connectionOf('old key')
  await updateCredential(store, scope, { credentialId: id, params: { key: 'new key' } })
  await nobodyAt('old key')
  await finishRun(id)
  await connectionOf('new key')

  await deleteCredential(store, scope, id)
  await nobodyAt('new key')
})

test('news open a run; those that come while one is on open another one after it', async () => {
  const { id, key, runs } = await connected('telling')
  startProcess('one')
  const { tell } = await connectionOf(key)
  for (let count = 0; count < 5; count++) tell()
  await until('a run', async () => (await runs()).length === 2)
  const [run] = await runs()
  expect(run).toMatchObject({ state: 'waiting', finished_at: null })

  await store.db
    .updateTable('runs')
    .set({ state: 'collecting' })
    .where('id', '=', run?.id ?? '')
    .execute()
  tell()
  await connected('other')
  await connectionOf('other')
  expect(await runs()).toHaveLength(2)
  await finishRun(id)
  await until('the next run', async () => (await runs()).length === 3, 3_000)
})

test('trouble is followed by a pause, a refused password by a run that will say so', async () => {
  const [down, refused] = [await connected('down'), await connected('refused')]
  startProcess('one')
  const [first, second] = [await connectionOf(down.key), await connectionOf(refused.key)]
  first.end(new SupplierUnavailable('closed'))
  second.end(new CredentialRejected())
  const pauseOf = async ({ id }: { id: string }) => {
    const row = await store.db.selectFrom('watches').selectAll().where('credential_id', '=', id).executeTakeFirst()
    return row && { pauseMs: row.not_before.getTime() - row.leased_until.getTime(), failures: row.failures_in_a_row }
  }
  await until(
    'the pauses',
    async () => (await pauseOf(down))?.failures === 1 && (await pauseOf(refused))?.failures === 1,
  )
  expect((await pauseOf(down))?.pauseMs).toBeCloseTo(5_000, -2)
  expect((await pauseOf(refused))?.pauseMs).toBeCloseTo(3_600_000, -2)
  await until('the run', async () => (await refused.runs()).length === 2)

  await connectionOf(down.key)
  expect(await down.runs()).toHaveLength(1)
  expect(opened.filter(key => key === refused.key)).toHaveLength(1)
})

test('what a supplier cannot tell is not asked for all the time', async () => {
  const { key } = await connected('silent')
  startProcess('one')
  const connection = await connectionOf(key)
  connection.end('unsupported')
  await connected('other')
  await connectionOf('other')
  expect(opened).toEqual([key, 'other'])
})
