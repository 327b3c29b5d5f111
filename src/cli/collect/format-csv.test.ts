import { expect, test } from 'vitest'
import { formatCsv } from './format-csv.ts'

test('quotes what RFC 4180 wants quoted, and ends every line with CRLF', () => {
  expect(formatCsv([['plain', 'with, comma', 'with "quotes"', 'two\nlines', '']])).toBe(
    'plain,"with, comma","with ""quotes""","two\nlines",\r\n',
  )
})

test('a supplier’s name never becomes a formula; a credit note’s amount stays a number', () => {
  expect(formatCsv([['=1+1', '@SUM(A1)', '+49 30 1', '-12.30', '-x']])).toBe("'=1+1,'@SUM(A1),'+49 30 1,-12.30,'-x\r\n")
})
