import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { z } from 'zod'

const PROJECT = join(import.meta.dirname, '..')

const Versions = z.record(z.string(), z.string())
const Package = z.object({
  dependencies: Versions,
  devDependencies: Versions,
  allowScripts: z.record(z.string(), z.boolean()),
})
const Locked = z.object({
  version: z.string().optional(),
  dependencies: Versions.optional(),
  optionalDependencies: Versions.optional(),
  hasInstallScript: z.boolean().optional(),
  dev: z.boolean().optional(),
})
const Lock = z.object({ packages: z.record(z.string(), Locked) })

const pack = Package.parse(readJson('package.json'))
const lock = Lock.parse(readJson('package-lock.json'))

test('versions are exact', () => {
  const versions = Object.entries({ ...pack.dependencies, ...pack.devDependencies })
  expect(versions.filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))).toEqual([])
})

test('every package with an install script is allowed or refused by name', () => {
  const withScript = Object.entries(lock.packages).filter(([, { hasInstallScript }]) => hasInstallScript)
  const names = withScript.map(([path]) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length))
  expect(names.filter(name => !(name in pack.allowScripts))).toEqual([])
})

test('the lock file knows every package on every platform; without one, npm ci refuses it', () => {
  const missing = Object.entries(lock.packages).flatMap(([path, { dependencies, optionalDependencies }]) =>
    Object.keys({ ...dependencies, ...optionalDependencies })
      .filter(name => !isLocked(path, name))
      .map(name => `${name}, needed by ${path}`),
  )
  expect(missing).toEqual([])
})

test('the server imports no package that only builds or tests', () => {
  const sources = readdirSync(join(PROJECT, 'src'), { recursive: true, encoding: 'utf8' })
    .filter(file => file.endsWith('.ts') && !file.endsWith('.test.ts') && !file.endsWith('conformance.ts'))
    .map(file => readFileSync(join(PROJECT, 'src', file), 'utf8'))
  const imported = sources.flatMap(source =>
    [...source.matchAll(/^(?:import|export) (?!type )[^'\n]*(?:\n[^'\n]+)*?'([^'#.][^']*)'/gm)].map(([, name]) => name),
  )
  const names = new Set(imported.map(specifier => packageOf(specifier ?? '')))
  const own = Object.keys(pack.devDependencies)
  expect(own.filter(name => names.has(name))).toEqual([])
})

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(join(PROJECT, file), 'utf8'))
}

/** As Node looks for a package: in the folder itself, then in every one around it. */
function isLocked(path: string, name: string): boolean {
  if (`${path === '' ? '' : `${path}/`}node_modules/${name}` in lock.packages) return true
  if (path === '') return false
  return isLocked(path.slice(0, Math.max(0, path.lastIndexOf('/node_modules/'))), name)
}

function packageOf(specifier: string): string {
  return specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/')
}
