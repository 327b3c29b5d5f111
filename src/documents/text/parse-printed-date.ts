import { isIsoDate } from '#domain/iso-date.ts'

export interface PrintedDate {
  /** `YYYY-MM-DD`, with the day first where the order is open. */
  date: string
  /** The other reading, when `03/04/2026` may be either. */
  monthFirst: string | null
  start: number
  end: number
}

/** First letters that tell the months apart in the seven languages, without accents. */
const MONTHS: [pattern: RegExp, month: number][] = [
  [/^(jan|gen|ene|jän|jaen)/, 1],
  [/^(feb|fev|fév)/, 2],
  [/^(mar|mär|maer|maa|mrt|mrz)/, 3],
  [/^(apr|avr|abr)/, 4],
  [/^(may|mai|mei|mag)/, 5],
  [/^(jun|juin|giu)/, 6],
  [/^(jul|juil|lug)/, 7],
  [/^(aug|aou|aoû|ago)/, 8],
  [/^(sep|set)/, 9],
  [/^(oct|okt|ott|out)/, 10],
  [/^(nov)/, 11],
  [/^(dec|déc|dez|dic)/, 12],
]
const MONTH_NAMES =
  'janvier|janv|january|januar|januari|jänner|jaenner|janeiro|jan|gennaio|gen|enero|ene|février|fevrier|févr|fevr|fév|february|februar|februari|febbraio|febrero|fevereiro|feb|fev|mars|march|märz|maerz|marzo|março|marco|maart|mrt|mrz|mär|mar|avril|avr|april|aprile|abril|apr|abr|mai|may|mei|maggio|mag|mayo|maio|juin|june|juni|giugno|giu|junio|junho|jun|juillet|juil|july|juli|luglio|lug|julio|julho|jul|août|aout|aoû|august|augustus|agosto|aug|ago|septembre|september|settembre|septiembre|setembro|sept|sep|set|octobre|october|oktober|ottobre|octubre|outubro|oct|okt|ott|out|novembre|november|noviembre|novembro|nov|décembre|decembre|déc|december|dezember|dicembre|diciembre|dezembro|dec|dez|dic'

const YEAR_FIRST = /(?<!\d)(\d{4})\s?[-/.]\s?(\d{1,2})\s?[-/.]\s?(\d{1,2})(?!\d)/g
const NUMERIC = /(?<![\d/.-])(\d{1,2})\s?([-/.])\s?(\d{1,2})\s?\2\s?(\d{4}|\d{2})(?![\d]|[/.-]\d)/g
const DAY_NAME_YEAR = new RegExp(
  `(?<!\\d)(\\d{1,2})(?:er|st|nd|rd|th|º|ª|\\.)?[\\s-]*(?:de\\s+|of\\s+)?(${MONTH_NAMES})\\.?[\\s,/-]*(?:de\\s+|del\\s+)?(\\d{4}|'?\\d{2}(?!\\d))(?!\\d)`,
  'gi',
)
const NAME_DAY_YEAR = new RegExp(
  `(?<![\\p{L}])(${MONTH_NAMES})\\.?[\\s-]+(\\d{1,2})(?:st|nd|rd|th)?\\s*,?[\\s-]+(\\d{4})(?!\\d)`,
  'giu',
)
/** Nobody collects invoices older; later ones are typing errors or ids. */
const FIRST_YEAR = 1990
const LAST_YEAR = 2079

/** All dates of a text, left to right. */
export function printedDatesIn(text: string): PrintedDate[] {
  const found: PrintedDate[] = []
  const take = (match: RegExpMatchArray, date: string | null, monthFirst: string | null = null) => {
    const start = match.index ?? 0
    if (date && !found.some(other => start < other.end && other.start < start + match[0].length)) {
      found.push({ date, monthFirst, start, end: start + match[0].length })
    }
  }
  for (const match of text.matchAll(YEAR_FIRST)) take(match, dateOf(match[1], match[2], match[3]))
  for (const match of text.matchAll(NUMERIC)) {
    const dayFirst = dateOf(match[4], match[3], match[1])
    const monthFirst = dateOf(match[4], match[1], match[3])
    take(match, dayFirst ?? monthFirst, dayFirst && monthFirst && dayFirst !== monthFirst ? monthFirst : null)
  }
  for (const match of text.matchAll(DAY_NAME_YEAR)) take(match, dateOf(match[3], monthOf(match[2]), match[1]))
  for (const match of text.matchAll(NAME_DAY_YEAR)) take(match, dateOf(match[3], monthOf(match[1]), match[2]))
  return found.toSorted((a, b) => a.start - b.start)
}

/** True when the text proves that this document writes the month first: a second part above 12. */
export function writesMonthFirst(text: string): boolean | null {
  let dayFirst = 0
  let monthFirst = 0
  for (const [, first, , second] of text.matchAll(NUMERIC)) {
    if (Number(first) > 12 && Number(second) <= 12) dayFirst++
    if (Number(second) > 12 && Number(first) <= 12) monthFirst++
  }
  return dayFirst === monthFirst ? null : monthFirst > dayFirst
}

function monthOf(name: string | undefined): string {
  const lower = name?.toLowerCase() ?? ''
  return String(MONTHS.find(([pattern]) => pattern.test(lower))?.[1] ?? 0)
}

function dateOf(year: string | undefined, month: string | undefined, day: string | undefined): string | null {
  const digits = (year ?? '').replace("'", '')
  const fullYear = digits.length === 2 ? 2000 + Number(digits) : Number(digits)
  if (fullYear < FIRST_YEAR || fullYear > LAST_YEAR) return null
  const date = `${fullYear}-${String(Number(month)).padStart(2, '0')}-${String(Number(day)).padStart(2, '0')}`
  return isIsoDate(date) ? date : null
}
