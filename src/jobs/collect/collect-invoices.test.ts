import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  apiCollector,
  Catalogue,
  type CollectContext,
  CollectorBug,
  CredentialRejected,
  type FoundInvoice,
  SupplierChanged,
  SupplierUnavailable,
  secret,
  z,
} from '#collector-kit/index.ts'
import { readDocument } from '#documents/read-document.ts'
import { createBrowserPool } from '#platform/browser/browser-pool.ts'
import { type Listener, openListener } from '#platform/database/listen.ts'
import { createCollectNetwork } from '#platform/http/collect-network.ts'
import { hashToken } from '#platform/keys/token.ts'
import { createMetrics } from '#platform/metrics/metrics.ts'
import { addCredential, deleteCredential, findCredential, updateCredential } from '#records/credentials.ts'
import { createDefaultCustomer } from '#records/customers.ts'
import { listEvents } from '#records/events.ts'
import { listInvoices } from '#records/invoices.ts'
import { answerQuestion, findOpenQuestion } from '#records/questions.ts'
import { findRun, startRun } from '#records/runs.ts'
import type { Scope, Store } from '#records/store.ts'
import { openUser } from '#records/users.ts'
import { openStore } from '../../../tests/setup/open-store.ts'
import { SERVER_TEMPLATE } from '../../../tests/setup/server-template.ts'
import { createTestDatabase, type TestDatabase } from '../../../tests/setup/test-database.ts'
import { until } from '../../../tests/setup/until.ts'
import { runSchedule } from '../schedule/run-schedule.ts'
import { createAnswers } from './answers.ts'
import { collectInvoices } from './collect-invoices.ts'
import { EngineTrouble } from './engine-trouble.ts'
import { createLiveInputs } from './live-inputs.ts'
import type { CollectParts } from './opened-run.ts'

const QUIET = { info: () => {}, warn: () => {} }
const NEVER = new AbortController().signal

let database: TestDatabase
let dataDir: string
let store: Store
let parts: CollectParts
let now = new Date('2026-11-23T10:00:00Z')
let customerId: string
let otherProcess: { store: Store; close(): Promise<void> }
let users = 0
const closers: (() => Promise<void> | void)[] = []

/** What the one test collector does; each test tells it. */
let collect: (context: Omit<CollectContext, 'openBrowser'>) => AsyncIterable<FoundInvoice>

const SUPPLIER = apiCollector({
  id: 'test_supplier',
  name: 'Test Supplier',
  homepage: 'https://supplier.example',
  params: z.object({ key: secret('Key') }),
  collect: context => collect(context),
})

beforeAll(async () => {
  database = await createTestDatabase(SERVER_TEMPLATE)
  dataDir = await mkdtemp(join(tmpdir(), 'ic-engine-'))
  const place = { databaseUrl: database.url, dataDir }
  const opened = await openStore(place, () => now)
  otherProcess = await openStore(place, () => now)
  store = opened.store
  const listener = await openListener(database.url)
  const network = createCollectNetwork('test')
  closers.push(
    () => network.close(),
    () => listener.close(),
    otherProcess.close,
    opened.close,
  )
  parts = await assemble(store, listener, network)
  const customer = await createDefaultCustomer(store, hashToken('a bearer'))
  customerId = customer?.id ?? ''
})

afterAll(async () => {
  for (const close of closers) await close()
  await database.drop()
  await rm(dataDir, { recursive: true })
})

async function assemble(
  ofStore: Store,
  listener: Listener,
  network: ReturnType<typeof createCollectNetwork>,
): Promise<CollectParts> {
  return {
    store: ofStore,
    catalogue: new Catalogue([SUPPLIER]),
    answers: await createAnswers(ofStore, listener),
    liveInputs: await createLiveInputs(ofStore, { listener, log: QUIET }),
    browsers: createBrowserPool({ log: QUIET }),
    network,
    readDocument,
    log: QUIET,
    metrics: createMetrics(),
    random: () => 0.5,
    publicUrl: 'https://ic.example',
    allowPrivateSuppliers: false,
    collectAtLeastEveryDays: 7,
    answerWithinMs: 60_000,
    handOverIdleMs: 60_000,
    runLimitMs: 60_000,
  }
}

interface Connected {
  scope: Scope & { userId: string }
  id: string
  runId: string
}

