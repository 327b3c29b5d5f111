import { expect, test } from 'vitest'
import { findUnstorable } from './find-unstorable.ts'

test.each([null, undefined, 1, '', 'Café 𝕫', [], {}, { a: [{ b: 'c' }] }])('%j is fine', value => {
  expect(findUnstorable(value, 'en')).toBeUndefined()
})

test.each([
  ['a\0', ''],
  [{ a: ['x', '\0'] }, '/a/1'],
  [{ 'a/b': { '~': '\ud800' } }, '/a~1b/~0'],
  [{ a: { '\0': 1 } }, '/a'],
])('%j is not, at %j', (value, pointer) => {
  expect(findUnstorable(value, 'en')).toMatchObject({ pointer, message: expect.stringMatching(/stored/) })
  expect(findUnstorable(value, 'fr')?.message).toMatch(/enregistré/)
})

test('nesting has an end, and so has the search for it', () => {
  const deep = JSON.parse(`${'['.repeat(200_000)}${']'.repeat(200_000)}`)
  expect(findUnstorable(deep, 'en')).toMatchObject({ pointer: '', message: 'Nested too deeply' })
  expect(findUnstorable(JSON.parse(`${'['.repeat(20)}${']'.repeat(20)}`), 'en')).toBeUndefined()
})
