import { expect, test } from 'vitest'
import { addRange, addRangeWithout, missingRanges, type UidRanges } from './uid-ranges.ts'

test('ranges that overlap or touch become one', () => {
  expect(addRange([], [5, 9])).toEqual([[5, 9]])
  expect(addRange([[5, 9]], [10, 12])).toEqual([[5, 12]])
  expect(
    addRange(
      [
        [1, 3],
        [8, 9],
      ],
      [4, 7],
    ),
  ).toEqual([[1, 9]])
  expect(
    addRange(
      [
        [1, 3],
        [8, 9],
      ],
      [5, 5],
    ),
  ).toEqual([
    [1, 3],
    [5, 5],
    [8, 9],
  ])
  expect(addRange([[1, 9]], [3, 4])).toEqual([[1, 9]])
})

test('adding leaves the given ranges alone', () => {
  const ranges: UidRanges = [[1, 3]]
  addRange(ranges, [4, 5])
  expect(ranges).toEqual([[1, 3]])
})

test('what is missing comes newest first', () => {
  expect(missingRanges([], 0)).toEqual([])
  expect(missingRanges([], 4)).toEqual([[1, 4]])
  expect(missingRanges([[1, 4]], 4)).toEqual([])
  expect(
    missingRanges(
      [
        [3, 4],
        [8, 9],
      ],
      12,
    ),
  ).toEqual([
    [10, 12],
    [5, 7],
    [1, 2],
  ])
  expect(missingRanges([[3, 20]], 10)).toEqual([[1, 2]])
})

test('whatever the order, everything is read once and then nothing is missing', () => {
  for (let seed = 1; seed <= 200; seed++) {
    let ranges: UidRanges = []
    let state = seed
    const next = (below: number) => {
      state = (state * 48_271) % 2_147_483_647
      return state % below
    }
    const read = new Set<number>()
    for (let step = 0; step < 8; step++) {
      const from = 1 + next(30)
      const to = from + next(6)
      ranges = addRange(ranges, [from, to])
      for (let uid = from; uid <= to; uid++) read.add(uid)
    }
    const missing = missingRanges(ranges, 40).flatMap(([from, to]) =>
      Array.from({ length: to - from + 1 }, (_, at) => from + at),
    )
    expect(missing.toSorted((a, b) => a - b)).toEqual(
      Array.from({ length: 40 }, (_, at) => at + 1).filter(uid => !read.has(uid)),
    )
  }
})

test('what is to be read again stays missing', () => {
  expect(addRangeWithout([], [1, 9], [])).toEqual([[1, 9]])
  expect(addRangeWithout([[1, 4]], [3, 9], [9, 5, 6, 20])).toEqual([
    [1, 4],
    [7, 8],
  ])
  expect(addRangeWithout([], [5, 5], [5])).toEqual([])
  expect(missingRanges(addRangeWithout([], [1, 9], [1, 5]), 9)).toEqual([
    [5, 5],
    [1, 1],
  ])
})
