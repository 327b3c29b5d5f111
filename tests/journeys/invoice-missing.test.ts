import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { addDays, type IsoDate, isoDateOf } from '#domain/iso-date.ts'
import { markKnown } from '#records/invoices.ts'
import type { Store } from '#records/store.ts'
import { type CallbackSink, startCallbackSink } from '../setup/callback-sink.ts'
import { expectProblem } from '../setup/expect-problem.ts'
import { openStore } from '../setup/open-store.ts'
import { startTestServer, type TestServer } from '../setup/test-server.ts'
import { until } from '../setup/until.ts'

const TODAY = isoDateOf(new Date())
const EVERY_DAYS = 14
/** A supplier that wrote every two weeks until four weeks ago. */
const ISSUED = Array.from({ length: 20 }, (_, index) => addDays(TODAY, -EVERY_DAYS * (index + 2)))
const LATEST = ISSUED[0] as IsoDate
const EXPECTED = addDays(LATEST, EVERY_DAYS)

let server: TestServer
let sink: CallbackSink
let store: Store
let closeStore: () => Promise<void>
let customerId: string

beforeAll(async () => {
  server = await startTestServer()
  sink = await startCallbackSink()
  customerId = (await server.call('POST', '/customer', { body: { callback: sink.url } })).json.id
  const opened = await openStore(server)
  store = opened.store
  closeStore = opened.close
})

afterAll(async () => {
  await closeStore()
  await sink.close()
  await server.dispose()
})

test('an invoice that did not come is told once, shown until it is dismissed, and never told again', async () => {
  const user = await connectedUser('fr')
  expect((await user.credential()).missing).toEqual([])
  await user.list(ISSUED)
  await user.collect()
  const [{ body }] = await user.told(1)
  expect(body).toMatchObject({
    type: 'invoice_missing',
    remote_id: user.remoteId,
    credential_id: user.credentialId,
    collector: { id: 'sandbox_api' },
    missing: {
      seller: null,
      expected: { kind: 'rhythm', every: 'two_weeks', around: EXPECTED, since: LATEST },
      message: expect.stringMatching(/^Aucune facture depuis le \d.* ; une était attendue vers le \d/),
    },
  })
  const { missing } = await user.credential()
  expect(missing).toEqual([body.missing])
  const listed = (await server.call('GET', `/user/${user.id}/credentials`)).json
  expect(listed[0].missing).toEqual(missing)

  const path = `/credential/${user.credentialId}/missing/${missing[0].id}/dismiss`
  const other = await connectedUser('en')
  expectProblem(await server.call('POST', path, { token: other.token }), 404, 'not_found')
  expectProblem(
    await server.call('POST', path.replace(user.credentialId, other.credentialId), { token: user.token }),
    404,
    'not_found',
  )
  expect(await user.credential()).toMatchObject({ missing })
  for (let twice = 0; twice < 2; twice++) {
    expect((await server.call('POST', path, { token: user.token })).status).toBe(204)
  }
  expect((await user.credential()).missing).toEqual([])
  await user.collect()
  await user.told(1)
  expect((await user.credential()).missing).toEqual([])
})

test('what turns up is shown no more', async () => {
  const user = await connectedUser('en')
  await user.list(ISSUED)
  await user.collect()
  await user.told(1)
  expect((await user.credential()).missing).toHaveLength(1)
  await user.list([addDays(EXPECTED, 2)])
  await user.collect()
  await until('it to be closed', async () => (await user.credential()).missing.length === 0)
  await user.told(1)
})

test('while a run fails nobody is told, for it may be there', async () => {
  const user = await connectedUser('en')
  await user.list(ISSUED)
  await server.call('PUT', `/credential/${user.credentialId}`, {
    token: user.token,
    body: { params: { username: 'demo-empty', password: 'wrong' } },
  })
  await user.settled()
  expect((await user.credential()).state.index).toBe(-2)
  expect((await user.credential()).missing).toEqual([])
})

test('it goes with its credential', async () => {
  const user = await connectedUser('en')
  await user.list(ISSUED)
  await user.collect()
  await user.told(1)
  await server.call('DELETE', `/credential/${user.credentialId}`, { token: user.token })
  const rows = await store.db.selectFrom('missing_invoices').select('id').where('user_id', '=', user.id).execute()
  expect(rows).toEqual([])
})

test('the test callback sends one', async () => {
  const reply = await server.call('GET', '/test_callback', { query: { type: 'invoice_missing' } })
  expect(reply.status).toBe(200)
  const { body } = sink.accepted('invoice_missing').find(({ body }) => body.test) ?? {}
  expect(body.missing.message).toMatch(/^No invoice since /)
})

let users = 0

/** A user with one credential of a supplier that lists nothing by itself. */
async function connectedUser(locale: string) {
  users += 1
  const remoteId = `user ${users}`
  const { id, token } = await server.addUser(remoteId, locale)
  const body = { collector: 'sandbox_api', params: { username: 'demo-empty', password: 'x' } }
  const credentialId: string = (await server.call('POST', '/credential', { token, body })).json.id
  const credential = async () => (await server.call('GET', `/credential/${credentialId}`, { token })).json
  const settled = () =>
    until('the run to end', async () => (await credential()).outcome && (await isIdle(credentialId)))
  await settled()
  // As if it had been connected long ago.
  const created_at = new Date(Date.now() - 300 * 86_400_000)
  await store.db.updateTable('credentials').set({ created_at }).where('id', '=', credentialId).execute()
  const told = () => sink.accepted('invoice_missing').filter(({ body }) => body.credential_id === credentialId)
  return {
    id,
    token,
    remoteId,
    credentialId,
    credential,
    settled,
    /** As if a run had found them on their days. */
    async list(days: IsoDate[]) {
      const owner = { customer_id: customerId, user_id: id, credential_id: credentialId }
      for (const issuedOn of days) {
        await markKnown(store, owner, { collectorId: 'sandbox_api', reference: issuedOn, number: null, issuedOn })
        const collected_at = new Date(`${issuedOn}T00:00:00Z`)
        const query = store.db.updateTable('invoices').set({ collected_at }).where('credential_id', '=', credentialId)
        await query.where('reference', '=', issuedOn).execute()
      }
    },
    async collect() {
      await server.call('POST', `/credential/${credentialId}/collect`, { token })
      await settled()
    },
    async told(count: number) {
      await until(`${count} events`, () => told().length >= count)
      expect(told()).toHaveLength(count)
      return told() as [ReturnType<typeof told>[number], ...ReturnType<typeof told>]
    },
  }
}

/** No run is on, and its last job is done: only then nothing more can be told. */
async function isIdle(credentialId: string): Promise<boolean> {
  const runs = await store.db
    .selectFrom('runs')
    .select('finished_at')
    .where('credential_id', '=', credentialId)
    .execute()
  if (runs.some(({ finished_at }) => finished_at === null)) return false
  const { rows } = await sql`select 1 from pgboss.job where name = 'notice_missing' and state < 'completed'`.execute(
    store.db,
  )
  return rows.length === 0
}