async function connect({ downloadFrom = '2026-01-01' } = {}): Promise<Connected> {
  users += 1
  const { user } = await openUser(store, customerId, { remote_id: `user-${users}`, locale: 'en' })
  const scope = { customerId, userId: user.id }
  const { id, runId } = await addCredential(store, {
    ...scope,
    collectorId: 'test_supplier',
    supplier: 'test_supplier',
    params: { key: 'the right one' },
    note: null,
    downloadFrom,
  })
  return { scope, id, runId }
}

/** One more run, to its end. */
async function runAgain(connected: Connected, change: Partial<CollectParts> = {}) {
  const started = await startRun(store, connected.scope, connected.id)
  if (typeof started === 'string') return started
  await collectInvoices({ ...parts, ...change }, started.runId, NEVER)
  return findRun(store, connected.scope, started.runId)
}

async function runFirst({ runId, scope }: Connected, change: Partial<CollectParts> = {}) {
  await collectInvoices({ ...parts, ...change }, runId, NEVER)
  return findRun(store, scope, runId)
}

async function numbersOf({ scope }: Connected): Promise<(string | null)[]> {
  const { items } = await listInvoices(store, scope, { limit: 100 })
  return items.map(({ number }) => number).toSorted()
}

async function eventsOf({ id }: Connected): Promise<{ type: string; payload: Record<string, unknown> }[]> {
  const { items } = await listEvents(store, customerId, { after: 0, limit: 10_000 })
  return items.filter(event => event.credential_id === id)
}

function invoice(number: string, change: Partial<FoundInvoice> = {}): FoundInvoice {
  return {
    number,
    issuedOn: '2026-05-05',
    total: { amount: '12.30', currency: 'EUR' },
    document: async () => Buffer.from(`%PDF-1.4 document of ${number}`),
    ...change,
  }
}

async function* list(...invoices: FoundInvoice[]) {
  yield* invoices
}

/** A `yield` that never comes. */
// biome-ignore lint/correctness/useYield: it fails before
async function* fail(error: unknown): AsyncGenerator<FoundInvoice> {
  throw error
}

describe('what is an invoice', () => {
  test('what is new is stored with its event; a known reference is not downloaded again', async () => {
    const credential = await connect()
    let downloads = 0
    const counted = (number: string) =>
      invoice(number, { document: async () => Buffer.from(`%PDF-1.4 ${number} ${downloads++}`) })
    collect = () => list(counted('A-2'), counted('A-1'))
    expect(await runFirst(credential)).toMatchObject({ outcome_code: 'done', listed: 2, new: 2, failed: 0 })
    collect = () => list(counted('A-3'), counted('A-2'), counted('A-1'))
    expect(await runAgain(credential)).toMatchObject({ outcome_code: 'done', listed: 3, new: 1, failed: 0 })
    expect(await numbersOf(credential)).toEqual(['A-1', 'A-2', 'A-3'])
    expect((await eventsOf(credential)).map(({ type }) => type)).toEqual(['invoice', 'invoice', 'invoice'])
    expect(downloads).toBe(3)
  })

  test('what the first listing shows from before is known and never sent; what shows up later is new', async () => {
    const credential = await connect({ downloadFrom: '2026-06-01' })
    collect = () => list(invoice('B-2', { issuedOn: '2026-06-01' }), invoice('B-1', { issuedOn: '2026-05-31' }))
    await runFirst(credential)
    expect(await numbersOf(credential)).toEqual(['B-2'])
    collect = () => list(invoice('B-1', { issuedOn: '2026-05-31' }), invoice('B-0', { issuedOn: '2026-01-01' }))
    await runAgain(credential)
    expect(await numbersOf(credential)).toEqual(['B-0', 'B-2'])
  })

  test('a first listing that broke off still counts as the first', async () => {
    const credential = await connect({ downloadFrom: '2026-06-01' })
    collect = async function* () {
      yield invoice('C-9', { issuedOn: '2026-06-02' })
      throw new SupplierUnavailable('down')
    }
    await runFirst(credential)
    collect = () => list(invoice('C-9', { issuedOn: '2026-06-02' }), invoice('C-1', { issuedOn: '2026-05-01' }))
    await runAgain(credential)
    expect(await numbersOf(credential)).toEqual(['C-9'])
  })

  test('two different documents of the same day and amount are two invoices; the same file is one', async () => {
    const credential = await connect()
    const same = async () => Buffer.from('%PDF-1.4 the very same file')
    collect = () =>
      list(
        invoice('D-1'),
        invoice('D-2'),
        invoice('D-3', { document: same }),
        invoice('D-3', { ref: 'again', document: same }),
      )
    expect(await runFirst(credential)).toMatchObject({ outcome_code: 'done', listed: 4, new: 3 })
    expect((await eventsOf(credential)).length).toBe(3)
    expect(await runAgain(credential)).toMatchObject({ listed: 4, new: 0 })
  })

  test.each([
    ['no reference at all', { number: null }],
    ['a day that does not exist', { issuedOn: '2026-02-30' }],
    ['a day in words', { issuedOn: '5 May 2026' }],
    ['a due day that does not exist', { dueOn: '31/12/2026' }],
    ['an amount with a comma', { total: { amount: '12,30', currency: 'EUR' } }],
    ['an amount without a currency', { total: { amount: '12.30', currency: '€' } }],
  ] as [string, Partial<FoundInvoice>][])(
    '%s is the collector’s bug, on the first run and later',
    async (_, change) => {
      const credential = await connect()
      collect = () => list(invoice('E-1', change))
      expect(await runFirst(credential)).toMatchObject({ outcome_code: 'collector_bug', state: 'error' })
      collect = () => list(invoice('E-0'))
      await runAgain(credential)
      collect = () => list(invoice('E-1', change))
      expect(await runAgain(credential)).toMatchObject({ outcome_code: 'collector_bug', state: 'error' })
      expect(await numbersOf(credential)).toEqual(['E-0'])
    },
  )

  test('characters that PostgreSQL cannot hold do not keep an invoice from the customer', async () => {
    const credential = await connect()
    collect = () => list(invoice('F\0-1\ud800', { ref: 'f\0', link: 'https://supplier.example/\0' }))
    expect(await runFirst(credential)).toMatchObject({ outcome_code: 'done', new: 1 })
    expect(await runAgain(credential)).toMatchObject({ outcome_code: 'done', new: 0 })
    collect = () => fail(new CredentialRejected('No\0 entry'))
    expect(await runAgain(credential)).toMatchObject({ outcome_code: 'credential_rejected' })
  })
})

