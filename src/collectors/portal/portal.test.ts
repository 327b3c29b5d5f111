import { afterAll, expect, test } from 'vitest'
import { describeCollector } from '#collector-kit/conformance.ts'
import { recordedPortal } from '#collector-kit/recorded-situations.ts'
import { replayPortal } from '#collector-kit/replay-portal.ts'
import { recordedSandbox, SANDBOX_ORIGIN } from '../../../tests/setup/recorded-sandbox.ts'
import { listManyNumbers } from '../../../tests/setup/sandbox-numbers.ts'
import { openTestBrowser } from '../../../tests/setup/test-browser.ts'
import portal from './portal.ts'

const browser = openTestBrowser()
afterAll(() => browser.close())

const url = `${SANDBOX_ORIGIN}/sandbox/login`
const pages = await recordedSandbox()

// The sandbox supplier was not written for this collector, which knows nothing of it but its address.
describeCollector(
  portal,
  recordedPortal(portal, {
    browser,
    params: { url, username: 'demo-many', password: 'secret-of-many' },
    recording: pages,
    lists: listManyNumbers(),
    rejected: { params: { password: 'wrong' } },
    none: { params: { username: 'demo-empty' } },
    changed: { 'demo-changed': { params: { username: 'demo-changed' } } },
  }),
)

test('asks for a code, and not again while the session lives', async () => {
  const params = { url, username: 'demo-2fa', password: 'x' }
  const first = await replayPortal(portal, { browser, pages, params, answers: ['000000', '123456'] })
  expect(first.questions).toHaveLength(2)
  expect(first.invoices.map(({ number }) => number)).toEqual(['SBX-2026-003', 'SBX-2026-002', 'SBX-2026-001'])
  const { memory, recipes } = first
  const second = await replayPortal(portal, { browser, pages, params, memory, recipes })
  expect(second.questions).toEqual([])
  expect(second.invoices).toHaveLength(3)
})
