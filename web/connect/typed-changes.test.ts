import { expect, test } from 'vitest'
import { typedChanges } from './typed-changes.ts'

const back = { type: 'keydown', key: 'Backspace' }

test.each([
  ['', 'a', [{ type: 'text', text: 'a' }]],
  ['ab', 'a', [back]],
  ['teh', 'the', [back, back, { type: 'text', text: 'he' }]],
  ['a', 'a😀', [{ type: 'text', text: '😀' }]],
  ['a😀', 'a', [back]],
  ['same', 'same', []],
])('from "%s" to "%s"', (before, after, changes) => {
  expect(typedChanges(before, after)).toEqual(changes)
})
