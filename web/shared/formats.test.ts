import { expect, test } from 'vitest'
import { createFormats } from './formats.ts'

const en = createFormats('en')
const fr = createFormats('fr')
const NOW = new Date('2026-11-23T12:00:00Z')

test('a calendar day stays that day in every time zone', () => {
  expect(en.day('2026-01-01')).toBe('January 1, 2026')
  expect(fr.shortDay('2026-11-04')).toBe('4 nov. 2026')
})

test('an amount keeps every digit', () => {
  expect(en.money('9007199254740993.10', 'EUR')).toBe('€9,007,199,254,740,993.10')
  expect(fr.money('-129.90', 'EUR')).toBe('-129,90\u00a0€')
  expect(en.money('12.3', null)).toBe('12.30')
})

test('near is relative, far is a date', () => {
  expect(en.near('2026-11-23T12:20:00Z', NOW)).toBe('in 20 minutes')
  expect(fr.near('2026-11-22T12:00:00Z', NOW)).toBe('hier')
  expect(en.near('2026-12-23T12:00:00Z', NOW)).toBe('December 23')
  expect(en.away('2026-12-03T12:00:00Z', NOW)).toBe('in 10 days')
})
