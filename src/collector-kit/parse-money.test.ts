import { expect, test } from 'vitest'
import { SupplierChanged } from './errors.ts'
import { parseMoney } from './parse-money.ts'

test.each<[string, ',' | '.', string]>([
  ['€1,234.50', '.', '1234.50 EUR'],
  ['1 234,50 €', ',', '1234.50 EUR'],
  ['1\u202f234\u202f567,5 €', ',', '1234567.50 EUR'],
  ['1.234,50 EUR', ',', '1234.50 EUR'],
  ['CHF 1’234.50', '.', '1234.50 CHF'],
  ['£12', '.', '12.00 GBP'],
  ['EUR -12.30', '.', '-12.30 EUR'],
  ['−12,30 €', ',', '-12.30 EUR'],
  ['12,30- €', ',', '-12.30 EUR'],
  ['(12.30) EUR', '.', '-12.30 EUR'],
  ['Total: 1234.5 USD', '.', '1234.50 USD'],
  ['KWD 1.234', '.', '1.234 KWD'],
])('%s with %s is %s', (text, decimal, expected) => {
  const { amount, currency } = parseMoney(text, { decimal })
  expect(`${amount} ${currency}`).toBe(expected)
})

test('a currency the text does not name is given', () => {
  expect(parseMoney('$12.30', { decimal: '.', currency: 'USD' })).toEqual({ amount: '12.30', currency: 'USD' })
})

test.each(['', 'free', '12.30', '$12.30', '12,34.50 EUR', '1,2,3 EUR'])('"%s" is no amount', text => {
  expect(() => parseMoney(text, { decimal: '.' })).toThrow(SupplierChanged)
})
