import { expect, test } from 'vitest'
import { printedDatesIn, writesMonthFirst } from './parse-printed-date.ts'

test.each([
  ['14.03.2026', '2026-03-14'],
  ['14/03/26', '2026-03-14'],
  ['2026-03-14', '2026-03-14'],
  ['2026/3/14', '2026-03-14'],
  ['March 14, 2026', '2026-03-14'],
  ['Mar 14 2026', '2026-03-14'],
  ['14th of March 2026', '2026-03-14'],
  ['14-MAR-2026', '2026-03-14'],
  ['1er février 2026', '2026-02-01'],
  ['14 août 2026', '2026-08-14'],
  ['7. Mai 2026', '2026-05-07'],
  ['12. März 2026', '2026-03-12'],
  ['14 de marzo de 2026', '2026-03-14'],
  ['3 giugno 2026', '2026-06-03'],
  ['3 maart 2026', '2026-03-03'],
  ['5 de fevereiro de 2026', '2026-02-05'],
  ['August 3 , 2026', '2026-08-03'],
  ['03/20/2026', '2026-03-20'],
  ['Jul-03-2026', '2026-07-03'],
  ['5. 12. 2026', '2026-12-05'],
  ["14 mars '26", '2026-03-14'],
])('%s is %s', (text, date) => {
  expect(printedDatesIn(text)[0]?.date).toBe(date)
})

test.each(['30.02.2026', '1234 5678 90', '01/2026', '192.168.10.20', '12 345 2026', 'DE123456789'])(
  '%s is no date',
  text => {
    expect(printedDatesIn(text)).toEqual([])
  },
)

test('keeps both readings of what can be read both ways', () => {
  expect(printedDatesIn('03/04/2026')[0]).toMatchObject({ date: '2026-04-03', monthFirst: '2026-03-04' })
  expect(printedDatesIn('13/04/2026')[0]).toMatchObject({ date: '2026-04-13', monthFirst: null })
  expect(writesMonthFirst('03/04/2026 and 03/20/2026')).toBe(true)
  expect(writesMonthFirst('03/04/2026 and 20/03/2026')).toBe(false)
  expect(writesMonthFirst('03/04/2026')).toBeNull()
})
