import { foldText } from './fold-text.ts'

/** An amount as somebody wrote it; `decideDecimalMark` says which mark is the decimal one in the whole list. */
export interface WrittenAmount {
  at: number
  length: number
  /** Digits and marks, without sign and currency: `1.234,50`. */
  digits: string
  isNegative: boolean
  /** ISO 4217, when it stands beside the digits. */
  currency: string | null
  /** True with a currency beside it or two decimals: money wherever it stands. A bare `42` is money in a money column only. */
  isMoney: boolean
}

export type DecimalMark = ',' | '.'

const SYMBOLS: [string, string][] = [
  ['us\\$', 'USD'],
  ['c(?:a|dn)?\\$', 'CAD'],
  ['a(?:u)?\\$', 'AUD'],
  ['r\\$', 'BRL'],
  ['mx\\$', 'MXN'],
  ['€|euros?(?![a-z])', 'EUR'],
  ['£', 'GBP'],
  ['\\$', 'USD'],
  ['¥', 'JPY'],
  ['₹', 'INR'],
  ['₺', 'TRY'],
  ['zł|zl(?![a-z])', 'PLN'],
  ['kc(?![a-z])', 'CZK'],
  ['sfr\\.?|fr\\.', 'CHF'],
  ['lei(?![a-z])', 'RON'],
  ['ft(?![a-z])', 'HUF'],
]
const CODES = 'EUR USD GBP CHF CAD AUD NZD SEK NOK DKK PLN CZK HUF RON BGN BRL MXN JPY CNY INR TRY ZAR MAD TND XOF XPF'
const CURRENCY = [
  ...SYMBOLS.map(([symbol]) => symbol),
  ...CODES.split(' ').map(code => `${code.toLowerCase()}(?![a-z])`),
].join('|')
const SIGN = '[-−–]'
const NUMBER = "\\d{1,3}(?:[ .,'’]\\d{3})+(?:[.,]\\d{1,2})?(?!\\d)|\\d+(?:[.,]\\d{1,4})?(?!\\d)"
const AMOUNT = new RegExp(
  `(?<![\\p{L}\\d.,/#_-])(\\()?(${SIGN})?\\s?(?:(${CURRENCY})\\s?)?(${SIGN})?\\s?(${NUMBER})(?:\\s?(${CURRENCY}))?(\\s?(?:${SIGN}(?![\\d\\w])|cr(?![a-z])))?(\\))?(?![\\p{L}\\d%/_]|[-.,:]\\d)`,
  'gu',
)

/** Every number that may be an amount, in the order of the text; `taken` are stretches already read as something else. */
export function findAmounts(text: string, taken: { at: number; length: number }[] = []): WrittenAmount[] {
  let free = foldText(text)
  for (const { at, length } of taken) free = free.slice(0, at) + '_'.repeat(length) + free.slice(at + length)
  return [...free.matchAll(AMOUNT)].map(match => {
    const [whole, open, sign, before, innerSign, digits = '', after, trailing, close] = match
    const currency = currencyOf(before ?? after)
    return {
      at: match.index,
      length: whole.length,
      digits: digits.trim(),
      isNegative: Boolean(sign || innerSign || trailing || (open && close)),
      currency,
      isMoney: currency !== null || /[.,]\d{2}$/.test(digits),
    }
  })
}

/** The currency a text names (`Amount (EUR)`, `Total €`), or null. Codes in capitals only: `try` is a word. */
export function findCurrency(text: string): string | null {
  const [code] = /(?<![A-Za-z])[A-Z]{3}(?![A-Za-z])/.exec(text) ?? []
  if (code && CODES.split(' ').includes(code)) return code
  const [symbol] = /(?:US|CA|AU?|R|MX)?\$|[€£¥₹₺]|zł|Kč/.exec(text) ?? []
  return symbol ? currencyOf(foldText(symbol)) : null
}

/** The mark that stands before the decimals in this list, or null when no amount says it. */
export function decideDecimalMark(amounts: WrittenAmount[], known?: DecimalMark | null): DecimalMark | null {
  let votes = 0
  for (const { digits } of amounts) {
    const { mark, decimals } = lastMark(digits)
    if (!mark) continue
    const hasBoth = digits.includes(',') && digits.includes('.')
    if (decimals === 3 && !hasBoth) continue
    votes += (mark === ',' ? 1 : -1) * (hasBoth ? 3 : 1)
  }
  if (votes === 0) return known ?? null
  return votes > 0 ? ',' : '.'
}

/** `1.234,5` is `1234.50`. Three digits after a mark are thousands, unless the list uses that mark for decimals. */
export function decimalOfWritten({ digits, isNegative }: WrittenAmount, listMark: DecimalMark | null): string {
  const { mark, at, decimals } = lastMark(digits)
  const hasDecimals = mark !== null && (decimals !== 3 || mark === listMark)
  const whole = (hasDecimals ? digits.slice(0, at) : digits).replace(/\D/g, '').replace(/^0+(?=\d)/, '')
  const fraction = hasDecimals ? digits.slice(at + 1).replace(/\D/g, '') : ''
  const amount = `${whole || '0'}.${fraction.padEnd(2, '0')}`
  return isNegative && /[1-9]/.test(amount) ? `-${amount}` : amount
}

function lastMark(digits: string): { mark: DecimalMark | null; at: number; decimals: number } {
  const at = Math.max(digits.lastIndexOf(','), digits.lastIndexOf('.'))
  return { mark: at < 0 ? null : digits[at] === ',' ? ',' : '.', at, decimals: digits.length - at - 1 }
}

function currencyOf(written: string | undefined): string | null {
  if (!written) return null
  const code = written.trim().toUpperCase()
  if (CODES.split(' ').includes(code)) return code
  const symbol = SYMBOLS.find(([pattern]) => new RegExp(`^(?:${pattern})$`, 'u').test(written.trim()))
  return symbol?.[1] ?? null
}
