import { createHash } from 'node:crypto'
import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { FileDamaged, type FileStore } from './file-store.ts'
import { createFolderFileStore } from './folder-file-store.ts'

const BYTES = Buffer.from('%PDF-1.7 an invoice')
const SHA256 = createHash('sha256').update(BYTES).digest('hex')

let folder: string
let files: FileStore

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ic-files-'))
  files = createFolderFileStore(folder)
})

afterEach(() => rm(folder, { recursive: true }))

test('keeps bytes under their hash, once, readable by us only', async () => {
  expect(await Promise.all([1, 2, 3].map(() => files.put('anna', BYTES)))).toEqual([SHA256, SHA256, SHA256])
  expect(await files.get('anna', SHA256)).toEqual(BYTES)
  const path = join(folder, 'anna', SHA256.slice(0, 2))
  expect(await readdir(path)).toEqual([SHA256])
  expect((await stat(join(path, SHA256))).mode & 0o777).toBe(0o600)
  expect((await stat(path)).mode & 0o077).toBe(0)
})

test('nobody’s file depends on another’s', async () => {
  await files.put('anna', BYTES)
  await files.put('bert', BYTES)
  await files.removeOwner('anna')
  expect(await files.get('anna', SHA256)).toBeUndefined()
  expect(await files.get('bert', SHA256)).toEqual(BYTES)
  await files.remove('bert', SHA256)
  expect(await files.get('bert', SHA256)).toBeUndefined()
  for (const owner of ['anna', 'nobody']) await files.removeOwner(owner)
})

test('bytes that changed on disk are not handed out', async () => {
  await files.put('anna', BYTES)
  await writeFile(join(folder, 'anna', SHA256.slice(0, 2), SHA256), 'something else')
  await expect(files.get('anna', SHA256)).rejects.toThrow(FileDamaged)
})

test('what a crash left half-written is no document', async () => {
  await files.put('anna', BYTES)
  await writeFile(join(folder, 'anna', SHA256.slice(0, 2), `${SHA256}.draft`), BYTES.subarray(0, 5))
  expect(await files.get('anna', SHA256)).toEqual(BYTES)
})
