import { addDays, daysBetween, type IsoDate } from './iso-date.ts'

/** One stream of invoices at regular times. A supplier may have several: the phone on the 5th, the line on the 20th. */
export interface Rhythm {
  every: RhythmName
  /** How far from its day an invoice may be dated. */
  toleranceDays: number
  latestOn: IsoDate
  /** The next days on which an invoice is due, in order; pauses that the year before had too are left out. */
  dueOn: IsoDate[]
}

interface Step {
  months?: number
  days?: number
  toleranceDays: number
  /** Invoices it takes to believe in it: fewer are chance. */
  fewest: number
}

/** Tried in this order: every week is also four times a month, every month also three times a quarter. */
const STEPS = {
  week: { days: 7, toleranceDays: 1, fewest: 12 },
  two_weeks: { days: 14, toleranceDays: 2, fewest: 10 },
  month: { months: 1, toleranceDays: 4, fewest: 6 },
  four_weeks: { days: 28, toleranceDays: 2, fewest: 8 },
  two_months: { months: 2, toleranceDays: 5, fewest: 6 },
  quarter: { months: 3, toleranceDays: 6, fewest: 5 },
  half_year: { months: 6, toleranceDays: 8, fewest: 4 },
  year: { months: 12, toleranceDays: 10, fewest: 3 },
} as const satisfies Record<string, Step>
export type RhythmName = keyof typeof STEPS
export const RHYTHM_NAMES = Object.keys(STEPS) as [RhythmName, ...RhythmName[]]

/** Older periods say nothing about today's habits. */
const JUDGED_PERIODS = 12
/** One period in so many may have been left out. */
const PERIODS_A_MISS = 8
/** Two invoices in one period happen; three every time are no rhythm. */
const MOST_IN_A_PERIOD = 1.5
/** Suppliers whose invoices mostly come at any time have no rhythm, even where some days look like one. */
const LEAST_EXPLAINED = 0.75
/** Judged over the last 13 months, so that a yearly invoice counts. */
const EXPLAINED_WITHIN_DAYS = 400
/** Of the tolerance, on average: invoices of a stream gather around its day, chance spreads them evenly. */
const MOST_OFF = 0.4
/** Invoices on more days than this in 13 months are as good as daily: no single one is missed. */
const MOST_DAYS = 100
const LEARNT_FROM_DAYS = 4 * 366
const DUE_DAYS_SHOWN = 3
const PERIODS_LOOKED_AHEAD = 15

/**
 * The rhythms in the days on which invoices were issued, in any order. Empty for a supplier without one, and while too
 * little is known: silence is better than a false alarm.
 */
export function learnRhythms(issuedOn: IsoDate[]): Rhythm[] {
  const all = [...new Set(issuedOn)].map(dayNumber).sort((a, b) => a - b)
  const latest = all.at(-1)
  if (latest === undefined) return []
  const days = all.filter(day => latest - day <= LEARNT_FROM_DAYS)
  const isRecent = (day: number) => latest - day <= EXPLAINED_WITHIN_DAYS
  const recent = days.filter(isRecent).length
  if (recent > MOST_DAYS) return []
  const { streams, left } = explain(days)
  const explained = recent - left.filter(isRecent).length
  return explained >= recent * LEAST_EXPLAINED ? streams.map(describe) : []
}

/** Takes stream after stream out of the days, the one that explains most first. */
function explain(days: number[]): { streams: Stream[]; left: number[] } {
  const streams: Stream[] = []
  let left = days
  for (const every of RHYTHM_NAMES) {
    for (let best = bestStream(left, every); best; best = bestStream(left, every)) {
      const explained = new Set(best.explained)
      left = left.filter(day => !explained.has(day))
      streams.push(best)
    }
  }
  return { streams, left }
}

/** Where the invoices of a stream lie: on the anchor's day, and whole steps before and after it. */
interface Anchor {
  every: RhythmName
  /** Day number, for a rhythm in days. */
  day: number
  /** For a rhythm in months: years × 12 + months, and the day in it; 31 is the month's end, whichever day that is. */
  month: number
  dayOfMonth: number
}

interface Stream extends Anchor {
  /** From the first invoice's period to the latest one's, counted from the anchor. */
  first: number
  last: number
  /** Days of invoices by period. */
  hits: Map<number, number[]>
  explained: number[]
  /** Sum of days off, to choose between streams that explain as much. */
  daysOff: number
}

function bestStream(days: number[], every: RhythmName): Stream | undefined {
  if (days.length < STEPS[every].fewest) return undefined
  let best: Stream | undefined
  for (const anchor of anchorsOf(days, every)) {
    const stream = streamAround(anchor, days)
    if (stream && isBelievable(stream) && (!best || isBetter(stream, best))) best = stream
  }
  return best
}

