import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { Catalogue, type CollectContext, portalCollector, secret, z } from '#collector-kit/index.ts'
import { readDocument } from '#documents/read-document.ts'
import { createBrowserPool } from '#platform/browser/browser-pool.ts'
import { openListener } from '#platform/database/listen.ts'
import { createCollectNetwork } from '#platform/http/collect-network.ts'
import { hashToken } from '#platform/keys/token.ts'
import { createMetrics } from '#platform/metrics/metrics.ts'
import { addCredential } from '#records/credentials.ts'
import { createDefaultCustomer } from '#records/customers.ts'
import { findLivePage, LIVE_INPUT, type LivePageMessage, readLivePicture, sendToLivePage } from '#records/live-pages.ts'
import { findRun } from '#records/runs.ts'
import type { Store } from '#records/store.ts'
import { openUser } from '#records/users.ts'
import { openStore } from '../../../tests/setup/open-store.ts'
import { SERVER_TEMPLATE } from '../../../tests/setup/server-template.ts'
import { createTestDatabase, type TestDatabase } from '../../../tests/setup/test-database.ts'
import { until } from '../../../tests/setup/until.ts'
import { createAnswers } from './answers.ts'
import { collectInvoices } from './collect-invoices.ts'
import { EngineTrouble } from './engine-trouble.ts'
import { createLiveInputs } from './live-inputs.ts'
import type { CollectParts } from './opened-run.ts'

const NEVER = new AbortController().signal
const INSTRUCTIONS = { en: 'Log in.', fr: 'Connectez-vous.' }

let database: TestDatabase
let dataDir: string
let store: Store
let parts: CollectParts
let customerId: string
let users = 0
const logged: string[] = []
const closers: (() => Promise<void>)[] = []

/** What the collector does once the page is given back. */
let afterwards: (end: string, page: Page) => Promise<void> | void
/** The page, while it is in somebody's hands. */
let page: Page

const SUPPLIER = portalCollector({
  id: 'test_portal',
  name: 'Test Portal',
  homepage: 'https://portal.example',
  params: z.object({ key: secret('Key') }),
  async signIn(context: Pick<CollectContext, 'handOver'> & { page: Page }) {
    page = context.page
    await page.setContent('<input autofocus>')
    await afterwards(await context.handOver({ page, instructions: INSTRUCTIONS }), page)
  },
  async *collect() {},
})

beforeAll(async () => {
  database = await createTestDatabase(SERVER_TEMPLATE)
  dataDir = await mkdtemp(join(tmpdir(), 'ic-hand-over-'))
  const opened = await openStore({ databaseUrl: database.url, dataDir })
  store = opened.store
  const listener = await openListener(database.url)
  const network = createCollectNetwork('test')
  const log = {
    info: (fields: object, message: string) => logged.push(JSON.stringify({ ...fields, message })),
    warn: (fields: object, message: string) => logged.push(JSON.stringify({ ...fields, message })),
  }
  const browsers = createBrowserPool({ log, chromePath: process.env.CHROME_PATH })
  closers.push(
    () => browsers.close(),
    () => network.close(),
    () => listener.close(),
    opened.close,
  )
  parts = {
    store,
    catalogue: new Catalogue([SUPPLIER]),
    answers: await createAnswers(store, listener),
    liveInputs: await createLiveInputs(store, { listener, log }),
    browsers,
    network,
    readDocument,
    log,
    metrics: createMetrics(),
    random: () => 0.5,
    publicUrl: 'https://ic.example',
    allowPrivateSuppliers: false,
    collectAtLeastEveryDays: 7,
    answerWithinMs: 60_000,
    handOverIdleMs: 60_000,
    runLimitMs: 60_000,
  }
  customerId = (await createDefaultCustomer(store, hashToken('a bearer')))?.id ?? ''
})

afterAll(async () => {
  for (const close of closers) await close()
  await database.drop()
  await rm(dataDir, { recursive: true })
})

beforeEach(() => {
  logged.length = 0
  afterwards = () => {}
})

