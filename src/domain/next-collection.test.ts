import { expect, test } from 'vitest'
import { type CollectionHistory, nextCollectionAt } from './next-collection.ts'

const HOUR_MS = 3_600_000
const history = (change: Partial<CollectionHistory>): CollectionHistory => ({
  outcome: 'done',
  isUsersTurn: false,
  failuresInARow: 0,
  issuedOn: [],
  atLeastEveryDays: 7,
  ...change,
})
const hoursUntil = (change: Partial<CollectionHistory>, today: string, random = 0) => {
  const now = new Date(`${today}T10:00:00Z`)
  const at = nextCollectionAt(history(change), now, random)
  return at && (at.getTime() - now.getTime()) / HOUR_MS
}
const MONTHLY = ['2026-11-05', '2026-08-05', '2026-10-05', '2026-09-05']

test('daily while no rhythm is known', () => {
  expect(hoursUntil({}, '2026-11-23')).toBe(24)
  expect(hoursUntil({ issuedOn: ['2026-10-05', '2026-11-05'] }, '2026-11-23')).toBe(24)
})

test('seldom while the next invoice is far, daily around its day', () => {
  expect(hoursUntil({ issuedOn: MONTHLY }, '2026-11-10')).toBe(7 * 24)
  expect(hoursUntil({ issuedOn: MONTHLY }, '2026-11-28')).toBe(5 * 24)
  for (const day of ['2026-12-03', '2026-12-06', '2026-12-09']) expect(hoursUntil({ issuedOn: MONTHLY }, day)).toBe(24)
  expect(hoursUntil({ issuedOn: MONTHLY }, '2027-02-01')).toBe(7 * 24)
})

test('never later than the longest pause, jitter included', () => {
  for (const random of [0, 0.5, 0.999]) {
    const hours = hoursUntil(
      { issuedOn: ['2023-01-01', '2024-01-01', '2025-01-01'], atLeastEveryDays: 3 },
      '2025-02-01',
      random,
    )
    expect(hours).toBeLessThanOrEqual(3 * 24)
    expect(hours).toBeGreaterThanOrEqual(3 * 24 - 1)
  }
})

test('two invoices of one day are one date of the rhythm', () => {
  expect(hoursUntil({ issuedOn: [...MONTHLY, ...MONTHLY] }, '2026-11-28')).toBe(5 * 24)
})

test('after trouble by its own kind, ever later, at most a day', () => {
  const down = [1, 2, 3, 20].map(failuresInARow =>
    hoursUntil({ outcome: 'supplier_unavailable', failuresInARow }, '2026-11-23'),
  )
  expect(down).toEqual([1 / 6, 2 / 6, 4 / 6, 24])
  expect(hoursUntil({ outcome: 'partial', failuresInARow: 1 }, '2026-11-23')).toBe(0.5)
  expect(hoursUntil({ outcome: 'supplier_changed', failuresInARow: 1 }, '2026-11-23')).toBe(24)
})

test('not at all while the user has to act', () => {
  expect(nextCollectionAt(history({ isUsersTurn: true, outcome: 'credential_rejected' }), new Date(), 0)).toBeNull()
})
