import { createBrowserPool } from '#platform/browser/browser-pool.ts'
import { collectOnce, nothingKept } from './collect-once.ts'
import { Site } from './site.ts'
import { zoo } from './zoo.ts'

const browsers = createBrowserPool({ log: { info: () => {}, warn: () => {} } })
for (const portal of zoo.filter(({ id }) => process.argv.length < 3 || process.argv.slice(2).includes(id))) {
  const site = new Site()
  portal.serve(site)
  const url = (await site.listen()) + (portal.start ?? '/')
  const kept = nothingKept()
  for (const round of [1, 2, ...(portal.changes ?? [])]) {
    if (typeof round === 'string') {
      site.changes.add(round)
    }
    const at = Date.now()
    site.pageLoads = []
    site.downloads = []
    const lines: string[] = []
    const verbose = process.argv.length >= 3
    const found = await collectOnce({
      zoo: portal,
      url,
      browsers,
      kept,
      log: (f, m) => lines.push(`    +${Date.now() - at} ${m} ${JSON.stringify(f)}`),
    }).catch(error => error)
    const ok = Array.isArray(found)
      ? found.map(
          f =>
            `${f.number} ${f.issuedOn} ${f.total?.amount} ${f.total?.currency} ${f.bytes?.length} ${f.failure ?? ''}`,
        )
      : [String(found)]
    const exp = portal.expected.map(e => `${e.number} ${e.issuedOn} ${e.total}`)
    const good =
      round !== 1 ||
      (Array.isArray(found) &&
        found.length === exp.length &&
        ok.every((o, i) => o.startsWith(exp[i] ?? '-') && (found[i].bytes || portal.failing)))
    console.log(
      `${good ? 'ok  ' : 'BAD '} ${portal.id} [${round}] ${Date.now() - at} ms, ${site.pageLoads.length} loads, ${site.downloads.length} downloads, ${Array.isArray(found) ? found.length : found} found, traps ${site.trapsTouched}`,
    )
    if (verbose || !good) {
      console.log(lines.join('\n'))
      console.log('   ', site.pageLoads.join(' '))
      console.log(ok.join('\n').slice(0, 3000))
      console.log('expected', exp.slice(0, 4), exp.length)
      if (!Array.isArray(found)) console.log(found.stack?.slice(0, 1500))
    }
    if (verbose) console.log(JSON.stringify([...kept.recipes.values()]))
  }
  await site.close()
}
await browsers.close()
