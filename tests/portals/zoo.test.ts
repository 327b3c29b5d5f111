import { extractText } from 'unpdf'
import { afterAll, describe, expect, test } from 'vitest'
import { type BrowserPool, createBrowserPool } from '#platform/browser/browser-pool.ts'
import { type Collected, collectOnce, nothingKept } from './collect-once.ts'
import { PASSWORD, Site } from './site.ts'
import { zoo } from './zoo.ts'
import type { ExpectedInvoice, ZooPortal } from './zoo-portal.ts'

const TIMEOUT_MS = 120_000
const SECOND_RUN_LOADS = 3
/** The zoo's one user, by name, password and customer number, and the contracts of several. */
const OF_A_USER = /ada|correct horse|48151623|1000234|70029/i

const browsers: BrowserPool = createBrowserPool({ log: { info: () => {}, warn: () => {} } })
afterAll(() => browsers.close())

describe.concurrent('the zoo', () => {
  for (const portal of zoo) {
    test(`${portal.id}: ${portal.about}`, { timeout: TIMEOUT_MS }, async () => {
      const site = new Site()
      portal.serve(site)
      const url = (await site.listen()) + (portal.start ?? '/')
      try {
        await visit(portal, site, url)
      } finally {
        await site.close()
      }
    })
  }
})

/** First visit, second run, and one run after each change; everything by the same eyes. */
async function visit(portal: ZooPortal, site: Site, url: string): Promise<void> {
  const lines: string[] = []
  const log = (fields: object, message: string) => lines.push(message + JSON.stringify(fields))
  const errand = { zoo: portal, url, browsers, kept: nothingKept(), log }
  const first = await collectOnce(errand)
  const failed = first.filter(({ failure }) => failure).map(({ number }) => number)
  expect(failed, String(first.find(({ failure }) => failure)?.failure)).toEqual(portal.failing ?? [])
  expect(first.map(describeFound)).toEqual(
    portal.expected.map(({ number, issuedOn, total }) => ({ number, issuedOn, total })),
  )
  for (const [index, found] of first.entries()) {
    if (!found.failure) expect(await documentSays(found, portal.expected[index])).toBe(portal.expected[index]?.says)
  }
  expect(new Set(first.map(({ ref }) => ref)).size).toBe(first.length)

  site.downloads = []
  site.pageLoads = []
  const second = await collectOnce(errand)
  // What failed is tried again, nothing else is fetched.
  expect(site.downloads.length).toBe(portal.failing?.length ?? 0)
  expect(site.pageLoads.length, site.pageLoads.join(' ')).toBeLessThanOrEqual(portal.secondRunLoads ?? SECOND_RUN_LOADS)
  expect(second.filter(({ ref }) => !errand.kept.known.has(ref)).length).toBe(portal.failing?.length ?? 0)

  for (const change of portal.changes ?? []) {
    site.changes.add(change)
    const changed = await collectOnce({ ...errand, kept: { ...nothingKept(), recipes: errand.kept.recipes } })
    expect(changed.map(describeFound), change).toEqual(first.map(describeFound))
  }
  expect(site.trapsTouched).toEqual([])
  expect(lines.join('\n')).not.toContain(PASSWORD)
  // What all users of a supplier share names none of them.
  expect(JSON.stringify([...errand.kept.recipes.values()])).not.toMatch(OF_A_USER)
}

function describeFound({ number, issuedOn, total }: Collected) {
  return { number, issuedOn, total: total && `${total.amount} ${total.currency}` }
}

/** The expected words when the document holds them, else what it says instead. */
async function documentSays({ bytes }: Collected, expected: ExpectedInvoice | undefined): Promise<string> {
  if (!bytes) return 'nothing'
  const { text } = await extractText(new Uint8Array(bytes), { mergePages: true })
  return expected && text.includes(expected.says) ? expected.says : text
}
