import { expect, test } from 'vitest'
import { Problem } from '../http/problem.ts'
import { FailureLimit } from './failure-limit.ts'

let now = new Date('2026-11-23T10:00:00Z')
const clock = () => now

function failuresUntilRefused(limit: FailureLimit, next: (index: number) => [address: string, token: string]): number {
  for (let index = 0; index < 1000; index++) {
    try {
      limit.count(...next(index))
    } catch (error) {
      expect(error).toBeInstanceOf(Problem)
      expect(Number((error as Problem).headers['retry-after'])).toBeGreaterThan(0)
      return index
    }
  }
  return Number.POSITIVE_INFINITY
}

const token = (index: number) => `${String(index).padStart(12, '0')}rest`

test('counts by address, whatever the tokens', () => {
  expect(failuresUntilRefused(new FailureLimit(clock), index => ['1.2.3.4', token(index)])).toBe(30)
})

test('counts by the beginning of a token, whatever the addresses', () => {
  expect(failuresUntilRefused(new FailureLimit(clock), index => [`10.0.${index}.1`, `${token(1)}${index}`])).toBe(30)
})

test('different addresses with different tokens are not held against each other', () => {
  expect(failuresUntilRefused(new FailureLimit(clock), index => [`10.0.${index}.1`, token(index)])).toBe(
    Number.POSITIVE_INFINITY,
  )
})

test('a minute later all is forgiven', () => {
  const limit = new FailureLimit(clock)
  failuresUntilRefused(limit, () => ['1.2.3.4', token(1)])
  now = new Date(now.getTime() + 60_000)
  expect(failuresUntilRefused(limit, () => ['1.2.3.4', token(1)])).toBe(30)
})
