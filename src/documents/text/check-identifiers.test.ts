import { expect, test } from 'vitest'
import { checkVatId, isIban } from './check-identifiers.ts'
import { vatIdsIn } from './read-identifiers.ts'

test.each([
  ['DE89370400440532013000', true],
  ['FR1420041010050500013M02606', true],
  ['NL91ABNA0417164300', true],
  ['GB29NWBK60161331926819', true],
  ['DE89370400440532013001', false],
  ['DE8937040044053201300', false],
  ['XX00', false],
])('IBAN %s: %s', (iban, isRight) => {
  expect(isIban(iban)).toBe(isRight)
})

test.each([
  ['DE136695976', 'right'],
  ['DE136695975', 'wrong'],
  ['FR83404833048', 'right'],
  ['FR84404833048', 'wrong'],
  ['BE0403170701', 'right'],
  ['IT12345670017', 'right'],
  ['ATU13585627', 'right'],
  ['LU20260743', 'right'],
  ['NL810433941B01', 'right'],
  ['PT501964843', 'right'],
  ['PL5260001246', 'right'],
  ['IE6388047V', 'unchecked'],
])('VAT number %s: %s', (id, verdict) => {
  expect(checkVatId(id)).toBe(verdict)
})

test('finds VAT numbers with gaps, and takes no account number for one', () => {
  expect(vatIdsIn('TVA : FR 83 404 833 048 - Siret 40483304800022')).toEqual(['FR83404833048'])
  expect(vatIdsIn('UStId DE 232 446 240')).toEqual(['DE232446240'])
  expect(vatIdsIn('IBAN DE89 3704 0044 0532 0130 00')).toEqual([])
})
