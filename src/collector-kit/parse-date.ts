import { type IsoDate, isIsoDate } from '#domain/iso-date.ts'
import { SupplierChanged } from './errors.ts'

/** The order in which a supplier writes day, month and year. Said by the author: 03/04/2026 says nothing by itself. */
export type DateOrder = 'dmy' | 'mdy' | 'ymd'

/** Languages whose names of months are understood. */
const LANGUAGES = ['en', 'fr', 'de', 'es', 'it', 'nl', 'pt']

/** Two-digit years are of this century: no supplier lists invoices of the last one. */
const CENTURY = 2000

/** Reads `31/01/2026`, `31.1.26`, `31 January 2026`, `1er févr. 2026`, ... Throws `SupplierChanged` when it is no date. */
export function parseDate(text: string, order: DateOrder): IsoDate {
  const parts = text.match(/\p{Letter}{3,}|\d+/gu) ?? []
  const word = parts.find(part => /\p{Letter}/u.test(part) && monthNamed(part) !== undefined)
  const numbers = parts.filter(part => /^\d+$/.test(part)).map(Number)
  const expected = word === undefined ? [...order] : [...order.replace('m', '')]
  const numberAt = (letter: string) => numbers[expected.indexOf(letter)]
  const [day, month, year] = [numberAt('d'), word === undefined ? numberAt('m') : monthNamed(word), numberAt('y')]
  const isComplete = numbers.length === expected.length && day !== undefined && month !== undefined
  const date = isComplete && year !== undefined ? compose(year, month, day) : ''
  if (!isIsoDate(date)) throw new SupplierChanged(`"${text.slice(0, 40)}" is not a date (${order})`)
  return date
}

function compose(year: number, month: number, day: number): string {
  const two = (value: number) => String(value).padStart(2, '0')
  return `${year < 100 ? CENTURY + year : year}-${two(month)}-${two(day)}`
}

/** 1 to 12; undefined for other words, and for beginnings that fit several months (`jui`). */
function monthNamed(word: string): number | undefined {
  const start = plain(word)
  const fitting = new Set(
    monthNames()
      .filter(([name]) => name.startsWith(start))
      .map(([, month]) => month),
  )
  return fitting.size === 1 ? [...fitting][0] : undefined
}

let names: [name: string, month: number][] | undefined

function monthNames(): [name: string, month: number][] {
  names ??= LANGUAGES.flatMap(language => {
    const format = new Intl.DateTimeFormat(language, { month: 'long', timeZone: 'UTC' })
    return Array.from({ length: 12 }, (_, index): [string, number] => [
      plain(format.format(Date.UTC(2026, index, 1))),
      index + 1,
    ])
  })
  return names
}

/** Lower case without accents. */
function plain(text: string): string {
  return text
    .normalize('NFD')
    .replaceAll(/\p{Mark}/gu, '')
    .toLowerCase()
}
