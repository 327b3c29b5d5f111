import type { Money } from './contract.ts'
import { SupplierChanged } from './errors.ts'

interface MoneyFormat {
  /** The sign before the cents. Said by the author: 1.234 says nothing by itself. */
  decimal: ',' | '.'
  /** ISO 4217; needed where the text names none, or only a `$`. */
  currency?: string
}

/** Only signs that stand for one currency. */
const CURRENCY_BY_SIGN: Record<string, string> = { '€': 'EUR', '£': 'GBP', '₹': 'INR', '₺': 'TRY', zł: 'PLN' }

/** Reads `€1,234.50`, `1 234,50 €`, `EUR -12.30`, `12,30-`. Throws `SupplierChanged` when it is no amount. */
export function parseMoney(text: string, { decimal, currency }: MoneyFormat): Money {
  const digits = /\d[\d\s.,'’]*/.exec(text)?.[0].trim() ?? ''
  const grouping = decimal === ',' ? '.' : ','
  const pattern = new RegExp(
    `^\\d{1,3}(?:[\\s'’${grouping}]?\\d{3})*(?:\\${decimal}\\d{1,3})?$|^\\d+(?:\\${decimal}\\d{1,3})?$`,
  )
  const found = currency ?? currencyIn(text)
  if (!pattern.test(digits) || !found) throw new SupplierChanged(`"${text.slice(0, 40)}" is not an amount`)
  const [whole = '', cents = ''] = digits.split(decimal)
  const isNegative = /[-−–(]/.test(text.replace(digits, ''))
  const amount = `${isNegative ? '-' : ''}${whole.replaceAll(/\D/g, '')}.${cents.padEnd(2, '0')}`
  return { amount, currency: found }
}

function currencyIn(text: string): string | undefined {
  const code = /\b[A-Z]{3}\b/.exec(text)?.[0]
  const sign = Object.keys(CURRENCY_BY_SIGN).find(candidate => text.includes(candidate))
  return code ?? (sign && CURRENCY_BY_SIGN[sign])
}
