import { expect, test } from 'vitest'
import { decideDateOrder, findDates, isoOfWritten, proveDateOrder } from './written-date.ts'

const TODAY = '2026-11-23'
const iso = (text: string) => findDates(text).map(date => isoOfWritten(date, 'dmy'))

test.each([
  ['04/03/2026', '2026-03-04'],
  ['4.3.26', '2026-03-04'],
  ['2026-03-04T10:00:00Z', '2026-03-04'],
  ['1er août 2026', '2026-08-01'],
  ['March 4th, 2026', '2026-03-04'],
  ['4. März 2026', '2026-03-04'],
  ['4 de marzo de 2026', '2026-03-04'],
  ['4 gen. 2026', '2026-01-04'],
  ['04-mrt-2026', '2026-03-04'],
  ['12 de outubro de 2026', '2026-10-12'],
  ['Issued 04 Mar 2026 10:22', '2026-03-04'],
])('%s is a day', (text, day) => expect(iso(text)).toEqual([day]))

test.each(['192.168.1.25', 'FA-2026-03-0012', '1.234,56', '45/2026/99', '30/02/2026x'])('%s is none', text => {
  expect(iso(text).filter(Boolean)).toEqual([])
})

test('a month is a period, not a day', () => {
  expect(findDates('Facture de mars 2026')).toMatchObject([{ year: 2026, month: 3, day: null }])
  expect(iso('03/2026')).toEqual([null])
})

test('both days of a period are found', () => {
  expect(iso('du 01/02/2026 au 28/02/2026')).toEqual(['2026-02-01', '2026-02-28'])
})

const all = (...texts: string[]) => texts.flatMap(findDates)

test('one date that fits only one order decides for the whole list', () => {
  expect(proveDateOrder(all('03/04/2026', '03/25/2026'), TODAY)).toBe('mdy')
  expect(proveDateOrder(all('03/04/2026', '25/03/2026'), TODAY)).toBe('dmy')
})

test('nobody lists invoices of the future', () => {
  expect(proveDateOrder(all('11/12/2026', '10/11/2026'), TODAY)).toBe('mdy')
})

test('a list is sorted', () => {
  expect(proveDateOrder(all('11/05/2025', '10/06/2025', '10/05/2025'), TODAY)).toBe('mdy')
  expect(proveDateOrder(all('05/11/2025', '06/10/2025', '05/10/2025'), TODAY)).toBe('dmy')
})

test('what proves nothing is read by the habit of its money and language', () => {
  const dates = all('03/04/2026')
  expect(proveDateOrder(dates, TODAY)).toBeNull()
  expect(decideDateOrder(dates, { today: TODAY, language: 'en', currency: 'USD' })).toBe('mdy')
  expect(decideDateOrder(dates, { today: TODAY, language: 'en', currency: 'EUR' })).toBe('dmy')
  expect(decideDateOrder(dates, { today: TODAY, language: 'fr', currency: 'USD' })).toBe('dmy')
  expect(decideDateOrder(dates, { today: TODAY, language: 'fr', known: 'mdy' })).toBe('mdy')
  expect(decideDateOrder(dates, { today: TODAY, language: 'en-US', currency: 'EUR' })).toBe('mdy')
  const newestFirst = all('10/04/2026', '09/05/2026', '08/06/2026')
  expect(decideDateOrder(newestFirst, { today: TODAY, language: 'en', currency: 'EUR' })).toBe('mdy')
})
