import { expect, test } from 'vitest'
import { runsThatFit } from './runs-that-fit.ts'

const GIGABYTE = 1024 ** 3

test.each([
  { memory: 0.5, cores: 1, fits: 1, why: 'a tiny machine still collects, one at a time' },
  { memory: 1, cores: 2, fits: 4, why: 'four at once within 1 GB' },
  { memory: 24, cores: 2, fits: 8, why: 'cores limit where memory does not' },
  { memory: 256, cores: 64, fits: 32, why: 'never more than one Chromium can bear' },
])('$memory GB and $cores cores: $fits ($why)', ({ memory, cores, fits }) => {
  expect(runsThatFit({ memoryBytes: memory * GIGABYTE, cores })).toBe(fits)
})
