import { expect, test } from 'vitest'
import { enrichRows, readJsonRows } from './read-json-rows.ts'
import { decideDecimalMark, decimalOfWritten } from './written-amount.ts'
import { isoOfWritten } from './written-date.ts'

const URL_OF_LIST = 'https://api.portal.test/v1/me/invoices'
const read = (body: unknown, url = URL_OF_LIST) =>
  readJsonRows([{ url, body }]).map(({ number, date, amount, currencyNearby, href }) => [
    number,
    date && isoOfWritten(date, 'dmy'),
    amount && decimalOfWritten(amount, decideDecimalMark([amount])),
    currencyNearby,
    href,
  ])

test('arrays anywhere, names of any fashion, nested money, addresses from the root', () => {
  const body = {
    data: {
      list: [
        {
          invoice_number: 'F-1',
          issue_date: '2026-10-04',
          due_date: '2026-11-01',
          total: { gross: 12.5, tax: 2.5, currency: 'EUR' },
          pdf_url: '/files/1.pdf',
        },
      ],
    },
  }
  expect(read(body)).toEqual([['F-1', '2026-10-04', '12.50', 'EUR', 'https://api.portal.test/files/1.pdf']])
})

test('cents and instants', () => {
  expect(read([{ id: 1, number: 'B7', createdAt: 1_790_000_000, amountCents: 1999 }])).toMatchObject([
    ['B7', '2026-09-21', '19.99', null, null],
  ])
})

test('what is not about invoices is not read', () => {
  expect(read([{ name: 'Offer', date: '2026-01-01', price: 3 }], 'https://portal.test/api/offers')).toEqual([])
})

test('a row without a number gets it from the data it was drawn from', () => {
  const data = readJsonRows([
    {
      url: URL_OF_LIST,
      body: [
        { number: 'F-9', date: '2026-10-04', total: 12.5 },
        { number: 'F-8', date: '2026-09-04', total: 12.5 },
      ],
    },
  ])
  const [first] = data
  if (!first) throw new Error('No row')
  const shown = { ...first, number: null, text: '04/10/2026 12,50 €' }
  expect(enrichRows([shown], data)[0]?.number).toBe('F-9')
})