describe('how a run ends', () => {
  test('one document that does not come makes it partial; the next run asks for that one only', async () => {
    const credential = await connect()
    const broken = async (): Promise<Uint8Array> => {
      throw new SupplierUnavailable('503')
    }
    const empty = async () => new Uint8Array()
    const page = async () => Buffer.from('<!doctype html><html><body>Please log in</body></html>')
    const bad = [
      invoice('G-2', { document: broken }),
      invoice('G-3', { document: empty }),
      invoice('G-4', { document: page }),
    ]
    collect = () => list(invoice('G-1'), ...bad, invoice('G-5'))
    expect(await runFirst(credential)).toMatchObject({
      outcome_code: 'partial',
      state: 'error',
      listed: 5,
      new: 2,
      failed: 3,
    })
    const next = await findCredential(store, credential.scope, credential.id)
    expect(next?.next_collect_at?.getTime()).toBeLessThan(now.getTime() + 3_600_000)
    collect = () => list(...['G-1', 'G-2', 'G-3', 'G-4', 'G-5'].map(number => invoice(number)))
    expect(await runAgain(credential)).toMatchObject({ outcome_code: 'done', new: 3, failed: 0 })
  })

  test.each([
    ['supplier_unavailable', new SupplierUnavailable('down'), 'error'],
    ['supplier_changed', new SupplierChanged('another page'), 'error'],
    ['collector_bug', new CollectorBug('oops'), 'error'],
    ['collector_bug', new TypeError('undefined is not a function'), 'error'],
    ['collector_bug', 'a string', 'error'],
    ['supplier_changed', z.string().safeParse(1).error, 'error'],
    ['supplier_unavailable', new Error('page.goto: net::ERR_CONNECTION_REFUSED at https://x'), 'error'],
    ['credential_rejected', new CredentialRejected(), 'disconnected'],
  ])('as %s after %s', async (code, error, state) => {
    const credential = await connect()
    collect = () => fail(error)
    expect(await runFirst(credential)).toMatchObject({ outcome_code: code, state, new: 0 })
    expect(await findCredential(store, credential.scope, credential.id)).toMatchObject({ state, outcome_code: code })
  })

  test('a supplier that is down is asked again after ten minutes, then ever less often, at least daily', async () => {
    const credential = await connect()
    collect = () => fail(new SupplierUnavailable('down'))
    const pauses: number[] = []
    for (let failures = 1; failures <= 10; failures++) {
      await runAgain(credential)
      const { next_collect_at } = (await findCredential(store, credential.scope, credential.id)) ?? {}
      pauses.push(Math.round(((next_collect_at?.getTime() ?? 0) - now.getTime()) / 60_000))
    }
    expect(pauses[0]).toBeGreaterThanOrEqual(10)
    expect(pauses[0]).toBeLessThan(15)
    expect(pauses).toEqual(pauses.toSorted((a, b) => a - b))
    expect(pauses.at(-1)).toBeLessThanOrEqual(25 * 60)
    expect(await eventsOf(credential)).toEqual([])
  })

  test('a refused password is never tried twice, and the customer hears of it once and of its end', async () => {
    const credential = await connect()
    let tries = 0
    collect = ({ params }) => {
      tries += 1
      return params.key === 'another one' ? list() : fail(new CredentialRejected('Wrong key'))
    }
    await runFirst(credential)
    expect(await runAgain(credential)).toBe('rejected')
    now = new Date(now.getTime() + 30 * 86_400_000)
    await runSchedule(store, QUIET)
    expect(await runAgain(credential)).toBe('rejected')
    expect(tries).toBe(1)

    const changed = await updateCredential(store, credential.scope, {
      credentialId: credential.id,
      params: { key: 'still wrong' },
    })
    await collectInvoices(parts, (changed as { runId: string }).runId, NEVER)
    expect(tries).toBe(2)
    const again = await updateCredential(store, credential.scope, {
      credentialId: credential.id,
      params: { key: 'another one' },
    })
    await collectInvoices(parts, (again as { runId: string }).runId, NEVER)
    await runAgain(credential)
    const events = await eventsOf(credential)
    expect(events.map(({ type }) => type)).toEqual(['notification_disconnected', 'notification_reconnected'])
    expect(events[0]?.payload).toMatchObject({
      reason: { code: 'credential_rejected', message: 'Wrong key', actor: 'user' },
      reconnect_url: `https://ic.example/api/v1/ui?credential_id=${credential.id}`,
    })
  })

  test('new parameters that come while a run tries the old ones are tried next, whatever the old ones came to', async () => {
    const credential = await connect()
    const reached = Promise.withResolvers<void>()
    const goOn = Promise.withResolvers<void>()
    // biome-ignore lint/correctness/useYield: it fails before
    collect = async function* ({ params, memory }) {
      if (params.key === 'the right one') return
      reached.resolve()
      await goOn.promise
      await memory.save('the old session')
      throw new CredentialRejected('Wrong key')
    }
    const old = await updateCredential(store, credential.scope, {
      credentialId: credential.id,
      params: { key: 'a slip' },
    })
    const { runId } = old as { runId: string }
    const running = collectInvoices(parts, runId, NEVER)
    await reached.promise
    await updateCredential(store, credential.scope, { credentialId: credential.id, params: { key: 'the right one' } })
    goOn.resolve()
    await running

    expect(await findRun(store, credential.scope, runId)).toMatchObject({ outcome_code: 'credential_rejected' })
    expect(await findCredential(store, credential.scope, credential.id)).toMatchObject({
      state: 'waiting',
      disconnected_at: null,
    })
    let remembered: unknown
    const next = collect
    collect = context => {
      remembered = context.memory.load(z.unknown())
      return next(context)
    }
    expect(await runAgain(credential)).toMatchObject({ outcome_code: 'done' })
    expect(remembered ?? null).toBeNull()
    expect(await eventsOf(credential)).toEqual([])
  })

  test.each(['a list', 'a document'])('a run is ended at its limit, also when %s never comes', async what => {
    const credential = await connect()
    const never = () => new Promise<never>(() => {})
    collect = async function* () {
      yield invoice('H-1')
      if (what === 'a list') await never()
      yield invoice('H-2', { document: never })
    }
    expect(await runFirst(credential, { runLimitMs: 500 })).toMatchObject({ outcome_code: 'supplier_unavailable' })
  })
})

