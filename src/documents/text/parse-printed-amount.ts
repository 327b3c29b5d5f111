import { decimalAmount } from '../amount.ts'

export interface PrintedAmount {
  /** Decimal string, negative for credits. */
  amount: string
  /** ISO 4217, when a code or an unambiguous sign stands beside it; `$` alone is `$`. */
  currency: string | null
  /** False for `120`, which is an amount only beside a currency or a label. */
  hasDecimals: boolean
  /** Set for `1,939`: thousands, unless the document writes its decimals with the same sign. */
  openSeparator: '.' | ',' | null
  start: number
  end: number
}

const CODES =
  'EUR|USD|GBP|CHF|CAD|AUD|NZD|SEK|NOK|DKK|PLN|CZK|HUF|RON|BGN|JPY|CNY|HKD|SGD|INR|BRL|MXN|ZAR|TRY|ILS|AED|MAD|TND|XOF|XAF|XPF|KRW|THB|IDR|MYR|PHP|ISK|CLP|COP|ARS|PEN|UAH|RSD|HRK'
const SIGNS: Record<string, string> = {
  '€': 'EUR',
  '£': 'GBP',
  '¥': 'JPY',
  US$: 'USD',
  CA$: 'CAD',
  C$: 'CAD',
  A$: 'AUD',
  AU$: 'AUD',
  NZ$: 'NZD',
  HK$: 'HKD',
  S$: 'SGD',
  R$: 'BRL',
  'Fr.': 'CHF',
  SFr: 'CHF',
  zł: 'PLN',
  Kč: 'CZK',
  Euro: 'EUR',
  Euros: 'EUR',
  '₹': 'INR',
  Rs: 'INR',
  'Rs.': 'INR',
  '₪': 'ILS',
  '₺': 'TRY',
  '₩': 'KRW',
}
const CURRENCY = `Rs\\.?(?=\\s?\\d)|US\\$|CA\\$|AU\\$|NZ\\$|HK\\$|R\\$|C\\$|A\\$|S\\$|\\$|€|£|¥|₹|₪|₺|₩|Fr\\.|SFr|zł|Kč|Euros?\\b|(?:${CODES})(?![A-Za-z])`
const GROUPED = "\\d{1,3}(?:[.,'’\\u00a0\\u202f ]\\d{3})+"
const NUMBER = `(?:${GROUPED}|\\d+)(?:[.,]\\d{2,4})?`
const AMOUNT = new RegExp(
  `(?<![\\d.,/\\p{L}-])([-–−(]\\s?)?(${CURRENCY})?\\s?([-–−]\\s?)?(?<!\\d[.,]?)(\\d+[.,][-–—]{1,2}|${NUMBER}|[.,]\\d{2})(?![\\d]|[.,:/]\\d|\\s?%|\\p{L}\\d)(\\s?[-–−)](?![\\d\\p{L}]))?\\s{0,2}(${CURRENCY})?(\\s?[-–−](?!\\s?[\\d\\p{L}€$£]))?`,
  'gu',
)

/** All amounts of a text, left to right. Percentages, dates and parts of identifiers are none. */
export function printedAmountsIn(text: string): PrintedAmount[] {
  const found: PrintedAmount[] = []
  for (const match of text.matchAll(AMOUNT)) {
    const [whole, before = '', codeBefore, inner = '', digits = '', after = '', codeAfter, last = ''] = match
    // `20,–` means no cents.
    const parsedDigits = parseDigits(digits.replace(/[.,][-–—]+$/, '.00'))
    if (!parsedDigits) continue
    const { plain, ...parsed } = parsedDigits
    const isNegative = /[-–−]/.test(before + inner + after + last) || (before.includes('(') && after.includes(')'))
    const amount = decimalAmount(`${isNegative ? '-' : ''}${plain}`)
    if (amount === null) continue
    const currency = currencyOf(codeBefore ?? codeAfter)
    const start = match.index + (whole.length - whole.trimStart().length)
    found.push({ ...parsed, amount, currency, start, end: match.index + whole.length })
  }
  return found
}

/** The ISO code for a code or a sign; `$` stays `$` because a dozen countries use it. */
export function currencyOf(sign: string | undefined): string | null {
  if (!sign) return null
  if (sign === '$') return '$'
  return SIGNS[sign] ?? SIGNS[sign.charAt(0).toUpperCase() + sign.slice(1).toLowerCase()] ?? sign.toUpperCase()
}

export const CURRENCY_SIGN = new RegExp(`(?<![\\p{L}])(?:${CURRENCY})`, 'gu')

/** The signs this document puts before two decimals. */
export function decimalSeparatorsIn(text: string): Set<string> {
  return new Set([...text.matchAll(/\d([.,])\d{2}(?![\d.,%])/g)].map(([, separator = '']) => separator))
}

type ParsedDigits = Pick<PrintedAmount, 'hasDecimals' | 'openSeparator'> & { plain: string }

function parseDigits(digits: string): ParsedDigits | null {
  const last = Math.max(digits.lastIndexOf('.'), digits.lastIndexOf(','))
  const decimals = last === -1 ? 0 : digits.length - last - 1
  if (decimals === 2 || decimals === 4) {
    const plain = `${digits.slice(0, last).replace(/\D/g, '')}.${digits.slice(last + 1)}`
    return { plain, hasDecimals: decimals === 2, openSeparator: null }
  }
  const plain = digits.replace(/\D/g, '')
  if (plain.length > 9) return null
  const isOpen = decimals === 3 && !/[.,'’\s\u00a0\u202f]/.test(digits.slice(0, last))
  return { plain, hasDecimals: false, openSeparator: isOpen ? (digits[last] === '.' ? '.' : ',') : null }
}
