import { isIsoDate } from '#domain/iso-date.ts'
import { plainWords, wordsOfAddress } from './fold-text.ts'
import type { SeenJson } from './portal-page.ts'
import type { ListedRow } from './read-rows.ts'
import { INVOICE } from './words.ts'
import { findDates, type WrittenDate } from './written-date.ts'

/** A row that came as data. `href` is its document's address, when the data holds one. */
export type JsonRow = ListedRow & { href: string | null }

const MAX_DEPTH = 7
const DATE_KEY =
  /(?:issue|invoice|bill|emission|creat|document|fact)[a-z_]*(?:date|_?at|_?on)|^date|date$|^issued|datum|fecha|^data$/i
const NOT_DATE_KEY = /due|paid|payment|update|period|start|end|echeance|expir/i
const AMOUNT_KEY = /total|amount|montant|gross|ttc|betrag|importe|price|value|sum/i
const NOT_AMOUNT_KEY = /tax|vat|tva|net$|_net|ht$|untaxed|exclud|due|remaining|balance|paid|discount|count|page/i
const NUMBER_KEY = /number|numero|reference|^ref|nummer|invoice_?(?:no|nr|id)|^no$|code/i
const NOT_NUMBER_KEY = /customer|client|contract|order|account|phone|page|tax|vat|iban|currency|country|promo/i
const LINK_KEY = /url|href|link|pdf|download|document|file/i

/** Invoices in what a single-page app received: arrays of objects with a date and an amount or a number. */
export function readJsonRows(answers: SeenJson[]): JsonRow[] {
  const lists = answers.flatMap(({ url, body }) => [...arraysIn(body, 0)].map(list => ({ url, list })))
  const read = lists.map(({ url, list }) => ({
    rows: list.map(item => readItem(item, url)).filter(row => row !== null),
    isBilled:
      INVOICE.test(wordsOfAddress(url)) ||
      INVOICE.test(
        plainWords(
          JSON.stringify(list[0] ?? {})
            .slice(0, 2000)
            .replace(/([a-z])([A-Z])/g, '$1 $2'),
        ),
      ),
  }))
  const billed = read.filter(({ rows, isBilled }) => isBilled && rows.length > 0)
  return billed.sort((a, b) => b.rows.length - a.rows.length)[0]?.rows ?? []
}

/** Fills what the page does not show (a number, a year, an exact date) from the data it was drawn from. */
export function enrichRows<Row extends ListedRow>(rows: Row[], data: JsonRow[]): Row[] {
  return rows.map(row => {
    if (row.number && row.date?.year && row.amount) return row
    const same = data.filter(item => isSameRow(row, item))
    const [match] = same
    if (!match || same.length > 1) return row
    return {
      ...row,
      number: row.number ?? match.number,
      date: row.date?.year ? row.date : (match.date ?? row.date),
      amount: row.amount ?? match.amount,
      currencyNearby: row.currencyNearby ?? match.currencyNearby,
    }
  })
}

function isSameRow(row: ListedRow, item: JsonRow): boolean {
  if (item.number && item.number.length > 3 && row.text.includes(item.number)) return true
  const digits = (text: string | undefined) => text?.replace(/\D/g, '').replace(/^0+/, '').replace(/00$/, '')
  const isSameAmount =
    row.amount !== null && item.amount !== null && digits(row.amount.digits) === digits(item.amount.digits)
  return isSameAmount && isSameDay(row.date, item.date)
}

/** `03/04` is the 3 April and the 4 March of the data. */
function isSameDay(shown: WrittenDate | null, exact: WrittenDate | null): boolean {
  if (!shown || !exact) return shown === exact || shown === null
  if (shown.year !== null && shown.year !== exact.year) return false
  const numbers = shown.pair ?? [shown.day, shown.month]
  return [...numbers].sort().join() === [exact.day, exact.month].sort().join()
}

