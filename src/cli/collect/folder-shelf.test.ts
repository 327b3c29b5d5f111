import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { FoundInvoice } from '#collector-kit/index.ts'
import { takeInvoice } from '#jobs/collect/take-invoice.ts'
import { createFolderShelf } from './folder-shelf.ts'
import { InvoiceFolder } from './invoice-folder.ts'

let path: string
beforeEach(async () => {
  path = await mkdtemp(join(tmpdir(), 'ic-folder-'))
})
afterEach(() => rm(path, { recursive: true, force: true }))

/** As another process would, with nothing in memory. */
async function openShelf({ account = 'one', since = null }: { account?: string; since?: string | null } = {}) {
  return createFolderShelf({
    folder: await InvoiceFolder.open(path, account),
    collectorId: 'acme',
    since,
    now: () => new Date('2026-03-01T00:00:00Z'),
    onDownload() {},
    onNew() {},
  })
}

function found(number: string, text: string): FoundInvoice {
  const bytes = new TextEncoder().encode(`%PDF-1.7 ${text}`)
  return { number, issuedOn: '2026-02-01', total: { amount: '1.00', currency: 'EUR' }, document: async () => bytes }
}

const neverFetched = async () => {
  throw new Error('fetched again')
}

const documents = async () => (await readdir(path)).filter(name => name.endsWith('.pdf')).sort()

test('what was brought once is not fetched again by a later run', async () => {
  expect(await takeInvoice(await openShelf(), found('F-1', 'a'))).toBe('new')
  expect(await takeInvoice(await openShelf(), { ...found('F-1', 'a'), document: neverFetched })).toBe('skipped')
})

test('another account may use the same number for another invoice', async () => {
  await takeInvoice(await openShelf(), found('F-1', 'a'))
  expect(await takeInvoice(await openShelf({ account: 'two' }), found('F-1', 'b'))).toBe('new')
  expect(await documents()).toEqual(['2026-02-01_acme_F-1.pdf', '2026-02-01_acme_F-1_2.pdf'])
})

test('the same file under another number is kept once', async () => {
  await takeInvoice(await openShelf(), found('F-1', 'a'))
  expect(await takeInvoice(await openShelf(), found('F-1 copy', 'a'))).toBe('skipped')
  expect(await documents()).toHaveLength(1)
})

test('too old for one run is not too old for the next', async () => {
  const old = { ...found('F-1', 'a'), document: neverFetched }
  expect(await takeInvoice(await openShelf({ since: '2026-02-02' }), old)).toBe('skipped')
  expect(await takeInvoice(await openShelf(), found('F-1', 'a'))).toBe('new')
})
