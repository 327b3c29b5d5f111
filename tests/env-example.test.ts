import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { Environment, readConfig } from '#config.ts'
import { formatEnvExample } from '../tools/format-env-example.ts'

const FILE = join(import.meta.dirname, '../.env.example')

test('.env.example is up to date (node tools/write-env-example.ts writes it)', async () => {
  expect(await readFile(FILE, 'utf8')).toBe(formatEnvExample())
})

test('it names every setting, and shows the defaults', async () => {
  const example = await readFile(FILE, 'utf8')
  const settings = [...example.matchAll(/^#([A-Z_]+)=(.*)$/gm)].map(([, name, value]) => [name, value])
  expect(settings.map(([name]) => name)).toEqual(Object.keys(Environment.shape))
  expect(readConfig(Object.fromEntries(settings))).toEqual(readConfig({}))
})