test('a person types, is seen to, and gives the page back', async () => {
  const run = await start()
  let value = ''
  afterwards = async (end, given) => {
    value = `${end} ${await given.inputValue('input')}`
  }
  const pageId = await run.untilHandedOver()
  await sendToLivePage(store, pageId, [{ type: 'watch' }])
  await until('a picture', () => readLivePicture(store, pageId))
  // What was typed just before is still done.
  await sendToLivePage(store, pageId, [
    { type: 'text', text: 'Ann' },
    { type: 'close', reason: 'ok' },
  ])
  await run.ended
  expect(value).toBe('ok Ann')
  expect(await run.left()).toEqual([])
})

test('nobody comes: the run ends, says why, and leaves nothing', async () => {
  const run = await start({ answerWithinMs: 500 })
  await run.untilHandedOver()
  await run.ended
  const ended = await run.row()
  expect(ended?.outcome_code).toBe('question_expired')
  expect(ended?.outcome_sentence?.en).toContain('nobody came in time')
  expect(await run.left()).toEqual([])
})

test('who does something has more time; who stops half-way has not', async () => {
  const run = await start({ answerWithinMs: 1500, handOverIdleMs: 4000 })
  const fromMs = performance.now()
  const pageId = await run.untilHandedOver()
  await sendToLivePage(store, pageId, [{ type: 'keydown', key: 'a' }])
  await run.ended
  expect(performance.now() - fromMs).toBeGreaterThan(3500)
  expect((await run.row())?.outcome_code).toBe('question_expired')
})

test('the server stops: the run is left to be repeated, the page is taken from the person', async () => {
  const stopping = new AbortController()
  const run = await start({}, stopping.signal)
  await run.untilHandedOver()
  stopping.abort(new Error('The server stops'))
  await expect(run.ended).rejects.toThrow('The server stops')
  expect((await run.row())?.finished_at).toBeNull()
  await until('the page to go', async () => (await run.left()).length === 0)
})

test('the browser is lost: trouble of ours, to be repeated', async () => {
  const run = await start()
  await run.untilHandedOver()
  await page.context().close()
  await expect(run.ended).rejects.toThrow(EngineTrouble)
  expect(await run.left()).toEqual([])
})

test('only what was sealed for this very page is done', async () => {
  const run = await start()
  let end = ''
  afterwards = given => {
    end = given
  }
  const pageId = await run.untilHandedOver()
  const other = await capture(() => sendToLivePage(store, '0198c0de-0000-7000-8000-000000000000', [close('report')]))
  const forged = [
    `${pageId} ${other.split(' ')[1]}`,
    `${pageId} bm9uc2Vuc2U=`,
    pageId,
    '',
    `${pageId} ${JSON.stringify([close('ok')])}`,
  ]
  for (const payload of forged) await sql`select pg_notify(${LIVE_INPUT}, ${payload})`.execute(store.db)
  await sendToLivePage(store, pageId, [close('cancel')])
  await run.ended
  expect(end).toBe('cancel')
  expect(logged.filter(line => line.includes('nobody of ours'))).toHaveLength(4)
  await expect(sendToLivePage(store, pageId, [{ type: 'text', text: 'x'.repeat(8000) }])).rejects.toThrow(RangeError)
})

function close(reason: 'ok' | 'cancel' | 'report'): LivePageMessage {
  return { type: 'close', reason }
}

/** The payload that goes round. */
async function capture(send: () => Promise<void>): Promise<string> {
  const listener = await openListener(database.url)
  const heard: string[] = []
  await listener.subscribe(
    LIVE_INPUT,
    payload => heard.push(payload),
    () => {},
  )
  await send()
  const payload = await until('the payload', () => heard[0])
  await listener.close()
  return payload
}

async function start(change: Partial<CollectParts> = {}, stop: AbortSignal = NEVER) {
  users += 1
  const { user } = await openUser(store, customerId, { remote_id: `user-${users}`, locale: 'en' })
  const scope = { customerId, userId: user.id }
  const connection = { supplier: 'test_portal', params: { key: 'x' }, note: null, downloadFrom: '2026-01-01' }
  const { runId } = await addCredential(store, { ...scope, collectorId: 'test_portal', ...connection })
  const ended = collectInvoices({ ...parts, ...change }, runId, stop)
  ended.catch(() => {})
  return {
    ended,
    row: () => findRun(store, scope, runId),
    untilHandedOver: async () => (await until('the page', () => findLivePage(store, runId))).id,
    left: () => store.db.selectFrom('live_pages').select('id').where('run_id', '=', runId).execute(),
  }
}
