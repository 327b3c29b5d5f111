import { expect, test } from 'vitest'
import { describeCollector } from '#collector-kit/conformance.ts'
import { recordedApi } from '#collector-kit/recorded-situations.ts'
import { replayApi } from '#collector-kit/replay-api.ts'
import { recordedSandbox, SANDBOX_ORIGIN } from '../../../tests/setup/recorded-sandbox.ts'
import { listManyNumbers } from '../../../tests/setup/sandbox-numbers.ts'
import createSandboxApi from './sandbox-api.ts'

const collector = createSandboxApi({ origin: SANDBOX_ORIGIN })
const recording = await recordedSandbox()

describeCollector(
  collector,
  recordedApi(collector, {
    params: { username: 'demo-many', password: 'secret-of-many' },
    recording,
    lists: listManyNumbers(),
    rejected: { params: { password: 'wrong' } },
    none: { params: { username: 'demo-empty' } },
    changed: { 'demo-changed': { params: { username: 'demo-changed' } } },
  }),
)

test('older invoices than asked for are not read', async () => {
  const params = { username: 'demo-many', password: 'x' }
  const { invoices, requests } = await replayApi(collector, { params, replies: recording, since: '2026-05-17' })
  expect(invoices.map(invoice => invoice.issuedOn)).toEqual([
    '2026-06-24',
    '2026-06-17',
    '2026-06-05',
    '2026-05-17',
    '2026-05-17',
  ])
  expect(requests.filter(({ isForDocument }) => !isForDocument)).toHaveLength(2)
})
