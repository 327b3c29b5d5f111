import { expect, test } from 'vitest'
import { tnef } from '../../../tests/setup/compose-mail.ts'
import { readTnef } from './read-tnef.ts'

const files = [
  { name: 'Invoice from Ångström.pdf', bytes: Buffer.from('first') },
  { name: 'b.pdf', bytes: Buffer.from('second') },
]

test('reads every file with its long name', () => {
  const { files: read, isComplete } = readTnef(tnef(files))
  expect(read.map(({ name, bytes }) => [name, Buffer.from(bytes).toString()])).toEqual([
    ['Invoice from Ångström.pdf', 'first'],
    ['b.pdf', 'second'],
  ])
  expect(isComplete).toBe(true)
})

test('says when the data is cut, and keeps what came before', () => {
  const whole = tnef(files)
  const { files: read, isComplete } = readTnef(whole.subarray(0, whole.length - 20))
  expect(read[0]?.name).toBe('Invoice from Ångström.pdf')
  expect(isComplete).toBe(false)
})

test('no data, cut or damaged, makes it throw', () => {
  const whole = tnef(files)
  for (let at = 0; at < whole.length; at++) {
    readTnef(whole.subarray(0, at))
    const flipped = Buffer.from(whole)
    flipped.writeUInt8(flipped.readUInt8(at) ^ 0xff, at)
    readTnef(flipped)
  }
  expect(readTnef(Buffer.from('not TNEF'))).toEqual({ files: [], isComplete: false })
})
