import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Collector } from '#collector-kit/index.ts'
import { createCatalogue } from './catalogue.ts'

const HERE = import.meta.dirname
const ORIGIN = 'http://sandbox.test'

const catalogue = createCatalogue({ sandboxOrigin: ORIGIN })

/** One folder is one collector, in the file of its name. */
const folders = readdirSync(HERE, { withFileTypes: true })
  .filter(entry => entry.isDirectory() && existsSync(resolve(HERE, entry.name, `${entry.name}.ts`)))
  .map(entry => entry.name)

test('ids are unique', () => {
  const ids = catalogue.map(collector => collector.id)
  expect(new Set(ids).size).toBe(ids.length)
  expect(ids).toHaveLength(folders.length)
})

test('without an origin there is no sandbox', () => {
  const ids = createCatalogue({ sandboxOrigin: undefined }).map(collector => collector.id)
  expect(ids.filter(id => id.startsWith('sandbox'))).toEqual([])
})

describe.each(folders)('folder %s', folder => {
  test('is in the catalogue under its name', async () => {
    const collector = await loadCollector(folder)
    expect(collector.id.replaceAll('_', '-')).toBe(folder)
    expect(catalogue.map(({ id }) => id)).toContain(collector.id)
  })

  test('passes the suite of all collectors', () => {
    const tests = readdirSync(resolve(HERE, folder)).filter(file => file.endsWith('.test.ts'))
    const callers = tests.filter(file =>
      readFileSync(resolve(HERE, folder, file), 'utf8').includes('describeCollector('),
    )
    expect(callers, `a test in ${folder}/ calls describeCollector`).not.toEqual([])
  })
})

/** The default export is the collector, or makes it from the server's origin. */
async function loadCollector(folder: string): Promise<Collector> {
  const { default: made } = (await import(`./${folder}/${folder}.ts`)) as {
    default: Collector | ((options: { origin: string }) => Collector)
  }
  return typeof made === 'function' ? made({ origin: ORIGIN }) : made
}
