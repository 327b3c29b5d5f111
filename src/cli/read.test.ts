import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ciiXml, INVENTED, inventedPdf } from '../../tests/conformance/invented-documents.ts'
import { readCommand } from './read.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'read-command-'))
  const hybrid = {
    attachments: [{ name: 'factur-x.xml', content: ciiXml({ values: { ...INVENTED, number: 'XML-7' } }) }],
  }
  await writeFile(join(folder, 'hybrid.pdf'), await inventedPdf(hybrid))
  await writeFile(join(folder, 'bad.xml'), '<!DOCTYPE a><a/>')
})
afterAll(() => rm(folder, { recursive: true }))

async function run(
  files: string[],
  options: Parameters<typeof readCommand>[1],
): Promise<{ code: number; lines: string[] }> {
  let text = ''
  const code = await readCommand(
    files.map(file => join(folder, file)),
    options,
    { write: part => (text += part) },
  )
  return { code, lines: text.trimEnd().split('\n') }
}

test('prints one JSON line a file, with where each value came from', async () => {
  const { code, lines } = await run(['hybrid.pdf', 'bad.xml'], { json: true, xml: true })
  expect(code).toBe(0)
  expect(JSON.parse(lines[0] ?? '')).toEqual({
    file: join(folder, 'hybrid.pdf'),
    number: 'XML-7',
    issued_on: '2026-03-14',
    due_on: '2026-04-13',
    total: '238.00',
    tax: '38.00',
    currency: 'EUR',
    seller: INVENTED.sellerName,
    type: 'invoice',
    sources: {
      number: 'xml',
      issued_on: 'xml',
      due_on: 'xml',
      total: 'xml',
      tax: 'xml',
      currency: 'xml',
      seller: 'xml',
      type: 'xml',
    },
    confidence: { number: 1, issued_on: 1, due_on: 1, total: 1, tax: 1, currency: 1, seller: 1, type: 1 },
  })
  expect(JSON.parse(lines[1] ?? '')).toMatchObject({ number: null, total: null, sources: {}, notices: ['dtd_refused'] })
})

test('reads only the print when told so', async () => {
  const { lines } = await run(['hybrid.pdf'], { json: true, xml: false })
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ number: INVENTED.number, sources: { number: 'text' } })
})

test('prints a table for people', async () => {
  const { lines } = await run(['hybrid.pdf'], { json: false, xml: true })
  expect(lines[0]).toMatch(/^file +type +number +issued/)
  expect(lines[1]).toMatch(
    /invoice +XML-7 +2026-03-14 +2026-04-13 +238\.00 EUR +38\.00 +Nordwind Bürobedarf GmbH +xml +1\.00/,
  )
})

test('fails for a file that cannot be opened, and for none', async () => {
  const { code, lines } = await run(['nowhere.pdf', 'hybrid.pdf'], { json: true, xml: true })
  expect(code).toBe(1)
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ number: null, error: 'no such file' })
  expect(lines).toHaveLength(2)
  expect((await run([], { json: true, xml: true })).code).toBe(2)
})
