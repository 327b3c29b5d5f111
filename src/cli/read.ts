import { readFile } from 'node:fs/promises'
import cliProgress from 'cli-progress'
import { readDocumentSafely } from '#documents/read-document-safely.ts'
import type { DocumentReading, Facts } from '#domain/facts.ts'

export interface ReadCommandOptions {
  /** One JSON line a file instead of a table. */
  json: boolean
  /** False reads only what is printed (`--no-xml`). */
  xml: boolean
}

/** Where the command writes; `process.stdout` is one. */
export interface Output {
  write(text: string): unknown
}

/** Files are read a few at a time, so that the reading threads never wait for the disk. */
const AT_ONCE = 8

/**
 * `invoice-collector read FILE…`: prints what each file says. Returns the exit code: 0 fine, 1 when a file
 * could not be opened, 2 without files. A file that says nothing is no failure: its fields are null.
 */
export async function readCommand(files: string[], options: ReadCommandOptions, out: Output): Promise<0 | 1 | 2> {
  if (files.length === 0) {
    out.write('Name at least one file: invoice-collector read FILE…\n')
    return 2
  }
  const progress = startProgress(files.length)
  const rows: Row[] = []
  for (let from = 0; from < files.length; from += AT_ONCE) {
    const batch = await Promise.all(files.slice(from, from + AT_ONCE).map(file => readRow(file, options)))
    if (options.json) for (const row of batch) out.write(`${JSON.stringify(row)}\n`)
    rows.push(...batch)
    progress?.update(rows.length)
  }
  progress?.stop()
  if (!options.json) out.write(tableOf(rows))
  return rows.some(row => 'error' in row) ? 1 : 0
}

/** The bar goes to stderr, and only where a person is looking. */
function startProgress(total: number): cliProgress.SingleBar | null {
  if (!process.stderr.isTTY || total <= AT_ONCE) return null
  const bar = new cliProgress.SingleBar(
    { stream: process.stderr, clearOnComplete: true },
    cliProgress.Presets.shades_classic,
  )
  bar.start(total, 0)
  return bar
}

/** What a line of output says; `null` is unknown. */
const FIELDS = {
  number: 'number',
  issued_on: 'issuedOn',
  due_on: 'dueOn',
  total: 'total',
  tax: 'tax',
  currency: 'currency',
  seller: 'sellerName',
  type: 'type',
} as const satisfies Record<string, keyof Facts>
type Field = keyof typeof FIELDS

type Row = { file: string } & Record<Field, string | null> & {
    /** Of each known field: `xml`, `text` or `ocr`. */
    sources: Partial<Record<Field, string>>
    /** Of each known field, 0 to 1. */
    confidence: Partial<Record<Field, number>>
    notices?: string[]
    error?: string
  }

async function readRow(file: string, { xml }: ReadCommandOptions): Promise<Row> {
  let bytes: Uint8Array
  try {
    bytes = await readFile(file)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
    return { ...rowOf(file, {}), error: code === 'ENOENT' ? 'no such file' : `cannot be opened (${code})` }
  }
  return rowOfReading(file, await readDocumentSafely(bytes, { ignoreXml: !xml }))
}

function rowOfReading(file: string, { facts, notices }: DocumentReading): Row {
  const row = rowOf(file, facts)
  return notices.length ? { ...row, notices: notices.map(({ code }) => code) } : row
}

function rowOf(file: string, facts: Facts): Row {
  const known = (Object.entries(FIELDS) as [Field, (typeof FIELDS)[Field]][]).map(([field, key]) => ({
    field,
    fact: facts[key],
  }))
  const values = Object.fromEntries(known.map(({ field, fact }) => [field, fact?.value ?? null])) as Record<
    Field,
    string | null
  >
  const sources: Row['sources'] = {}
  const confidence: Row['confidence'] = {}
  for (const { field, fact } of known) {
    if (!fact) continue
    sources[field] = fact.source
    confidence[field] = fact.confidence
  }
  return { file, ...values, sources, confidence }
}

const COLUMNS = ['file', 'type', 'number', 'issued', 'due', 'total', 'tax', 'seller', 'from', 'sure']

function tableOf(rows: Row[]): string {
  const lines = [COLUMNS, ...rows.map(columnsOf)]
  const widths = COLUMNS.map((_, column) => Math.max(...lines.map(line => line[column]?.length ?? 0)))
  return lines
    .map(
      line =>
        `${line
          .map((text, column) => text.padEnd(widths[column] ?? 0))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('')
}

/** `sure` is the least certain of the values shown: a row is as good as its worst. */
function columnsOf(row: Row): string[] {
  if (row.error) return [row.file, row.error]
  const confidences = Object.values(row.confidence)
  const remarks = row.notices?.length ? ` (${row.notices.join(', ')})` : ''
  return [
    row.file,
    `${row.type ?? '?'}${remarks}`,
    row.number ?? '?',
    row.issued_on ?? '?',
    row.due_on ?? '?',
    [row.total ?? '?', row.currency].filter(Boolean).join(' '),
    row.tax ?? '?',
    row.seller?.replace(/\s+/g, ' ') ?? '?',
    [...new Set(Object.values(row.sources))].join('+') || '-',
    confidences.length ? Math.min(...confidences).toFixed(2) : '-',
  ]
}
