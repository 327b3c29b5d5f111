import { expect, test } from 'vitest'
import { decideDecimalMark, decimalOfWritten, findAmounts, findCurrency } from './written-amount.ts'

const read = (text: string) =>
  findAmounts(text)
    .filter(({ isMoney }) => isMoney)
    .map(amount => `${decimalOfWritten(amount, decideDecimalMark([amount]))} ${amount.currency}`)

test.each([
  ['1 234,56 €', '1234.56 EUR'],
  ['€ 1.234,56', '1234.56 EUR'],
  ['$1,234.56 USD', '1234.56 USD'],
  ["CHF 1'234.50", '1234.50 CHF'],
  ['-12,30 EUR', '-12.30 EUR'],
  ['12.30-', '-12.30 null'],
  ['(12.30)', '-12.30 null'],
  ['R$ 99,90', '99.90 BRL'],
  ['1.234 €', '1234.00 EUR'],
  ['30 € TTC', '30.00 EUR'],
])('%s', (text, amount) => expect(read(text)[0]).toBe(amount))

test.each(['2026-001', 'FA-12.50', '100 %', '12.50%', 'v1.20.3', '10:30'])('%s is no money', text => {
  expect(read(text)).toEqual([])
})

test('the whole list says what three digits after a mark are', () => {
  const amounts = ['1.234 TND', '12.5 TND', '7.25 TND'].flatMap(text => findAmounts(text))
  const mark = decideDecimalMark(amounts)
  expect(amounts.map(amount => decimalOfWritten(amount, mark))).toEqual(['1.234', '12.50', '7.25'])
})

test('a word is no currency', () => {
  expect(findCurrency('Try again')).toBeNull()
  expect(findCurrency('Amount (EUR)')).toBe('EUR')
  expect(findCurrency('Total in €')).toBe('EUR')
})
