import { createBrowserPool } from '#platform/browser/browser-pool.ts'
import { type Collected, collectOnce, nothingKept } from './collect-once.ts'
import { Site } from './site.ts'
import { zoo } from './zoo.ts'
import type { ZooPortal } from './zoo-portal.ts'

// For people: `node tests/portals/try-zoo.ts [id…]` visits portals of the zoo and prints what was decided at each step.

const wanted = process.argv.slice(2)
const browsers = createBrowserPool({ log: { info: () => {}, warn: () => {} } })
for (const portal of zoo) if (wanted.length === 0 || wanted.includes(portal.id)) await visit(portal)
await browsers.close()

async function visit(portal: ZooPortal): Promise<void> {
  const site = new Site()
  portal.serve(site)
  const url = (await site.listen()) + (portal.start ?? '/')
  const kept = nothingKept()
  for (const round of ['first visit', 'second run', ...(portal.changes ?? [])]) {
    site.changes.add(round)
    site.pageLoads = []
    const startedAt = performance.now()
    const log = (fields: object, message: string) => {
      if (wanted.length > 0) console.log(`    ${message} ${JSON.stringify(fields)}`)
    }
    const outcome = await collectOnce({ zoo: portal, url, browsers, kept, log }).catch(describeFailure)
    const tookMs = Math.round(performance.now() - startedAt)
    console.log(`${portal.id}, ${round}: ${tookMs} ms, ${site.pageLoads.length} page loads`)
    if (typeof outcome === 'string') console.log(`    ${outcome}`)
    else for (const found of outcome) console.log(`    ${describeFound(found)}`)
  }
  if (site.trapsTouched.length > 0) console.log(`    TOUCHED: ${site.trapsTouched.join(' ')}`)
  await site.close()
}

function describeFailure(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error)
}

function describeFound({ ref, issuedOn, total, bytes, failure }: Collected): string {
  const document = bytes ? `${bytes.length} bytes` : failure ? describeFailure(failure) : 'known'
  return [ref, issuedOn ?? 'no day', total ? `${total.amount} ${total.currency}` : 'no total', document].join(' | ')
}