function* arraysIn(value: unknown, depth: number): Generator<Record<string, unknown>[]> {
  if (depth > MAX_DEPTH || value === null || typeof value !== 'object') return
  if (Array.isArray(value)) {
    const objects = value.filter(item => item !== null && typeof item === 'object' && !Array.isArray(item))
    if (objects.length > 0 && objects.length === value.length) yield objects as Record<string, unknown>[]
  }
  for (const child of Object.values(value).slice(0, 500)) yield* arraysIn(child, depth + 1)
}

function readItem(item: Record<string, unknown>, url: string): JsonRow | null {
  const fields = [...fieldsOf(item, '', 0)]
  const dateText = fields.find(([key, value]) => DATE_KEY.test(key) && !NOT_DATE_KEY.test(key) && dateOf(value))?.[1]
  const amount = fields.find(([key, value]) => AMOUNT_KEY.test(key) && !NOT_AMOUNT_KEY.test(key) && isAmount(value))
  const number = fields.find(
    ([key, value]) => NUMBER_KEY.test(key) && !NOT_NUMBER_KEY.test(key) && isNumber(value),
  )?.[1]
  const currency = fields.find(
    ([, value]) =>
      typeof value === 'string' && /^(EUR|USD|GBP|CHF|SEK|NOK|DKK|PLN|CZK|HUF|RON|BRL|CAD|AUD)$/.test(value),
  )?.[1]
  const link = fields.find(
    ([key, value]) => LINK_KEY.test(key) && typeof value === 'string' && /^(https?:|\/)/.test(value),
  )?.[1]
  const date = dateText === undefined ? null : dateOf(dateText)
  if (!date || (!amount && number === undefined)) return null
  return {
    number: number === undefined ? null : String(number),
    date,
    due: null,
    amount: amount ? writtenOf(amount) : null,
    currencyNearby: typeof currency === 'string' ? currency : null,
    yearNearby: null,
    way: null,
    text: JSON.stringify(item).slice(0, 500),
    ownWords: '',
    saysInvoice: true,
    href: typeof link === 'string' ? (URL.parse(link, url)?.href ?? null) : null,
  }
}

function* fieldsOf(item: Record<string, unknown>, prefix: string, depth: number): Generator<[string, unknown]> {
  for (const [key, value] of Object.entries(item)) {
    const path = prefix ? `${prefix}_${key}` : key
    if (value !== null && typeof value === 'object' && !Array.isArray(value) && depth < 3)
      yield* fieldsOf(value as Record<string, unknown>, path, depth + 1)
    else yield [path, value]
  }
}

/** Text dates, and instants in seconds or milliseconds of this century. */
function dateOf(value: unknown) {
  if (typeof value === 'number' && value > 1e9) {
    const iso = new Date(value < 1e11 ? value * 1000 : value).toISOString().slice(0, 10)
    return isIsoDate(iso) ? (findDates(iso)[0] ?? null) : null
  }
  return typeof value === 'string' && value.length < 40 ? (findDates(value)[0] ?? null) : null
}

function isAmount(value: unknown): boolean {
  return (
    typeof value === 'number' || (typeof value === 'string' && /^-?[\d\s.,']{1,16}$/.test(value) && /\d/.test(value))
  )
}

function isNumber(value: unknown): boolean {
  return (
    (typeof value === 'string' && /\d/.test(value) && value.length < 40 && !/\s\S+\s/.test(value)) ||
    (typeof value === 'number' && value > 99)
  )
}

function writtenOf([key, value]: [string, unknown]) {
  const isMinor = /cents|minor/i.test(key)
  const number =
    typeof value === 'number' ? (isMinor ? value / 100 : value).toFixed(2) : String(value).replace(/^-/, '')
  const isNegative = typeof value === 'number' ? value < 0 : String(value).startsWith('-')
  return { at: 0, length: 0, digits: number.replace('-', ''), isNegative, currency: null, isMoney: true }
}
