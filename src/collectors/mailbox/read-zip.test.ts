import { expect, test } from 'vitest'
import { zip } from '../../../tests/setup/compose-mail.ts'
import { readZip, UnreadableZip } from './read-zip.ts'

const text = (bytes: Uint8Array) => Buffer.from(bytes).toString()

test('reads names and contents, and tells what needs a password', () => {
  const archive = zip([
    { name: 'Ü/1.txt', bytes: Buffer.from('one') },
    { name: '2.txt', bytes: Buffer.from('two'), isEncrypted: true },
  ])
  const entries = readZip(archive)
  expect(entries.map(({ name, isEncrypted }) => [name, isEncrypted])).toEqual([
    ['Ü/1.txt', false],
    ['2.txt', true],
  ])
  expect(text(entries[0]?.read(100) ?? Buffer.alloc(0))).toBe('one')
})

test('stops unpacking at the limit, whatever the archive says about its sizes', () => {
  const archive = zip([{ name: 'bomb', bytes: Buffer.alloc(10_000_000) }])
  archive.writeUInt32LE(5, archive.indexOf('PK\x01\x02', 0, 'latin1') + 24)
  expect(() => readZip(archive)[0]?.read(1_000_000)).toThrow(UnreadableZip)
})

test('refuses an archive of more files than anybody mails', () => {
  const files = Array.from({ length: 501 }, (_, index) => ({ name: `${index}.pdf`, bytes: Buffer.from('x') }))
  expect(() => readZip(zip(files))).toThrow('More than 500 files')
})

test('every truncation and every flipped byte ends in the same error, or in something readable', () => {
  const archive = zip([{ name: 'a.pdf', bytes: Buffer.from('some text to be packed') }])
  const tryOut = (bytes: Buffer) => {
    try {
      for (const entry of readZip(bytes)) entry.read(1_000)
    } catch (error) {
      expect(error).toBeInstanceOf(UnreadableZip)
    }
  }
  for (let length = 0; length < archive.length; length++) {
    tryOut(archive.subarray(0, length))
    const flipped = Buffer.from(archive)
    flipped.writeUInt8(flipped.readUInt8(length) ^ 0xff, length)
    tryOut(flipped)
  }
})
