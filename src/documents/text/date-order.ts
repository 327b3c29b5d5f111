import { daysBetween } from '#domain/iso-date.ts'
import { type PrintedDate, writesMonthFirst } from './parse-printed-date.ts'

export interface DateEvidence {
  /** The invoice number: many carry their month, `IN2607-0001`. */
  number: string | null
  /** When the file was made, `YYYY-MM-DD`. */
  createdOn: string | null
}

export interface DateOrder {
  isMonthFirst: boolean
  /** Factor for the confidence in a date that can be read both ways. */
  certainty: number
}

const PROVEN: Omit<DateOrder, 'isMonthFirst'> = { certainty: 1 }
/** An invoice is not made before its own date, and mostly on it. */
const NEAR_DAYS = 3

/**
 * Which part of `03/04/2026` is the month. In this order: another date with a part above 12, the language (all but English
 * put the day first), the month inside the invoice number, the date of the file, and at last the currency, which proves little.
 */
export function dateOrderOf(text: string, evidence: DateEvidence & { dates: PrintedDate[] }): DateOrder {
  const isMonthFirst = writesMonthFirst(text) ?? (isEnglish(text) ? byEvidence(evidence) : false)
  if (isMonthFirst !== null) return { isMonthFirst, ...PROVEN }
  if (/£|\bGBP\b|\bUnited Kingdom\b|\bIreland\b|\bAUD\b/i.test(text)) return { isMonthFirst: false, certainty: 0.9 }
  if (/\$|\bUSD\b/.test(text)) return { isMonthFirst: true, certainty: 0.88 }
  return { isMonthFirst: false, certainty: 0.75 }
}

function byEvidence({ number, createdOn, dates }: DateEvidence & { dates: PrintedDate[] }): boolean | null {
  for (const { date, monthFirst } of dates) {
    if (monthFirst === null) continue
    const decided =
      decide(month => carriesMonth(number, month), { date, monthFirst }) ??
      decideByCreation(createdOn, { date, monthFirst })
    if (decided !== null) return decided
  }
  return null
}

interface BothWays {
  date: string
  monthFirst: string
}

/** True or false when only one of the two readings fits. */
function decide(fits: (date: string) => boolean, { date, monthFirst }: BothWays): boolean | null {
  if (fits(date) === fits(monthFirst)) return null
  return fits(monthFirst)
}

function carriesMonth(number: string | null, date: string): boolean {
  const [year = '', month = ''] = date.split('-')
  const shapes = [
    `${year}${month}`,
    `${year}-${month}`,
    `${year}/${month}`,
    `${year.slice(2)}${month}`,
    `${year.slice(2)}-${month}`,
  ]
  return number !== null && shapes.some(shape => new RegExp(`(?<!\\d)${shape}`).test(number))
}

function decideByCreation(createdOn: string | null, both: BothWays): boolean | null {
  if (createdOn === null) return null
  const isPossible = (date: string) => daysBetween(date, createdOn) >= -NEAR_DAYS
  const isNear = (date: string) => Math.abs(daysBetween(date, createdOn)) <= NEAR_DAYS
  return decide(isPossible, both) ?? decide(isNear, both)
}

function isEnglish(text: string): boolean {
  const english = text.match(/\b(?:the|of|and|your|invoice|bill|due|amount|payment|number|for|to)\b/gi)?.length ?? 0
  const other = text.match(OTHER_LANGUAGES)?.length ?? 0
  return english > other
}

const OTHER_LANGUAGES =
  /\b(?:de|la|le|du|et|facture|rechnung|und|der|die|mwst|fattura|di|il|factura|el|los|factuur|het|een|van|btw|fatura|da|do|montant|betrag|importe|bedrag)\b/gi
