import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createDownloadFolder } from './download-folder.ts'

/** Above Linux's largest process id. */
const NOBODY = 4_194_305

let parent = ''
beforeAll(() => {
  parent = mkdtempSync(join(tmpdir(), 'download-folder-'))
})
afterAll(() => rmSync(parent, { recursive: true, force: true }))

function leftover(pid: number, { ageHours }: { ageHours: number }) {
  const path = join(parent, `invoice-collector-downloads-${pid}-abcdef`)
  mkdirSync(path)
  writeFileSync(join(path, 'invoice'), 'x')
  const at = Date.now() / 1000 - ageHours * 3600
  utimesSync(path, at, at)
  return path
}

test('is private, and gone when removed', async () => {
  const folder = await createDownloadFolder(parent)
  expect(statSync(folder.path).mode & 0o777).toBe(0o700)
  writeFileSync(join(folder.path, 'invoice'), 'x')
  await folder.remove()
  expect(existsSync(folder.path)).toBe(false)
})

test('old leftovers of dead processes go, everything else stays', async () => {
  const dead = leftover(NOBODY, { ageHours: 25 })
  const young = leftover(NOBODY + 1, { ageHours: 23 })
  const alive = leftover(process.ppid, { ageHours: 25 })
  const { remove } = await createDownloadFolder(parent)
  expect([dead, young, alive].map(path => existsSync(path))).toEqual([false, true, true])
  await remove()
})
