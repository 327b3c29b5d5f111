import { type IsoDate, isIsoDate } from '#domain/iso-date.ts'
import { foldText } from './fold-text.ts'

/** A date as somebody wrote it. Which of two numbers is the day is not for one date to say: see `decideDateOrder`. */
export interface WrittenDate {
  /** Where it stands in the text it was found in. */
  at: number
  length: number
  /** Null in `4 March`: the year stands elsewhere, in a heading or a selected option. */
  year: number | null
  /** Null while `pair` is undecided. */
  month: number | null
  /** Null in `March 2026`, which is a period and no day. */
  day: number | null
  /** The two numbers of `03/04/2026`, as written. */
  pair?: [number, number]
  separator?: string
}

export type DateOrder = 'dmy' | 'mdy'

/** What stands for the order when the list itself does not say. */
export interface DateOrderHints {
  today: IsoDate
  /** The page's `lang`. */
  language: string
  /** What the list's amounts are in: English is written everywhere, dollars are not. */
  currency?: string | null
  /** What was proven for this supplier before. */
  known?: DateOrder | null | undefined
}

const MONTHS: string[][] = [
  ['january', 'janvier', 'januar', 'janner', 'enero', 'gennaio', 'januari', 'janeiro', 'ene', 'gen', 'jan', 'janv'],
  ['february', 'fevrier', 'februar', 'feber', 'febrero', 'febbraio', 'februari', 'fevereiro', 'feb', 'fev', 'fevr'],
  ['march', 'mars', 'marz', 'maerz', 'marzo', 'maart', 'marco', 'mar', 'mrz', 'mrt'],
  ['april', 'avril', 'abril', 'aprile', 'apr', 'avr', 'abr'],
  ['may', 'mai', 'mayo', 'maggio', 'mei', 'maio', 'mag'],
  ['june', 'juin', 'juni', 'junio', 'giugno', 'junho', 'jun', 'giu'],
  ['july', 'juillet', 'juli', 'julio', 'luglio', 'julho', 'jul', 'juil', 'lug'],
  ['august', 'aout', 'agosto', 'augustus', 'aug', 'ago', 'aou'],
  ['september', 'septembre', 'septiembre', 'setiembre', 'settembre', 'setembro', 'sep', 'sept', 'set'],
  ['october', 'octobre', 'oktober', 'octubre', 'ottobre', 'outubro', 'oct', 'okt', 'ott', 'out'],
  ['november', 'novembre', 'noviembre', 'novembro', 'nov'],
  ['december', 'decembre', 'dezember', 'diciembre', 'dicembre', 'dezembro', 'dec', 'dez', 'dic'],
]
const MONTH_OF = new Map(MONTHS.flatMap((names, index) => names.map(name => [name, index + 1] as const)))
const NAME = [...MONTH_OF.keys()].sort((a, b) => b.length - a.length).join('|')
const OF = "(?:\\s*(?:de|del|do|of|d'|di)\\s+)?"

/** Tried in this order; a stretch of text already taken is not read again. */
const FORMS: { pattern: RegExp; read: (parts: string[]) => Omit<WrittenDate, 'at' | 'length'> | null }[] = [
  {
    pattern:
      /(?<![\d./-])(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?!\d)(?:[t ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:z|[+-]\d{2}:?\d{2})?)?/g,
    read: ([year, , month, day]) => dayOf(year, month, day),
  },
  {
    pattern: /(?<![\d,.:/-])(\d{1,2})\s?([./-])\s?(\d{1,2})\s?\2\s?(\d{4}|\d{2})(?![\d/]|[.,]\d)/g,
    read: ([first, separator, second, year]) => pairOf(first, second, year, separator),
  },
  {
    pattern: new RegExp(
      `(?<![\\d,.])(\\d{1,2})(?:st|nd|rd|th|er|e|o|º|°|\\.)?[\\s./-]*${OF}(${NAME})(?![a-z])\\.?[\\s,./-]*${OF}(\\d{4}|'?\\d{2}(?![\\d:.,]\\d))`,
      'g',
    ),
    read: ([day, name, year]) => dayOf(year, String(MONTH_OF.get(name ?? '')), day),
  },
  {
    pattern: new RegExp(`(?<![a-z])(${NAME})(?![a-z])\\.?\\s*(\\d{1,2})(?:st|nd|rd|th)?,?\\s+(\\d{4})(?!\\d)`, 'g'),
    read: ([name, day, year]) => dayOf(year, String(MONTH_OF.get(name ?? '')), day),
  },
  {
    pattern: new RegExp(`(?<![a-z])(${NAME})(?![a-z])\\.?[\\s/.-]*${OF}(20\\d{2}|'\\d{2})(?!\\d)`, 'g'),
    read: ([name, year]) => monthOf(year, String(MONTH_OF.get(name ?? ''))),
  },
  {
    pattern: /(?<![\d./-])(0?[1-9]|1[0-2])\s?[/.-]\s?(20\d{2})(?![\d./-])/g,
    read: ([month, year]) => monthOf(year, month),
  },
  { pattern: /(?<![\d./-])(20\d{2})-(0[1-9]|1[0-2])(?![\d./-])/g, read: ([year, month]) => monthOf(year, month) },
  {
    pattern: new RegExp(`(?<![\\d,.])(\\d{1,2})(?:st|nd|rd|th|er|\\.)?\\s*${OF}(${NAME})(?![a-z])`, 'g'),
    read: ([day, name]) => dayOf(null, String(MONTH_OF.get(name ?? '')), day),
  },
]

