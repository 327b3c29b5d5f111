import Fastify from 'fastify'
import type { Page } from 'playwright-core'
import { afterAll, expect, test } from 'vitest'
import { createMemorySandboxStore } from '#api/sandbox/memory-sandbox-store.ts'
import { registerSandbox } from '#api/sandbox/register-sandbox.ts'
import { describeCollector } from '#collector-kit/conformance.ts'
import type { SentRequest } from '#collector-kit/http-over.ts'
import { CredentialRejected, QuestionExpired, UserActionNeeded } from '#collector-kit/index.ts'
import { recordedPortal } from '#collector-kit/recorded-situations.ts'
import { answer, type Reply } from '#collector-kit/recording.ts'
import { RecordedSupplier, replay } from '#collector-kit/replay.ts'
import { replayPortal } from '#collector-kit/replay-portal.ts'
import { recordedSandbox, SANDBOX_ORIGIN } from '../../../tests/setup/recorded-sandbox.ts'
import { listManyNumbers } from '../../../tests/setup/sandbox-numbers.ts'
import { openTestBrowser } from '../../../tests/setup/test-browser.ts'
import createSandbox from './sandbox.ts'

const browser = openTestBrowser()
afterAll(() => browser.close())

const collector = createSandbox({ origin: SANDBOX_ORIGIN })
const pages = await recordedSandbox()

describeCollector(
  collector,
  recordedPortal(collector, {
    browser,
    params: { username: 'demo-many', password: 'secret-of-many' },
    recording: pages,
    lists: listManyNumbers(),
    rejected: { params: { password: 'wrong' } },
    none: { params: { username: 'demo-empty' } },
    changed: { 'demo-changed': { params: { username: 'demo-changed' } } },
  }),
)

test('reads what the list says', async () => {
  const { invoices } = await replayPortal(collector, { browser, pages, params: { username: 'demo', password: 'x' } })
  expect(invoices.map(({ file: _file, ...listed }) => listed)).toMatchInlineSnapshot(`
    [
      {
        "dueOn": "2026-07-16",
        "issuedOn": "2026-06-16",
        "link": "http://sandbox.test/sandbox/invoices",
        "number": "SBX-2026-003",
        "ref": "SBX-2026-003",
        "total": {
          "amount": "210.15",
          "currency": "EUR",
        },
      },
      {
        "dueOn": "2026-06-11",
        "issuedOn": "2026-05-12",
        "link": "http://sandbox.test/sandbox/invoices",
        "number": "SBX-2026-002",
        "ref": "SBX-2026-002",
        "total": {
          "amount": "1802.52",
          "currency": "EUR",
        },
      },
      {
        "dueOn": "2026-05-14",
        "issuedOn": "2026-04-14",
        "link": "http://sandbox.test/sandbox/invoices",
        "number": "SBX-2026-001",
        "ref": "SBX-2026-001",
        "total": {
          "amount": "1808.58",
          "currency": "EUR",
        },
      },
    ]
  `)
  expect(invoices[0]?.file?.filename).toBe('SBX-2026-003.pdf')
})

test('a refused login carries the portal’s own sentence', async () => {
  const run = replayPortal(collector, { browser, pages, params: { username: 'demo', password: 'wrong' } })
  const error = await run.catch((reason: unknown) => reason)
  expect(error).toBeInstanceOf(CredentialRejected)
  expect(error).toHaveProperty('sentence.fr', 'The user name or the password is not right.')
})

test('asks for the code, once more after a wrong one, and not again while the session lives', async () => {
  const params = { username: 'demo-2fa', password: 'x' }
  const first = await replayPortal(collector, { browser, pages, params, answers: ['000000', '123456'] })
  expect(first.questions).toHaveLength(2)
  expect(first.invoices).toHaveLength(3)
  const second = await replayPortal(collector, { browser, pages, params, memory: first.memory })
  expect(second.questions).toEqual([])
  expect(second.invoices).toHaveLength(3)
})

test('gives up when nobody answers, and when the code stays wrong', async () => {
  const params = { username: 'demo-2fa', password: 'x' }
  await expect(replayPortal(collector, { browser, pages, params })).rejects.toThrow(QuestionExpired)
  const answers = ['000000', '000001', '000002', '123456']
  await expect(replayPortal(collector, { browser, pages, params, answers })).rejects.toThrow(CredentialRejected)
})

test('hands its page over when the portal wants a person, and then goes on; not again while the session lives', async () => {
  const params = { username: 'demo-human', password: 'x' }
  const first = await replayPortal(collector, { browser, pages, params, takeOvers: [passTheCheck] })
  expect(first.handOvers.map(({ en }) => en)).toEqual([expect.stringContaining('Tick the box')])
  expect(first.invoices).toHaveLength(3)
  const second = await replayPortal(collector, { browser, pages, params, memory: first.memory })
  expect(second.handOvers).toEqual([])
  expect(second.invoices).toHaveLength(3)
})

test('a person who does not come, does not want to, or says "I am in" too soon, ends it in words', async () => {
  const params = { username: 'demo-human', password: 'x' }
  await expect(replayPortal(collector, { browser, pages, params })).rejects.toThrow(QuestionExpired)
  for (const end of ['cancel', 'report', 'ok'] as const) {
    const run = replayPortal(collector, { browser, pages, params, takeOvers: [async () => end] })
    await expect(run, end).rejects.toThrow(UserActionNeeded)
  }
})

test('walks the portal on a real port too, redirects and cookies included', async () => {
  const app = Fastify()
  const clock = () => new Date('2026-07-15T10:00:00Z')
  await registerSandbox(app, { store: createMemorySandboxStore(), clock, sessionKey: 'k', slowMs: 50 })
  const origin = await app.listen({ port: 0, host: '127.0.0.1' })
  const portBrowser = openTestBrowser({ privateOrigins: [origin] })
  try {
    const { invoices } = await replay(
      createSandbox({ origin }),
      { supplier: new RecordedSupplier(fetchReply), openBrowser: portBrowser.openContext },
      { params: { username: 'demo-slow', password: 'x' } },
    )
    expect(invoices.map(invoice => invoice.ref)).toEqual(['SBX-2026-003', 'SBX-2026-002', 'SBX-2026-001'])
  } finally {
    await portBrowser.close()
    await app.close()
  }
})

/** Documents come by the run's HTTP client, which is a plain `fetch` here. */
async function fetchReply({ url, method, headers }: SentRequest): Promise<Reply> {
  const response = await fetch(url, { method, headers })
  return answer(response.status, await response.bytes(), Object.fromEntries(response.headers))
}

async function passTheCheck(page: Page): Promise<'ok'> {
  await page.getByLabel('I am a person').check()
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.getByRole('heading', { name: 'My account' }).waitFor()
  return 'ok'
}
