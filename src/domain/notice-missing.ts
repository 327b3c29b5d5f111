import { learnRhythms, type Rhythm, stepDaysOf, toleranceDaysOf } from './invoice-rhythm.ts'
import { dayOf, groupIntoSeries, type InvoiceSeries, type SeenInvoice } from './invoice-series.ts'
import { addDays, daysBetween, type IsoDate } from './iso-date.ts'
import type { ExpectedInvoice, MissingInvoice } from './missing-invoice.ts'
import { findNumberHole } from './number-holes.ts'
import { foldNumber } from './same-invoice.ts'

export interface Watch {
  /** Every invoice of the user, whichever way it came. */
  seen: SeenInvoice[]
  /** False for a mailbox. */
  isOneSupplier: boolean
  /** The day from which we have looked. */
  connectedOn: IsoDate
  /** Invoices of earlier days were not asked for. */
  wantedFrom: IsoDate
  /** The day of the latest run that saw everything: what came later we cannot know. */
  lookedOn: IsoDate
  /** Everything noticed before that has not turned up, dismissed or not. */
  noticed: (MissingInvoice & { id: string })[]
}

export interface Notices {
  /** To be told now. */
  missing: MissingInvoice[]
  /** Ids of what was noticed and has come. */
  turnedUp: string[]
}

/**
 * What is missing and was not told yet, and what has come after all: series by series, for a mailbox of many suppliers
 * takes its time. Each expected invoice is told once; a supplier that stops is told once and not every month.
 */
export function* noticeMissing(watch: Watch): Generator<Notices> {
  for (const series of groupIntoSeries(watch.seen, watch.isOneSupplier)) yield noticeInSeries(series, watch)
}

function noticeInSeries(series: InvoiceSeries, watch: Watch): Notices {
  const noticed = watch.noticed.filter(one => isOfSeries(one, series))
  const turnedUp = noticed.filter(({ expected }) => hasTurnedUp(series, expected)).map(({ id }) => id)
  const told = noticed.map(({ expected }) => expected)
  const missing: MissingInvoice[] = []
  for (const expected of [...missingByRhythm(series, watch), ...missingByNumber(series, watch)]) {
    if (told.some(other => isSame(other, expected)) || isStillQuiet(series, told, expected)) continue
    told.push(expected)
    missing.push({ series: series.keys[0] ?? '', seller: series.seller, expected })
  }
  return { missing, turnedUp }
}

function isOfSeries({ series }: MissingInvoice, { keys }: InvoiceSeries): boolean {
  return series === '' ? keys.length === 0 : keys.includes(series)
}

/** An invoice left out shows once later ones have come: so the latest days are also looked at as they once were. */
const LOOKED_BACK = 6

function missingByRhythm(series: InvoiceSeries, watch: Watch): (ExpectedInvoice & { kind: 'rhythm' })[] {
  const days = daysIssued(series)
  const patience = patienceDays(series, watch)
  const rhythms = learnRhythms(days)
  const cuts = rhythms.length > 0 ? Math.min(LOOKED_BACK, days.length) : 0
  const earlier = Array.from({ length: cuts }, (_, cut) => learnRhythms(days.slice(0, days.length - cut - 1)))
  const due = [
    ...duesOf(rhythms, rhythm => nextOf(rhythm, watch)),
    ...earlier.flatMap(known => duesOf(known, rhythm => leftOutOf(rhythm, days, watch))),
  ]
  return due
    .filter(({ expected: { every, around } }) => watch.lookedOn > addDays(around, toleranceDaysOf(every) + patience))
    .filter(({ expected, known }) => !hasArrival(series, { ...expected, rhythms: known }))
    .map(({ expected }) => expected)
    .toSorted((one, other) => one.around.localeCompare(other.around))
}

function duesOf(known: Rhythm[], dueOf: (rhythm: Rhythm) => IsoDate | undefined) {
  return known.flatMap(rhythm => {
    const around = dueOf(rhythm)
    if (around === undefined) return []
    const expected = { kind: 'rhythm' as const, every: rhythm.every, around, since: rhythm.latestOn }
    return [{ expected, known }]
  })
}

/** The invoice after the latest. What was due before we looked is not ours to miss, but the next one is. */
function nextOf({ dueOn }: Rhythm, { connectedOn }: Watch): IsoDate | undefined {
  return dueOn.slice(0, 2).find(day => day >= connectedOn)
}

/** The invoice between two that came; only where the supplier kept to its days after it. */
function leftOutOf({ dueOn, toleranceDays }: Rhythm, days: IsoDate[], { wantedFrom }: Watch): IsoDate | undefined {
  const [around, next] = dueOn
  if (around === undefined || next === undefined || around < wantedFrom) return undefined
  return days.some(day => isNear(day, next, toleranceDays)) ? around : undefined
}

