import { expect, test } from 'vitest'
import { SupplierChanged } from './errors.ts'
import { type DateOrder, parseDate } from './parse-date.ts'

test.each<[string, DateOrder, string]>([
  ['31/01/2026', 'dmy', '2026-01-31'],
  ['31.1.26', 'dmy', '2026-01-31'],
  ['03/04/2026', 'dmy', '2026-04-03'],
  ['03/04/2026', 'mdy', '2026-03-04'],
  ['2026-12-05', 'ymd', '2026-12-05'],
  ['Issued: 31 January 2026', 'dmy', '2026-01-31'],
  ['January 31st, 2026', 'mdy', '2026-01-31'],
  ['1er févr. 2026', 'dmy', '2026-02-01'],
  ['14 juil. 2026', 'dmy', '2026-07-14'],
  ['3. März 2026', 'dmy', '2026-03-03'],
  ['9 de mayo de 2026', 'dmy', '2026-05-09'],
  ['24-Dec-26', 'dmy', '2026-12-24'],
  ['5 août 2026', 'dmy', '2026-08-05'],
])('%s (%s) is %s', (text, order, date) => {
  expect(parseDate(text, order)).toBe(date)
})

test.each<[string, DateOrder]>([
  ['', 'dmy'],
  ['yesterday', 'dmy'],
  ['31/02/2026', 'dmy'],
  ['12/31/2026', 'dmy'],
  ['31/01', 'dmy'],
  ['3 jui 2026', 'dmy'],
  ['1/2/2026 to 3/2/2026', 'dmy'],
])('"%s" (%s) is no date', (text, order) => {
  expect(() => parseDate(text, order)).toThrow(SupplierChanged)
})
