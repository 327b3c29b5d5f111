import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Facts } from '#domain/facts.ts'
import { printedPage } from '../../../tests/conformance/printed-page.ts'
import { readPrintedFacts } from './read-printed-facts.ts'

const FOLDER = join(import.meta.dirname, 'samples')

/** Invented invoices in the layouts of seven languages: the first line holds what must be read, the rest is the page. */
const samples = readdirSync(FOLDER).map(file => {
  const [expected = '', ...page] = readFileSync(join(FOLDER, file), 'utf8').split('\n')
  return {
    name: file.replace('.txt', ''),
    expected: JSON.parse(expected) as Partial<Record<keyof Facts, unknown>>,
    page,
  }
})

test.each(samples)('reads $name', ({ expected, page }) => {
  const facts = readPrintedFacts(printedPage(page.join('\n')), { source: 'text', createdOn: null })
  const found = Object.fromEntries(Object.keys(expected).map(key => [key, facts[key as keyof Facts]?.value]))
  expect(found).toEqual(expected)
})

const AMBIGUOUS = 'Invoice IN2607-0001\nInvoice date : 07/03/2026\nTotal  139.53 EUR'

test('the month inside the number, or the date of the file, tells which part of a date is the month', () => {
  const read = (text: string, createdOn: string | null) =>
    readPrintedFacts(printedPage(text), { source: 'text', createdOn }).issuedOn
  expect(read(AMBIGUOUS, null)?.value).toBe('2026-07-03')
  const silent = AMBIGUOUS.replace('IN2607-0001', 'IN-77')
  expect(read(silent, '2026-07-03')?.value).toBe('2026-07-03')
  expect(read(silent, '2026-03-07')?.value).toBe('2026-03-07')
  expect(read(silent, null)?.confidence).toBeLessThan(0.8)
})

test.each([
  'No. 123 High Street, London',
  'N° 44 rue Haute',
  'Account number: 12345',
  'N° client : 7001',
  'Kunden-Nr. 77123',
])('takes no invoice number from %s', text => {
  expect(
    readPrintedFacts(printedPage(`Shop Ltd\n${text}\nTotal  12.00 EUR`), { source: 'text', createdOn: null }).number,
  ).toBeUndefined()
})

test('nothing is worth more than a guess where nothing is labelled', () => {
  const facts = readPrintedFacts(printedPage('Dear friends,\nwe met 12 people in room 4711 and paid 30.00'), {
    source: 'text',
    createdOn: null,
  })
  expect(facts).toEqual({})
})
