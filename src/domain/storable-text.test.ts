import { expect, test } from 'vitest'
import { isStorable, makeStorable } from './storable-text.ts'

test.each(['', 'Café', '𝕫', '\u0001', '\ufffd'])('%j can be stored', text => {
  expect(isStorable(text)).toBe(true)
  expect(makeStorable(text)).toBe(text)
})

test.each([
  ['a\0b', 'ab'],
  ['\ud800', '\ufffd'],
  ['x\udc00y', 'x\ufffdy'],
])('%j cannot, and becomes %j', (text, clean) => {
  expect(isStorable(text)).toBe(false)
  expect(makeStorable(text)).toBe(clean)
})

test('looks into every corner and changes nothing else', () => {
  const value = { a: ['\0', { b: 'x\0' }], c: 1, d: null, e: true }
  expect(makeStorable(value)).toEqual({ a: ['', { b: 'x' }], c: 1, d: null, e: true })
})
