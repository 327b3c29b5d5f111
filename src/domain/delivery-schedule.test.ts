import { expect, test } from 'vitest'
import { nextAttemptAt, parseRetryAfterMs } from './delivery-schedule.ts'

const now = new Date('2026-11-23T10:00:00Z')
const pauseAfter = (attempts: number, random = 0, retryAfterMs?: number) => {
  const at = nextAttemptAt({ attempts, retryAfterMs }, now, random)
  return at && (at.getTime() - now.getTime()) / 1000
}

test('follows the schedule of API.md to its end', () => {
  const hour = 3600
  const pauses = Array.from({ length: 10 }, (_, index) => pauseAfter(index + 1))
  expect(pauses).toEqual([5, 300, 1800, 2 * hour, 5 * hour, 10 * hour, 14 * hour, 20 * hour, 24 * hour, null])
})

test('spreads attempts by at most a tenth', () => {
  expect(pauseAfter(2, 0.999_999)).toBeLessThan(330)
  expect(pauseAfter(2, 0.5)).toBe(315)
})

test('waits longer when it is asked to, never shorter, and a day at most', () => {
  expect(pauseAfter(1, 0, 60_000)).toBe(60)
  expect(pauseAfter(2, 0, 1000)).toBe(300)
  expect(pauseAfter(1, 0, 1e12)).toBe(86_400)
})

test.each([
  ['120', 120_000],
  [' 0 ', 0],
  ['Mon, 23 Nov 2026 10:01:00 GMT', 60_000],
  ['Mon, 23 Nov 2026 09:00:00 GMT', 0],
  ['soon', undefined],
  [undefined, undefined],
])('Retry-After %j', (header, ms) => {
  expect(parseRetryAfterMs(header, now)).toBe(ms)
})
