import { expect, test } from 'vitest'
import { createTranslate } from './translate.ts'

const messages = {
  plain: 'Connect {supplier}',
  count: { one: '{count} invoice', other: '{count} invoices' },
}

test('fills in names and writes numbers as the reader does', () => {
  const t = createTranslate('fr', messages)
  expect(t('plain', { supplier: 'EDF' })).toBe('Connect EDF')
  expect(t('count', { count: 1234 })).toBe('1\u202f234 invoices')
})

test('chooses the plural of the language: in French none is singular', () => {
  expect(createTranslate('en', messages)('count', { count: 0 })).toBe('0 invoices')
  expect(createTranslate('fr', messages)('count', { count: 0 })).toBe('0 invoice')
})

test('what is filled in is text, never a sentence to fill in again', () => {
  expect(createTranslate('en', messages)('plain', { supplier: '{supplier} $& $1' })).toBe('Connect {supplier} $& $1')
})
