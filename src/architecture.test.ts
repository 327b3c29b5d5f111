import { readdirSync, readFileSync } from 'node:fs'
import { dirname, relative, resolve, sep } from 'node:path'
import { expect, test } from 'vitest'

const SRC = import.meta.dirname

/** Who may import whom, as in DESIGN.md; `*` is everything. A folder may always import itself. */
const MAY_IMPORT: Record<string, string[]> = {
  domain: [],
  documents: ['domain'],
  'collector-kit': ['domain'],
  collectors: ['collector-kit', 'domain'],
  platform: ['domain', 'collector-kit'],
  records: ['domain', 'platform'],
  jobs: ['domain', 'documents', 'collector-kit', 'platform', 'records'],
  api: ['domain', 'collector-kit', 'platform', 'records'],
  cli: ['*'],
  'main.ts': ['*'],
  'config.ts': [],
  'compile-cache.ts': [],
  'version.ts': [],
}

/** Folders whose sub-folders are strangers to each other: one verb, one supplier, hands nothing to the next. */
const SEPARATE_INSIDE = ['jobs', 'collectors']

const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .filter(file => file.endsWith('.ts') && !file.endsWith('.test.ts'))
  .map(file => file.split(sep).join('/'))

test('every file lies where the layout says', () => {
  expect(files.filter(file => !(area(file) in MAY_IMPORT))).toEqual([])
})

test('imports follow the layout', () => {
  const violations = files.flatMap(file =>
    importsOf(file)
      .filter(target => !isAllowed(file, target))
      .map(target => `${file} imports ${target}`),
  )
  expect(violations).toEqual([])
})

test('no file is called utils, helpers or index, but the kit’s', () => {
  const names = files.filter(file => /(^|\/)(utils?|helpers?|misc|common|index)\.ts$/.test(file))
  expect(names).toEqual(['collector-kit/index.ts'])
})

function isAllowed(file: string, target: string): boolean {
  const from = area(file)
  const to = area(target)
  if (from === to) return !SEPARATE_INSIDE.includes(from) || isSameFolder(file, target)
  const allowed = MAY_IMPORT[from] ?? []
  return to !== 'main.ts' && (allowed.includes('*') || allowed.includes(to))
}

/** `jobs/collect/a.ts` and `jobs/collect/b.ts`; what lies directly in `jobs/` binds them together. */
function isSameFolder(file: string, target: string): boolean {
  const [, folder, ...inFolder] = file.split('/')
  const [, other, ...deeper] = target.split('/')
  return folder === other || deeper.length === 0 || inFolder.length === 0
}

function area(file: string): string {
  return file.split('/')[0] ?? file
}

/** Paths below `src` that a file imports, statically, dynamically or as types. */
function importsOf(file: string): string[] {
  const source = readFileSync(resolve(SRC, file), 'utf8')
  const specifiers = [...source.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map(([, specifier = '']) => specifier)
  return specifiers.flatMap(specifier => {
    if (specifier.startsWith('#')) return [specifier.slice(1)]
    if (!specifier.startsWith('.')) return []
    return [
      relative(SRC, resolve(dirname(resolve(SRC, file)), specifier))
        .split(sep)
        .join('/'),
    ]
  })
}
