import { expect, test } from 'vitest'
import type { LiveInput } from '#domain/live-page.ts'
import { InputLine } from './input-line.ts'

/** A line whose other end takes a batch only when it is told to. */
function openLine() {
  const batches: LiveInput[][] = []
  const taken: (() => void)[] = []
  let nowMs = 0
  const send = (inputs: LiveInput[]) => {
    batches.push(inputs)
    return new Promise<void>(resolve => taken.push(resolve))
  }
  return {
    line: new InputLine(send, () => nowMs),
    batches,
    async takeNext() {
      taken.shift()?.()
      await new Promise(setImmediate)
    },
    pass(ms: number) {
      nowMs += ms
    },
  }
}

const key = (name: string): LiveInput => ({ type: 'keydown', key: name })

test('the first goes at once, those that come meanwhile together, in their order', async () => {
  const { line, batches, takeNext } = openLine()
  for (const name of 'abcd') line.push(key(name))
  expect(batches).toEqual([[key('a')]])
  await takeNext()
  expect(batches).toEqual([[key('a')], [key('b'), key('c'), key('d')]])
})

test('a long paste is cut between characters, and fits notifications', async () => {
  const { line, batches, takeNext } = openLine()
  const text = '😀\u0001"'.repeat(1500)
  line.push({ type: 'text', text })
  for (let turn = 0; turn < 20; turn++) await takeNext()
  const pieces = batches.flat().map(input => (input.type === 'text' ? input.text : ''))
  expect(pieces.join('')).toBe(text)
  expect(pieces.every(piece => piece.isWellFormed())).toBe(true)
  for (const batch of batches) expect(JSON.stringify(batch).length).toBeLessThan(5500)
})

test('faster than any person is dropped', async () => {
  const { line, batches, takeNext, pass } = openLine()
  for (let turn = 0; turn < 1000; turn++) line.push(key('x'))
  for (let turn = 0; turn < 50; turn++) await takeNext()
  expect(batches.flat().length).toBe(120)
  pass(1000)
  for (let turn = 0; turn < 1000; turn++) line.push(key('x'))
  for (let turn = 0; turn < 50; turn++) await takeNext()
  expect(batches.flat().length).toBe(180)
})
