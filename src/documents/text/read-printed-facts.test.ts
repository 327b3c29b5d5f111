import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Facts } from '#domain/facts.ts'
import type { PrintedLine } from './printed-line.ts'
import { readPrintedFacts } from './read-printed-facts.ts'

const FOLDER = join(import.meta.dirname, 'samples')
/** A letter of the samples' fixed pitch, in points. */
const PITCH = 6

/** Invented invoices in the layouts of seven languages: the first line holds what must be read, the rest is the page. */
const samples = readdirSync(FOLDER).map(file => {
  const [expected = '', ...page] = readFileSync(join(FOLDER, file), 'utf8').split('\n')
  return {
    name: file.replace('.txt', ''),
    expected: JSON.parse(expected) as Record<keyof Facts, string>,
    lines: linesOf(page),
  }
})

test.each(samples)('reads $name', ({ expected, lines }) => {
  const facts = readPrintedFacts(lines, { source: 'text', createdOn: null })
  const found = Object.fromEntries(Object.keys(expected).map(key => [key, facts[key as keyof Facts]?.value]))
  expect(found).toEqual(expected)
})

/** Two spaces or more separate cells, as wide gaps do on paper. */
function linesOf(page: string[]): PrintedLine[] {
  return page.flatMap((text, index) => {
    const cells = [...text.matchAll(/\S+(?: \S+)*/g)].map(match => ({
      text: match[0],
      left: match.index * PITCH,
      right: (match.index + match[0].length) * PITCH,
      y: index * 12,
      size: 10,
      page: 1,
    }))
    return cells.length ? [{ page: 1, y: index * 12, cells }] : []
  })
}
