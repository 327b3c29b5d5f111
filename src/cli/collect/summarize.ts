import type { Counts } from '#jobs/collect/take-all.ts'
import type { RunOutcome } from './describe-ending.ts'
import type { CollectedDocument } from './folder-shelf.ts'

interface Summary {
  outcome: RunOutcome
  counts: Counts
  documents: CollectedDocument[]
  csv: string
}

/** For people: a table of what is new, and how it went. */
export function summarize({ outcome, counts, documents, csv }: Summary): string {
  const lines = documents.map(({ issued_on, number, amount, currency, file }) => [
    issued_on ?? '(no date)',
    number ?? '(no number)',
    amount === null ? '(no total)' : `${amount} ${currency ?? ''}`,
    file,
  ])
  const widths = [0, 1, 2].map(column => Math.max(0, ...lines.map(line => line[column]?.length ?? 0)))
  const table = lines.map(line => line.map((text, column) => text.padEnd(widths[column] ?? 0)).join('  '))
  const failed = counts.failed > 0 ? `, ${counts.failed} failed` : ''
  return `${[...table, `${counts.new} new of ${counts.listed} listed${failed}; all so far in ${csv}`, `${outcome.code}: ${outcome.message}`].join('\n')}\n`
}
