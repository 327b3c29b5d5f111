import { daysBetween, type IsoDate } from './iso-date.ts'

export interface NumberedInvoice {
  number: string
  issuedOn: IsoDate
}

/** Numbers that should be there: between two invoices whose numbers otherwise follow each other. */
export interface NumberHole {
  numbers: string[]
  after: NumberedInvoice
  before: NumberedInvoice
}

/** Older numbers say nothing about today's habits. */
const JUDGED_INVOICES = 24
const FEWEST_INVOICES = 12
const FEWEST_BEFORE = 8
/** One invoice after the hole could be the first of somebody else's turn. */
const FEWEST_AFTER = 2
const WIDEST_HOLE = 2
/** A number given out earlier may carry a slightly later day. */
const DISORDER_DAYS = 3

/**
 * Most suppliers number over all their customers: their holes are other people's invoices. So a hole counts only where
 * this one customer has had every number for long, before it and after it, and only if it is the only one.
 */
export function findNumberHole(invoices: NumberedInvoice[], taken: string[]): NumberHole | null {
  for (const family of familiesOf(invoices)) {
    const hole = holeInFamily(family, new Set(taken))
    if (hole) return hole
  }
  return null
}

/** `FA2026-0007` with its running number taken out. */
interface Counted extends NumberedInvoice {
  /** `FA2026-#`: numbers that differ in the running number only. */
  series: string
  /** `FA0000-#`: the same over the years. */
  family: string
  counter: number
  /** `FA2026-` and the digits' width, to write other numbers of the series. */
  prefix: string
  suffix: string
  width: number
}

/** Each group of digits could be the running number: whichever makes a row tells. */
function familiesOf(invoices: NumberedInvoice[]): Counted[][] {
  const families = new Map<string, Counted[]>()
  for (const invoice of invoices) {
    for (const counted of readings(invoice)) {
      families.set(counted.family, [...(families.get(counted.family) ?? []), counted])
    }
  }
  return [...families.values()].filter(family => family.length >= FEWEST_INVOICES)
}

function readings({ number, issuedOn }: NumberedInvoice): Counted[] {
  return digitGroups(number, issuedOn.slice(0, 4)).flatMap(({ at, digits }) => {
    if (digits.length > MOST_DIGITS) return []
    const [prefix, suffix] = [number.slice(0, at), number.slice(at + digits.length)]
    const family = [prefix, suffix].map(part => part.replace(/\d/g, '0')).join('#')
    const series = `${prefix}#${suffix}`
    return [{ number, issuedOn, series, family, counter: Number(digits), prefix, suffix, width: digits.length }]
  })
}

/** Safe as a JavaScript number. */
const MOST_DIGITS = 12

/** Where digits stand; `20260007` issued in 2026 is a year and a number. */
function digitGroups(number: string, year: string): { at: number; digits: string }[] {
  return [...number.matchAll(/\d+/g)].flatMap(({ 0: digits, index }) => {
    const isYearFirst = digits.startsWith(year) && digits.length > year.length + 1
    if (!isYearFirst) return [{ at: index, digits }]
    return [{ at: index + year.length, digits: digits.slice(year.length) }]
  })
}

function holeInFamily(family: Counted[], taken: Set<string>): NumberHole | null {
  const latest = [...family].sort(byDayAndCounter).slice(-JUDGED_INVOICES)
  const bySeries = Map.groupBy(latest, one => one.series)
  const rows = [...bySeries.values()].map(uniqueSorted).filter(row => !row.every(countsYears))
  if (!rows.every(areDaysInOrder)) return null
  const gaps = rows.flatMap(row => gapsIn(row, taken))
  const [gap] = gaps
  if (!gap || gaps.length > 1) return null
  const before = latest.filter(one => one.issuedOn <= gap.after.issuedOn).length
  const isCertain =
    latest.length >= FEWEST_INVOICES &&
    before >= FEWEST_BEFORE &&
    gap.countAfter >= FEWEST_AFTER &&
    gap.numbers.length > 0
  return isCertain ? { numbers: gap.numbers, after: plain(gap.after), before: plain(gap.before) } : null
}

function byDayAndCounter(one: Counted, other: Counted): number {
  return one.issuedOn.localeCompare(other.issuedOn) || one.counter - other.counter
}

function uniqueSorted(row: Counted[]): Counted[] {
  const sorted = [...row].sort((one, other) => one.counter - other.counter)
  return sorted.filter((one, index) => one.counter !== sorted[index - 1]?.counter)
}

/** The year in `F2026-1`, `F2027-1` rises too, but is no running number. */
function countsYears({ counter, issuedOn }: Counted): boolean {
  const year = Number(issuedOn.slice(0, 4))
  return counter === year || counter === year % 100
}

/** A running number grows with time; what does not is a customer's number or a code. */
function areDaysInOrder(row: Counted[]): boolean {
  return row.every((one, index) => {
    const previous = row[index - 1]
    return !previous || daysBetween(previous.issuedOn, one.issuedOn) >= -DISORDER_DAYS
  })
}

interface Gap {
  /** Empty when it is too wide to be ours. */
  numbers: string[]
  after: Counted
  before: Counted
  countAfter: number
}

function gapsIn(row: Counted[], taken: Set<string>): Gap[] {
  return row.flatMap((before, index) => {
    const after = row[index - 1]
    if (!after || before.counter === after.counter + 1) return []
    const width = before.counter - after.counter - 1
    const absent = width > WIDEST_HOLE ? [] : numbersBetween(after, before).filter(number => !taken.has(number))
    if (width <= WIDEST_HOLE && absent.length === 0) return []
    return [{ numbers: absent, after, before, countAfter: row.length - index }]
  })
}

function numbersBetween({ counter, prefix, suffix, width }: Counted, before: Counted): string[] {
  const count = before.counter - counter - 1
  return Array.from({ length: count }, (_, index) => {
    return prefix + String(counter + 1 + index).padStart(width, '0') + suffix
  })
}

function plain({ number, issuedOn }: Counted): NumberedInvoice {
  return { number, issuedOn }
}
