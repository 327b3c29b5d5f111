import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { KeyFileUnusable, loadMasterKey, readKeyFile } from './master-key.ts'

let folder: string
let file: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ic-key-'))
  file = join(folder, 'deep/down/master.key')
})

afterEach(() => rm(folder, { recursive: true }))

test('is made at the first start, for our eyes only, and the same ever after', async () => {
  const key = await loadMasterKey(file)
  expect(key).toHaveLength(32)
  expect((await stat(file)).mode & 0o777).toBe(0o600)
  expect(await loadMasterKey(file)).toEqual(key)
  expect(await readKeyFile(file)).toEqual(key)
})

test('several processes that start at once end up with one key', async () => {
  const keys = await Promise.all(Array.from({ length: 8 }, () => loadMasterKey(file)))
  expect(new Set(keys.map(key => key.toString('hex'))).size).toBe(1)
})

test.each([0o644, 0o640, 0o604, 0o660])('with mode %o it is refused, and kept', async mode => {
  const key = await loadMasterKey(file)
  await chmod(file, mode)
  await expect(loadMasterKey(file)).rejects.toThrow(KeyFileUnusable)
  await expect(loadMasterKey(file)).rejects.toThrow(/chmod 600/)
  expect(await readFile(file, 'utf8')).toBe(`${key.toString('hex')}\n`)
})

test.each(['', 'abc', 'zz'.repeat(32), 'ab'.repeat(31), 'ab'.repeat(33)])(
  'holding %j it is damaged, and says so without quoting it',
  async text => {
    await loadMasterKey(file)
    await writeFile(file, text)
    const error = await loadMasterKey(file).catch((cause: Error) => cause)
    expect(error).toBeInstanceOf(KeyFileUnusable)
    expect((error as Error).message).toMatch(/damaged/)
    if (text.length > 3) expect((error as Error).message).not.toContain(text)
  },
)