describe('trouble of our own', () => {
  test('a stop in the middle ends nothing; the next process goes on where it was', async () => {
    const credential = await connect()
    const stop = new AbortController()
    const downloaded: string[] = []
    const noted = (number: string) =>
      invoice(number, {
        document: async () => {
          downloaded.push(number)
          if (number === 'I-2' && !stop.signal.aborted) stop.abort(new Error('The server stops'))
          return Buffer.from(`%PDF-1.4 ${number}`)
        },
      })
    collect = () => list(noted('I-1'), noted('I-2'), noted('I-3'))
    await expect(collectInvoices(parts, credential.runId, stop.signal)).rejects.toThrow('The server stops')
    expect(await findRun(store, credential.scope, credential.runId)).toMatchObject({
      finished_at: null,
      outcome_code: null,
    })
    await collectInvoices(parts, credential.runId, NEVER)
    expect(await findRun(store, credential.scope, credential.runId)).toMatchObject({ outcome_code: 'done' })
    expect(await numbersOf(credential)).toEqual(['I-1', 'I-2', 'I-3'])
    expect((await eventsOf(credential)).length).toBe(3)
    expect(downloaded.filter(number => number === 'I-1')).toHaveLength(1)
    // The job comes a third time: there is nothing left to do.
    await collectInvoices(parts, credential.runId, NEVER)
    expect((await eventsOf(credential)).length).toBe(3)
  })

  test('a disk that does not take the document is not the supplier’s fault', async () => {
    const credential = await connect()
    collect = () => list(invoice('J-1'))
    const files = { ...store.files, put: () => Promise.reject(new Error('ENOSPC')) }
    await expect(runFirst(credential, { store: { ...store, files } })).rejects.toThrow(EngineTrouble)
    expect(await findRun(store, credential.scope, credential.runId)).toMatchObject({ finished_at: null })
    expect(await runFirst(credential)).toMatchObject({ outcome_code: 'done', new: 1 })
  })

  test('a credential that is deleted in the middle takes its run along and leaves nothing half-written', async () => {
    const credential = await connect()
    collect = async function* () {
      yield invoice('K-1')
      await deleteCredential(store, credential.scope, credential.id)
      yield invoice('K-2')
    }
    await expect(runFirst(credential)).rejects.toThrow(EngineTrouble)
    await collectInvoices(parts, credential.runId, NEVER)
    expect(await findRun(store, credential.scope, credential.runId)).toBeUndefined()
    expect(await numbersOf(credential)).toEqual(['K-1'])
  })
})