/** Anything dated from shortly before the expected day until the next is due, unless it is another stream's own. */
function hasArrival(
  series: InvoiceSeries,
  { every, around, rhythms }: { every: Rhythm['every']; around: IsoDate; rhythms: Rhythm[] },
): boolean {
  const from = addDays(around, -2 * toleranceDaysOf(every))
  const to = addDays(around, Math.ceil(stepDaysOf(every)) - toleranceDaysOf(every))
  const isDue = (day: IsoDate) => (rhythm: Rhythm) => rhythm.dueOn.some(due => isNear(due, day, rhythm.toleranceDays))
  const others = rhythms.filter(rhythm => !isDue(around)(rhythm))
  const days = [...series.invoices, ...series.perhaps].map(dayOf)
  return days.some(day => day >= from && day < to && !others.some(isDue(day)))
}

function missingByNumber(series: InvoiceSeries, watch: Watch): ExpectedInvoice[] {
  // Who writes at regular times is missed by the calendar; a number left out in between is somebody else's.
  if (learnRhythms(daysIssued(series)).length > 0) return []
  const numbered = series.invoices.flatMap(({ number, issuedOn }) => (number && issuedOn ? [{ number, issuedOn }] : []))
  const hole = findNumberHole(numbered, series.takenNumbers)
  if (!hole) return []
  const [since, until] = [hole.after.issuedOn, hole.before.issuedOn]
  const isWatched = since >= watch.wantedFrom && watch.lookedOn > addDays(until, patienceDays(series, watch))
  if (!isWatched || hasUnnumbered(series, since, until)) return []
  const [after, before] = [hole.after.number, hole.before.number]
  return hole.numbers.map(number => ({ kind: 'number', number, after, before, since, until }))
}

/** An invoice of those days whose number nobody could read may be the one. */
function hasUnnumbered({ invoices, perhaps }: InvoiceSeries, since: IsoDate, until: IsoDate): boolean {
  return [...invoices, ...perhaps].some(one => one.number === null && dayOf(one) >= since && dayOf(one) <= until)
}

function hasTurnedUp(series: InvoiceSeries, expected: ExpectedInvoice): boolean {
  if (expected.kind === 'number') {
    const wanted = foldNumber(expected.number)
    return series.takenNumbers.some(number => foldNumber(number) === wanted)
  }
  // As it was known then: the streams that were due besides the missing one.
  const { every, around } = expected
  const before = addDays(around, -2 * toleranceDaysOf(every))
  return hasArrival(series, { every, around, rhythms: learnRhythms(daysIssued(series).filter(day => day < before)) })
}

function isSame(one: ExpectedInvoice, other: ExpectedInvoice): boolean {
  if (one.kind === 'number' && other.kind === 'number') return one.number === other.number
  if (one.kind === 'number') return other.kind === 'rhythm' && isBetween(other, one)
  if (other.kind === 'number') return isBetween(one, other)
  return isNear(one.around, other.around, toleranceDaysOf(one.every) + toleranceDaysOf(other.every))
}

function isBetween(
  { around, every }: ExpectedInvoice & { kind: 'rhythm' },
  { since, until }: ExpectedInvoice & { kind: 'number' },
): boolean {
  const toleranceDays = toleranceDaysOf(every)
  return around >= addDays(since, -toleranceDays) && around <= addDays(until, toleranceDays)
}

/** Nothing has come since the supplier was last said to be late: to say it of each of its streams helps nobody. */
function isStillQuiet({ invoices }: InvoiceSeries, told: ExpectedInvoice[], { kind }: ExpectedInvoice): boolean {
  if (kind === 'number') return false
  return told.some(other => other.kind === 'rhythm' && invoices.every(one => dayOf(one) <= other.around))
}

const JUDGED_DELAYS = 12
/** A supplier that is slower from month to month is given half as much again, and never less than this. */
const LEAST_MORE_DAYS = 3
const FEWEST_DELAYS = 3
/** While we do not know how long a supplier's invoices take to show up. */
const FIRST_PATIENCE_DAYS = 21

/** How long after its day an invoice may show up before we call it missing. */
function patienceDays({ invoices }: InvoiceSeries, { connectedOn }: Watch): number {
  const delays = invoices
    .flatMap(({ issuedOn, collectedOn }) => (issuedOn === null ? [] : [{ issuedOn, collectedOn }]))
    // What the first run found had been there for longer than we know.
    .filter(({ issuedOn, collectedOn }) => issuedOn >= connectedOn || collectedOn > connectedOn)
    .toSorted((one, other) => one.issuedOn.localeCompare(other.issuedOn))
    .slice(-JUDGED_DELAYS)
    .map(({ issuedOn, collectedOn }) => daysBetween(issuedOn, collectedOn))
  const longest = Math.max(0, ...delays)
  const usual = longest + Math.max(LEAST_MORE_DAYS, Math.ceil(longest / 2))
  return delays.length < FEWEST_DELAYS ? Math.max(usual, FIRST_PATIENCE_DAYS) : usual
}

/** Each day once, in order. */
function daysIssued({ invoices }: InvoiceSeries): IsoDate[] {
  return [...new Set(invoices.flatMap(({ issuedOn }) => issuedOn ?? []))].sort()
}

function isNear(one: IsoDate, other: IsoDate, days: number): boolean {
  return Math.abs(daysBetween(one, other)) <= days
}
