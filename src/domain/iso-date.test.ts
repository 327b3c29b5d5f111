import { expect, test } from 'vitest'
import { addDays, daysBetween, isIsoDate, isoDateOf } from './iso-date.ts'

test.each(['2026-11-23', '2024-02-29', '0001-01-01', '9999-12-31'])('%s is a day', text => {
  expect(isIsoDate(text)).toBe(true)
})

test.each([
  '2026-02-29',
  '2026-13-01',
  '2026-00-10',
  '2026-04-31',
  '0000-01-01',
  '26-1-1',
  '2026-11-23T00:00:00Z',
  '+2026-1-1',
  '',
])('%j is none', text => {
  expect(isIsoDate(text)).toBe(false)
})

test('days add up over months, leap years and changes of the clock', () => {
  expect(addDays('2024-02-28', 2)).toBe('2024-03-01')
  expect(addDays('2026-01-01', -1)).toBe('2025-12-31')
  expect(daysBetween('2026-03-28', '2026-03-30')).toBe(2)
  expect(daysBetween('2026-11-23', '2026-11-20')).toBe(-3)
  expect(isoDateOf(new Date('2026-11-23T23:59:59.999Z'))).toBe('2026-11-23')
})
