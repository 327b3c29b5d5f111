import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { afterAll, expect, test } from 'vitest'

const ROOT = resolve(import.meta.dirname, '../..')

/** As deep as `src/collectors`, so that the examples' relative imports hold. */
const PLAYGROUND = resolve(ROOT, '.docs-examples')

/** A line with a path in backquotes, then the file's content as a code block. */
const EXAMPLE = /^`src\/(collectors\/[\w/.-]+\.ts)`\n\n```ts\n(.*?)^```$/gms

const page = readFileSync(resolve(ROOT, 'docs/adding-a-collector.md'), 'utf8')
const examples = [...page.matchAll(EXAMPLE)].map(([, path = '', code = '']) => ({
  path: resolve(PLAYGROUND, path),
  code,
}))

afterAll(() => rmSync(PLAYGROUND, { recursive: true, force: true }))

test('the page has two collectors and their tests', () => {
  expect(examples).toHaveLength(4)
})

for (const { path, code } of examples) {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, code)
}

// Importing a test file declares its tests here: they run as the page's reader would run them.
for (const { path } of examples.filter(example => example.path.endsWith('.test.ts'))) await import(path)