/** Every date in a text, in its order. */
export function findDates(text: string): WrittenDate[] {
  let rest = foldText(text)
  const found: WrittenDate[] = []
  for (const { pattern, read } of FORMS) {
    for (const match of rest.matchAll(pattern)) {
      const parts = read(match.slice(1))
      if (!parts) continue
      found.push({ ...parts, at: match.index, length: match[0].length })
      rest = rest.slice(0, match.index) + '\u0001'.repeat(match[0].length) + rest.slice(match.index + match[0].length)
    }
  }
  return found.sort((a, b) => a.at - b.at)
}

/**
 * One list is written by one program, so one order holds for all of it. What the list itself proves: the order under
 * which more of its dates exist and lie in the past, or under which it is sorted. Null when it proves nothing.
 */
export function proveDateOrder(dates: WrittenDate[], today: IsoDate): DateOrder | null {
  const pairs = dates.filter(date => date.pair)
  const count = (order: DateOrder) => pairs.filter(date => isPossible(date, order, today)).length
  const [asDmy, asMdy] = [count('dmy'), count('mdy')]
  if (asDmy !== asMdy) return asDmy > asMdy ? 'dmy' : 'mdy'
  const sortedAsDmy = isSorted(pairs, 'dmy')
  if (pairs.length > 2 && sortedAsDmy !== isSorted(pairs, 'mdy')) return sortedAsDmy ? 'dmy' : 'mdy'
  // Nobody writes the month first with dots.
  return pairs.some(date => date.separator === '.') ? 'dmy' : null
}

/**
 * What is proven, else what was proven for this supplier before, else the habit of the page's language. English alone
 * has two: a region decides, then whether the list has the newest first (most have), then the money.
 */
export function decideDateOrder(dates: WrittenDate[], { today, known, language, currency }: DateOrderHints): DateOrder {
  const proven = proveDateOrder(dates, today) ?? known
  if (proven) return proven
  if (/^en-us$/i.test(language)) return 'mdy'
  if (!/^(en)?$/i.test(language)) return 'dmy'
  const newestFirst = (['dmy', 'mdy'] as const).filter(order => isSorted(dates, order, 'newest first'))
  if (dates.length > 2 && newestFirst.length === 1 && newestFirst[0]) return newestFirst[0]
  return currency === 'USD' || (!currency && language !== '') ? 'mdy' : 'dmy'
}

/** The calendar day, or null for a period and for a day that does not exist. `year` fills in where none is written. */
export function isoOfWritten(date: WrittenDate, order: DateOrder, year?: number): IsoDate | null {
  const [first, second] = date.pair ?? [date.day, date.month]
  const isMonthFirst = date.pair !== undefined && order === 'mdy'
  const [day, month] = isMonthFirst ? [second, first] : [first, second]
  const fullYear = date.year ?? year
  if (!day || !month || !fullYear) return null
  const iso = `${fullYear}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
  return isIsoDate(iso) ? iso : null
}

function dayOf(year: string | undefined | null, month: string | undefined, day: string | undefined) {
  const parts = { year: year ? fullYear(year) : null, month: Number(month), day: Number(day) }
  return parts.month >= 1 && parts.month <= 12 && parts.day >= 1 && parts.day <= 31 ? parts : null
}

function monthOf(year: string | undefined, month: string | undefined) {
  return { year: fullYear(year ?? ''), month: Number(month), day: null }
}

function pairOf(first = '', second = '', year = '', separator = '') {
  const pair: [number, number] = [Number(first), Number(second)]
  if (Math.min(...pair) < 1 || Math.min(...pair) > 12 || Math.max(...pair) > 31) return null
  return { year: fullYear(year), month: null, day: null, pair, separator }
}

/** Two digits are of this century: nobody's portal lists invoices of the last one. */
function fullYear(year: string): number {
  const digits = Number(year.replace("'", ''))
  return digits < 100 ? 2000 + digits : digits
}

function isPossible(date: WrittenDate, order: DateOrder, today: IsoDate): boolean {
  const iso = isoOfWritten(date, order)
  return iso !== null && iso <= today
}

function isSorted(dates: WrittenDate[], order: DateOrder, only?: 'newest first'): boolean {
  const isos = dates.map(date => isoOfWritten(date, order) ?? '')
  const isAscending = isos.every((iso, index) => index === 0 || (isos[index - 1] ?? '') <= iso)
  if (isAscending && !only) return true
  return isos.every((iso, index) => index === 0 || (isos[index - 1] ?? '') >= iso)
}
