import { z } from '#collector-kit/index.ts'

/** UIDs from first to last, both included. */
export const UidRange = z.tuple([z.int().positive(), z.int().positive()])
export type UidRange = z.output<typeof UidRange>

/** Ascending, disjoint and never touching: a folder read to its end is one range, however many messages it holds. */
export type UidRanges = UidRange[]

/** `ranges` and `added`, merged. */
export function addRange(ranges: UidRanges, added: UidRange): UidRanges {
  const sorted = [...ranges, added].toSorted(([a], [b]) => a - b)
  const merged: UidRanges = []
  for (const [from, to] of sorted) {
    const last = merged.at(-1)
    if (last && from <= last[1] + 1) last[1] = Math.max(last[1], to)
    else merged.push([from, to])
  }
  return merged
}

/** The same, but for some of its UIDs, which stay missing. */
export function addRangeWithout(ranges: UidRanges, [from, to]: UidRange, holes: number[]): UidRanges {
  const ends = [...holes.filter(uid => uid >= from && uid <= to).toSorted((a, b) => a - b), to + 1]
  let next = from
  return ends.reduce((merged, hole) => {
    const grown = next < hole ? addRange(merged, [next, hole - 1]) : merged
    next = hole + 1
    return grown
  }, ranges)
}

/** What is missing between 1 and `highest`, the newest first. */
export function missingRanges(ranges: UidRanges, highest: number): UidRanges {
  const missing: UidRanges = []
  let next = 1
  for (const [from, to] of ranges) {
    if (from > next) missing.push([next, Math.min(from - 1, highest)])
    next = to + 1
  }
  if (next <= highest) missing.push([next, highest])
  return missing.filter(([from]) => from <= highest).toReversed()
}