/** Any of the latest days could be the stream's own; those whole steps apart are the same to us. */
function anchorsOf(days: number[], every: RhythmName): Anchor[] {
  const { months = 1, days: stepDays }: Step = STEPS[every]
  const anchors = new Map<number, Anchor>()
  for (const day of days.slice(-2 * JUDGED_PERIODS)) {
    const date = new Date(day * DAY_MS)
    const month = date.getUTCFullYear() * 12 + date.getUTCMonth()
    const dayOfMonth = date.getUTCDate()
    const phase = (month % months) * 100
    if (stepDays !== undefined) anchors.set(day % stepDays, { every, day, month, dayOfMonth })
    else anchors.set(phase + dayOfMonth, { every, day, month, dayOfMonth })
    if (stepDays === undefined && dayOfMonth >= 27) anchors.set(phase + 31, { every, day, month, dayOfMonth: 31 })
  }
  return [...anchors.values()]
}

function streamAround(anchor: Anchor, days: number[]): Stream | undefined {
  const { toleranceDays, fewest } = STEPS[anchor.every]
  const hits = new Map<number, number[]>()
  const explained: number[] = []
  let daysOff = 0
  for (const day of days) {
    const { period, off } = nearestPeriod(anchor, day)
    if (off > toleranceDays) continue
    const hit = hits.get(period)
    if (hit) hit.push(day)
    else hits.set(period, [day])
    explained.push(day)
    daysOff += off
  }
  // Before all else is reckoned: most anchors end here.
  if (hits.size < fewest || daysOff > explained.length * toleranceDays * MOST_OFF) return undefined
  const periods = [...hits.keys()]
  return { ...anchor, first: Math.min(...periods), last: Math.max(...periods), hits, explained, daysOff }
}

/** The period whose day is nearest, and how many days off it is. */
function nearestPeriod(anchor: Anchor, day: number): { period: number; off: number } {
  const guess = Math.round((day - anchor.day) / stepDaysOf(anchor.every))
  const off = Math.abs(day - dayOf(anchor, guess))
  if (off <= STEPS[anchor.every].toleranceDays) return { period: guess, off }
  const period = day < dayOf(anchor, guess) ? guess - 1 : guess + 1
  return { period, off: Math.abs(day - dayOf(anchor, period)) }
}

/** The latest periods count: how many were left out, and that none of the last two was. */
function isBelievable(stream: Stream): boolean {
  const { every, first, last, hits } = stream
  const judged = Math.min(last - first + 1, JUDGED_PERIODS)
  const periods = Array.from({ length: judged }, (_, index) => last - index)
  const hit = periods.filter(period => hits.has(period))
  const isMissed = (period: number) => !hits.has(period) && !wasPauseAYearBefore(stream, period)
  const invoices = hit.reduce((sum, period) => sum + (hits.get(period)?.length ?? 0), 0)
  return (
    hit.length >= STEPS[every].fewest &&
    periods.filter(isMissed).length <= Math.floor(judged / PERIODS_A_MISS) &&
    !isMissed(last - 1) &&
    invoices <= hit.length * MOST_IN_A_PERIOD
  )
}

function isBetter(one: Stream, other: Stream): boolean {
  if (one.explained.length !== other.explained.length) return one.explained.length > other.explained.length
  return one.daysOff < other.daysOff
}

function describe(stream: Stream): Rhythm {
  const { every, last, hits } = stream
  const ahead = Array.from({ length: PERIODS_LOOKED_AHEAD }, (_, index) => last + 1 + index)
  const due = ahead.filter(period => !wasPauseAYearBefore(stream, period))
  return {
    every,
    toleranceDays: STEPS[every].toleranceDays,
    latestOn: dateOf(hits.get(last)?.at(-1) ?? dayOf(stream, last)),
    dueOn: due.slice(0, DUE_DAYS_SHOWN).map(period => dateOf(dayOf(stream, period))),
  }
}

/** Who closes in August closes every August. */
function wasPauseAYearBefore({ every, first, last, hits }: Stream, period: number): boolean {
  const { months }: Step = STEPS[every]
  if (months === undefined || months === 12) return false
  const yearBefore = period - 12 / months
  return yearBefore > first && yearBefore < last && !hits.has(yearBefore)
}

function dayOf({ every, day, month, dayOfMonth }: Anchor, period: number): number {
  const { months, days = 0 }: Step = STEPS[every]
  if (months === undefined) return day + period * days
  const of = month + period * months
  return Math.min(firstDayOf(of) + dayOfMonth - 1, firstDayOf(of + 1) - 1)
}

/** Asked for thousands of times while a rhythm is looked for; there are few months in four years. */
const firstDays = new Map<number, number>()

function firstDayOf(month: number): number {
  const known = firstDays.get(month)
  if (known !== undefined) return known
  const day = Date.UTC(1970, month - 1970 * 12) / DAY_MS
  firstDays.set(month, day)
  return day
}

/** How far from its day an invoice of such a rhythm may be dated. */
export function toleranceDaysOf(every: RhythmName): number {
  return STEPS[every].toleranceDays
}

/** About how many days lie between two invoices. */
export function stepDaysOf(every: RhythmName): number {
  const { months, days = 1 }: Step = STEPS[every]
  return months === undefined ? days : months * DAYS_OF_MONTH
}

const DAY_MS = 86_400_000
const DAYS_OF_MONTH = 30.436875
const EPOCH = '1970-01-01'

function dayNumber(date: IsoDate): number {
  return daysBetween(EPOCH, date)
}

function dateOf(day: number): IsoDate {
  return addDays(EPOCH, day)
}
