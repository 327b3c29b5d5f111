import { expect, test } from 'vitest'
import { sharableUrl, sharableWords } from './recipe.ts'

test.each([
  ['https://a.test/my/invoices?page=list', 'https://a.test/my/invoices?page=list'],
  ['https://a.test/app#/billing', 'https://a.test/app#/billing'],
  ['https://a.test/invoices?year=2026', 'https://a.test/invoices?year=2026'],
  ['https://a.test/invoices#top', 'https://a.test/invoices'],
  ['https://a.test/list?sort=asc&q=9f86d081884c7d659a2f', 'https://a.test/list?sort=asc'],
])('%s is shared as %s', (url, shared) => expect(sharableUrl(url)).toBe(shared))

test.each([
  'https://a.test/customers/48151623/invoices',
  'https://a.test/u/ada@example.test/bills',
  'https://a.test/9f86d081884c7d659a2feaa0c55ad015/bills',
  'https://a.test/bills?session_id=48151623',
  'https://ada:secret@a.test/',
  'https://a.test/b/3fa85f64-5717-4562-b3fc-2c963f66afa6',
])('%s names somebody', url => expect(sharableUrl(url)).toBeNull())

test('words are shared when all of them are ours', () => {
  expect(sharableWords('mes factures')).toBe('mes factures')
  expect(sharableWords('ada lovelace')).toBeNull()
  expect(sharableWords('mon compte ada')).toBeNull()
})