describe('questions', () => {
  test('are answered by another process, once; the run goes on at once', async () => {
    const credential = await connect()
    let answer: string | undefined
    collect = async function* ({ ask }) {
      answer = await ask('Which code?')
      yield invoice('L-1')
    }
    const running = runFirst(credential)
    const question = await until('the question', () => findOpenQuestion(otherProcess.store, credential.runId))
    const askedAtMs = performance.now()
    const first = await answerQuestion(otherProcess.store, credential.runId, {
      questionId: question.id,
      value: '123456',
    })
    const second = await answerQuestion(otherProcess.store, credential.runId, { value: '999999' })
    expect([first, second]).toEqual(['answered', 'no_question'])
    expect(await running).toMatchObject({ outcome_code: 'done', new: 1 })
    expect(answer).toBe('123456')
    expect(performance.now() - askedAtMs).toBeLessThan(2500)
  })

  test('that nobody answers end the run as the user’s turn, but may be tried again', async () => {
    const credential = await connect()
    collect = async function* ({ ask }) {
      await ask('Which code?')
      yield invoice('M-1')
    }
    const advance = setInterval(() => {
      now = new Date(now.getTime() + 20_000)
    }, 50)
    const run = await runFirst(credential, { answerWithinMs: 3000 }).finally(() => clearInterval(advance))
    expect(run).toMatchObject({ outcome_code: 'question_expired', state: 'disconnected' })
    expect(await findOpenQuestion(store, credential.runId)).toBeUndefined()
    expect(await answerQuestion(store, credential.runId, { value: 'late' })).toBe('no_question')
    expect((await eventsOf(credential)).map(({ type }) => type)).toEqual(['notification_disconnected'])
    collect = () => list()
    expect(await runAgain(credential)).toMatchObject({ outcome_code: 'done' })
  })
})

test('two schedulers open one run for each credential that is due, and no second one', async () => {
  collect = () => list()
  const ids: string[] = []
  for (let count = 0; count < 5; count++) {
    const credential = await connect()
    await runFirst(credential)
    ids.push(credential.id)
  }
  now = new Date(now.getTime() + 8 * 86_400_000)
  const openRuns = () =>
    store.db
      .selectFrom('runs')
      .select('credential_id')
      .where('finished_at', 'is', null)
      .where('credential_id', 'in', ids)
      .execute()
  await Promise.all([runSchedule(store, QUIET), runSchedule(otherProcess.store, QUIET), runSchedule(store, QUIET)])
  expect((await openRuns()).map(run => run.credential_id).toSorted()).toEqual(ids.toSorted())
  await runSchedule(store, QUIET)
  expect(await openRuns()).toHaveLength(5)
})
