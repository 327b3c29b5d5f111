import { readdir, writeFile } from 'node:fs/promises'
import { cpus } from 'node:os'
import { join } from 'node:path'
import type { Measurement } from './measurement.ts'

const FOLDER = import.meta.dirname
const NOT_BENCHES = ['run.ts', 'measurement.ts', 'bare-fastify.ts', 'measure-page-bytes.ts']
const LATEST = join(FOLDER, 'latest.json')

// `npm run bench` runs every bench, `npm run bench name` one. Each file's default export measures and returns rows.
const wanted = process.argv[2]
const files = (await readdir(FOLDER)).filter(file => file.endsWith('.ts') && !NOT_BENCHES.includes(file))
const names = files.map(file => file.slice(0, -3)).filter(name => wanted === undefined || name === wanted)
if (names.length === 0) {
  console.error(`No bench ${wanted}. There are: ${files.map(file => file.slice(0, -3)).join(', ')}`)
  process.exit(2)
}

const rows: Measurement[] = []
for (const name of names) {
  console.error(`Measuring ${name}…`)
  const { default: bench } = (await import(join(FOLDER, `${name}.ts`))) as { default: () => Promise<Measurement[]> }
  rows.push(...(await bench()))
}

console.log(`${new Date().toISOString().slice(0, 10)}, ${cpus().length} × ${cpus()[0]?.model}, Node ${process.version}`)
console.table(rows.map(row => ({ ...row, value: Number(row.value.toPrecision(4)) })))
await writeFile(LATEST, `${JSON.stringify(wanted === undefined ? rows : await merged(rows), null, 2)}\n`)
process.exit(rows.every(row => row.ok) ? 0 : 1)

/** Running one bench leaves the other rows as they were. */
async function merged(fresh: Measurement[]): Promise<Measurement[]> {
  const { default: before } = (await import(LATEST, { with: { type: 'json' } }).catch(() => ({ default: [] }))) as {
    default: Measurement[]
  }
  const names = new Set(fresh.map(({ name }) => name))
  return [...before.filter(({ name }) => !names.has(name)), ...fresh]
}
