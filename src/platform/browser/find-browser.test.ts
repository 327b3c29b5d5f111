import { execFile } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findBrowser } from './find-browser.ts'

const isLinux = process.platform === 'linux' && process.arch === 'x64'

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'find-browser-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** A program on the search path. */
function program(place: string, name: string, content = '#!/bin/sh\nexit 0\n') {
  mkdirSync(join(folder, place), { recursive: true })
  const path = join(folder, place, name)
  writeFileSync(path, content, { mode: 0o755 })
  return path
}

test('a remote browser comes first, then the configured one', async () => {
  const chromePath = program('own', 'my-chrome')
  const wsEndpoint = 'ws://browser.example:9222'
  expect(await findBrowser({ wsEndpoint, chromePath })).toEqual({ kind: 'remote', location: wsEndpoint })
  expect(await findBrowser({ chromePath })).toMatchObject({ kind: 'configured', location: chromePath })
})

test('a configured browser that cannot be run is said, never replaced', async () => {
  await expect(findBrowser({ chromePath: join(folder, 'absent') })).rejects.toThrow('CHROME_PATH')
  const path = program('own', 'not-executable')
  chmodSync(path, 0o644)
  if (process.getuid?.() !== 0) await expect(findBrowser({ chromePath: path })).rejects.toThrow('CHROME_PATH')
})

describe.runIf(isLinux)('on Linux', () => {
  test('an installed browser is taken from the search path, Chrome before Chromium', async () => {
    program('bin', 'chromium')
    const chrome = program('bin', 'google-chrome-stable')
    expect(await findBrowser({}, { PATH: join(folder, 'bin') })).toMatchObject({ kind: 'installed', location: chrome })
  })

  test('snaps, and scripts that start them, are passed over', async () => {
    program('snaps', 'chromium-browser', '#!/bin/sh\nexec /snap/bin/chromium "$@"\n')
    program('target', 'chromium')
    symlinkSync('/usr/bin/snap', join(folder, 'snaps', 'google-chrome'))
    const found = await findBrowser({}, { PATH: [join(folder, 'snaps'), join(folder, 'target')].join(':') })
    expect(found.location).not.toContain('snaps')
  })

  test('our own is unpacked once, whole, by however many processes at once, without a home', async () => {
    const cacheDir = join(folder, 'cache')
    const script = `
      import { unpackBundledChromium } from '${join(import.meta.dirname, 'bundled-chromium.ts')}'
      console.log((await unpackBundledChromium('${cacheDir}')).location)`
    const unpack = () =>
      promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script], { env: { HOME: '' } })
    const [one, two] = await Promise.all([unpack(), unpack()])
    expect(one.stdout).toBe(two.stdout)

    const { stdout } = await promisify(execFile)(one.stdout.trim(), ['--version'], {
      env: { LD_LIBRARY_PATH: join(one.stdout.trim(), '..', 'al2023', 'lib') },
    })
    expect(stdout).toMatch(/\d+\.\d+\.\d+\.\d+/)
    expect(readdirSync(cacheDir)).toHaveLength(1)
    expect(statSync(cacheDir).mode & 0o777).toBe(0o700)
  })
})
