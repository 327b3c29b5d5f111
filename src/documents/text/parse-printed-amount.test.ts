import { expect, test } from 'vitest'
import { printedAmountsIn } from './parse-printed-amount.ts'

test.each([
  ['1.234,56 €', '1234.56', 'EUR'],
  ['€ 1,234.56', '1234.56', 'EUR'],
  ['1 234,56 EUR', '1234.56', 'EUR'],
  ['1 234,56', '1234.56', null],
  ["CHF 1'081.00", '1081.00', 'CHF'],
  ['£0.99', '0.99', 'GBP'],
  ['$1,200', '1200.00', '$'],
  ['US$ 12.00', '12.00', 'USD'],
  ['Rs. 1,939', '1939.00', 'INR'],
  ['-12,00 €', '-12.00', 'EUR'],
  ['€ -9,32', '-9.32', 'EUR'],
  ['12,00- EUR', '-12.00', 'EUR'],
  ['(45.10)', '-45.10', null],
  ['− 7,50 €', '-7.50', 'EUR'],
  ['12.345.678,90', '12345678.90', null],
  ['20,- €', '20.00', 'EUR'],
  ['CHF 20.–', '20.00', 'CHF'],
  ['54,80EUR', '54.80', 'EUR'],
  ['Total:149.90', '149.90', null],
])('%s is %s %s', (text, amount, currency) => {
  expect(printedAmountsIn(text)[0]).toMatchObject({ amount, currency })
})

test.each(['19,00 %', '01.02.2026', 'v2.1.4', '192.168.10.20', 'A12.50B', '2026-10-31'])(
  '%s is no amount with decimals',
  text => {
    expect(printedAmountsIn(text).filter(({ hasDecimals }) => hasDecimals)).toEqual([])
  },
)

test('several amounts keep their order', () => {
  expect(printedAmountsIn('55,98€ 3,92€ 59,90€').map(({ amount }) => amount)).toEqual(['55.98', '3.92', '59.90'])
})
