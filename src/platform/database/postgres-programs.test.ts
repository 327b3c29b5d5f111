import { execFileSync } from 'node:child_process'
import { chmodSync, existsSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, rmSync, unlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { DatabaseUnusable } from './database-unusable.ts'
import { findPostgresPrograms, preparePostgresPrograms } from './postgres-programs.ts'

const isRoot = process.getuid?.() === 0
if (!isRoot) console.warn('NOT TESTED, needs root: programs out of reach of the user who runs them')

const installed = dirname(dirname(dirname(findPostgresPrograms(undefined).postgres)))
const STRANGER = { uid: 65_534, gid: 65_534 }
let base: string

beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'postgres-programs-'))
  chmodSync(base, 0o711)
})

afterEach(() => rmSync(base, { recursive: true, force: true }))

test('links that an install script was not allowed to make are made, and the programs start', () => {
  const packageFolder = copyOfPackage()
  const removed = removeLinks(packageFolder)
  expect(removed).toContain('libpq.so.5')
  expect(() => version(join(packageFolder, 'native/bin/initdb'))).toThrow()

  const programs = preparePostgresPrograms({ packageFolder, account: undefined, cacheFolder: base })
  expect(version(programs.initdb)).toContain(`(PostgreSQL) ${programs.majorVersion}.`)
  expect(version(programs.postgres)).toContain(`(PostgreSQL) ${programs.majorVersion}.`)
  expect(removed.filter(name => !existsSync(join(packageFolder, 'native/lib', name)))).toEqual([])
})

test('missing programs are named, with the way to get them', () => {
  const packageFolder = copyOfPackage()
  unlinkSync(join(packageFolder, 'native/bin/postgres'))
  const prepare = () => preparePostgresPrograms({ packageFolder, account: undefined, cacheFolder: base })
  expect(prepare).toThrow(DatabaseUnusable)
  expect(prepare).toThrow(/run "npm ci"/)
})

test.runIf(isRoot)('programs below a closed folder are copied once to where the account can run them', () => {
  const packageFolder = copyOfPackage()
  chmodSync(dirname(packageFolder), 0o700)
  const place = { packageFolder, account: STRANGER, cacheFolder: join(base, 'cache') }
  const programs = preparePostgresPrograms(place)
  expect(programs.postgres).toContain(place.cacheFolder)
  expect(version(programs.initdb, STRANGER)).toContain('PostgreSQL')
  expect(lstatSync(join(dirname(programs.postgres), '../lib/libpq.so.5')).isSymbolicLink()).toBe(true)

  const madeAt = lstatSync(programs.postgres).ino
  expect(lstatSync(preparePostgresPrograms(place).postgres).ino).toBe(madeAt)
  expect(readdirSync(place.cacheFolder)).toHaveLength(1)
})

test.runIf(isRoot)('programs that everybody may run are used where they are', () => {
  const programs = preparePostgresPrograms({
    packageFolder: copyOfPackage(),
    account: STRANGER,
    cacheFolder: '/nowhere',
  })
  expect(version(programs.postgres, STRANGER)).toContain('PostgreSQL')
})

test.runIf(isRoot)('without a place for the copy, one sentence says what to do', () => {
  const packageFolder = copyOfPackage()
  chmodSync(dirname(packageFolder), 0o700)
  const prepare = () => preparePostgresPrograms({ packageFolder, account: STRANGER, cacheFolder: '/dev/null/cache' })
  expect(prepare).toThrow(/start the server as an ordinary user/)
})

function copyOfPackage(): string {
  const folder = join(base, 'modules')
  mkdirSync(folder)
  execFileSync('cp', ['-a', installed, folder])
  return join(folder, installed.slice(dirname(installed).length + 1))
}

function removeLinks(packageFolder: string): string[] {
  const lib = join(packageFolder, 'native/lib')
  const links = readdirSync(lib).filter(name => lstatSync(join(lib, name)).isSymbolicLink())
  for (const name of links) unlinkSync(join(lib, name))
  return links
}

function version(program: string, user: object = {}): string {
  return execFileSync(program, ['--version'], { ...user, cwd: '/', encoding: 'utf8', stdio: 'pipe' })
}
