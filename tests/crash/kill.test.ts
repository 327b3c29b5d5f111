import { describe, expect, test } from 'vitest'
import { type CallbackSink, startCallbackSink } from '../setup/callback-sink.ts'
import { rawSql } from '../setup/raw-sql.ts'
import { startTestServer, type TestServer } from '../setup/test-server.ts'
import { until } from '../setup/until.ts'

/** The dead process is noticed when its heart has not beaten for 10 s, looked for every 5 s; on a busy machine, later. */
const RECOVERY_MS = 90_000
const INVOICES = 120

interface Scene {
  server: TestServer
  sink: CallbackSink
}

async function open(): Promise<Scene> {
  const [server, sink] = await Promise.all([startTestServer({ LOG_LEVEL: 'warn' }), startCallbackSink()])
  await server.call('POST', '/customer', { body: { callback: sink.url } })
  return { server, sink }
}

async function startCollecting({ server }: Scene): Promise<{ runId: string }> {
  const { token } = await server.addUser('busy')
  const body = {
    collector: 'sandbox_api',
    params: { username: 'demo-many', password: 'x' },
    download_from: '2000-01-01',
  }
  const { json } = await server.call('POST', '/credential', { token, body })
  return { runId: json.run_id }
}

/** Every invoice once by its event's id, none twice under another, none lost; as stored, as in the feed, as received. */
async function expectAllOnce({ server, sink }: Scene): Promise<void> {
  const accepted = () => new Map(sink.accepted('invoice').map(({ body }) => [body.id, body.invoice.number]))
  await until('all invoices to arrive', () => accepted().size >= INVOICES, RECOVERY_MS)
  await until(
    'every delivery to be on record',
    async () => {
      const [{ count }] = await rawSql(
        server.databaseUrl,
        "select count(*)::int from deliveries where state <> 'delivered'",
      )
      return count === 0
    },
    RECOVERY_MS,
  )
  const numbers = [...accepted().values()]
  expect(numbers).toHaveLength(INVOICES)
  expect(new Set(numbers).size).toBe(INVOICES)
  const [stored] = await rawSql(
    server.databaseUrl,
    `select (select count(*)::int from invoices where not is_known) as invoices, (select count(*)::int from events) as events,
            (select max(sequence)::int from events) as last, (select count(*)::int from deliveries) as deliveries`,
  )
  expect(stored).toEqual({ invoices: INVOICES, events: INVOICES, last: INVOICES, deliveries: INVOICES })
  for (const { body } of sink.accepted('invoice')) {
    expect(Buffer.from(body.invoice.data, 'base64').subarray(0, 5).toString()).toBe('%PDF-')
  }
}

describe.concurrent('kill -9', () => {
  test('in the middle of collecting: the run goes on in the next process', async () => {
    const scene = await open()
    const { server, sink } = scene
    const { runId } = await startCollecting(scene)
    await until('a third of the invoices', () => sink.received.length >= 30)
    await server.kill()
    expect(sink.received.length).toBeLessThan(INVOICES)
    const killedAtMs = Date.now()
    await server.start()
    await expectAllOnce(scene)
    const run = await until('the run to end', async () => {
      const { json } = await server.call('GET', `/run/${runId}`)
      return json.finished_at && json
    })
    expect(run.outcome.code).toBe('done')
    console.info(`collecting: all there ${((Date.now() - killedAtMs) / 1000).toFixed(0)} s after kill -9`)
    await sink.close()
    await server.dispose()
  }, 150_000)

  test('in the middle of delivering: what was on its way is sent again under the same id', async () => {
    const scene = await open()
    const { server, sink } = scene
    // The first answers never come: the process dies while it waits for them.
    sink.answer = () => undefined
    const { runId } = await startCollecting(scene)
    await until('deliveries under way', () => sink.received.length >= 4)
    await until('the run to end', async () => (await server.call('GET', `/run/${runId}`)).json.finished_at, RECOVERY_MS)
    await server.kill()
    const cut = sink.received.map(({ body }) => body.id)
    sink.answer = () => 200
    const killedAtMs = Date.now()
    await server.start()
    await expectAllOnce(scene)
    const ids = new Set(sink.accepted('invoice').map(({ body }) => body.id))
    expect(cut.filter(id => !ids.has(id))).toEqual([])
    console.info(`delivering: all there ${((Date.now() - killedAtMs) / 1000).toFixed(0)} s after kill -9`)
    await sink.close()
    await server.dispose()
  }, 150_000)

  test('SIGTERM in the middle of both: clean, quick, and nothing is told of a supplier that was not to blame', async () => {
    const scene = await open()
    const { server, sink } = scene
    const { runId } = await startCollecting(scene)
    await until('some invoices', () => sink.received.length >= 20)
    const stoppedAtMs = Date.now()
    expect(await server.stop()).toBe(0)
    expect(Date.now() - stoppedAtMs).toBeLessThan(12_000)
    const [run] = await rawSql(server.databaseUrl, `select outcome_code, finished_at from runs where id = '${runId}'`)
    expect(run).toEqual({ outcome_code: null, finished_at: null })
    await server.start()
    await expectAllOnce(scene)
    const attempts = await rawSql(server.databaseUrl, 'select error from attempts where error is not null')
    expect(attempts).toEqual([])
    console.info(`SIGTERM: all there ${((Date.now() - stoppedAtMs) / 1000).toFixed(0)} s after`)
    await sink.close()
    await server.dispose()
  }, 150_000)
})
