import { expect, test } from 'vitest'
import { CredentialRejected, SupplierUnavailable } from '#collector-kit/index.ts'
import { pauseAfterWatch } from './pause-after-watch.ts'

const down = new SupplierUnavailable('down')
const ended = { end: down as unknown, lastedMs: 100, failuresInARow: 0, random: 0.5 }

test('pauses double up to a quarter of an hour', () => {
  const pauses = [0, 1, 2, 8, 100].map(failuresInARow => pauseAfterWatch({ ...ended, failuresInARow }))
  expect(pauses).toEqual([
    { pauseMs: 5_000, failuresInARow: 1 },
    { pauseMs: 10_000, failuresInARow: 2 },
    { pauseMs: 20_000, failuresInARow: 3 },
    { pauseMs: 900_000, failuresInARow: 9 },
    { pauseMs: 900_000, failuresInARow: 101 },
  ])
})

test('a connection that held starts the counting anew', () => {
  expect(pauseAfterWatch({ ...ended, lastedMs: 120_000, failuresInARow: 7 })).toEqual({
    pauseMs: 5_000,
    failuresInARow: 1,
  })
})

test('everybody comes back at another moment', () => {
  expect(pauseAfterWatch({ ...ended, random: 0 }).pauseMs).toBe(3_750)
  expect(pauseAfterWatch({ ...ended, random: 1 }).pauseMs).toBe(6_250)
})

test('a refused password waits for the user, a server that tells nothing for the next day', () => {
  expect(pauseAfterWatch({ ...ended, end: new CredentialRejected() }).pauseMs).toBe(3_600_000)
  expect(pauseAfterWatch({ ...ended, end: 'unsupported' })).toEqual({ pauseMs: 86_400_000, failuresInARow: 0 })
})
