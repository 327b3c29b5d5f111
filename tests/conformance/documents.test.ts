import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { z } from 'zod'
import { readDocumentSafely } from '#documents/read-document-safely.ts'
import type { DocumentReading, Fact } from '#domain/facts.ts'

/** Real and official samples with expected values, kept outside the repository: they are other people's. */
const CORPORA = join(import.meta.dirname, '../../../shared/corpora')
/** Of the files of a kind, for each of number, date, total and currency. */
const MIN_RIGHT_IN_PRINT = 0.95
/** Of the values given, those that are wrong although the reading was sure of them. */
const MAX_SURELY_WRONG = 0.01
const SURE = 0.9

const Index = z.object({
  files: z.array(
    z.object({
      file: z.string(),
      from: z.string(),
      fail_sample: z.boolean().optional(),
      printed: z
        .object({ text_layer: z.boolean(), number: z.boolean().nullable(), total: z.boolean().nullable() })
        .optional(),
      expected: z.object({
        number: z.string().nullish(),
        date: z.string().nullish(),
        total: z.number().nullish(),
        due: z.number().nullish(),
        currency: z.string().nullish(),
        seller: z.string().nullish(),
        embedded: z.string().nullish(),
        syntax: z.string().nullish(),
        type_code: z.string().nullish(),
        credit_note: z.boolean().nullish(),
      }),
    }),
  ),
})
type Sample = z.output<typeof Index>['files'][number] & { folder: string }

const samples: Sample[] = existsSync(CORPORA)
  ? readdirSync(CORPORA, { withFileTypes: true })
      .filter(entry => entry.isDirectory())
      .flatMap(({ name: folder }) => {
        const index = Index.parse(JSON.parse(readFileSync(join(CORPORA, folder, 'index.json'), 'utf8')))
        return index.files.map(file => ({ ...file, folder }))
      })
  : []
if (samples.length === 0) console.warn(`The document corpora are not at ${CORPORA}: nothing was measured against them`)

interface Score {
  right: number
  missing: number
  wrong: number
  surelyWrong: number
}
const report: string[] = []
afterAll(() => console.log(report.join('\n')))

test('structured data: every field of every file', { timeout: 120_000 }, async () => {
  if (existsSync(CORPORA)) expect(samples.length, 'samples found in the corpora').toBeGreaterThan(0)
  const structured = samples.filter(({ from }) => from.startsWith('xml'))
  const scores = await scoreOf(structured, { ignoreXml: false })
  report.push(...tableOf('XML', scores))
  for (const [field, score] of scores) expect(score, field).toMatchObject({ missing: 0, wrong: 0 })
})

test('print alone: number, date, total, currency', { timeout: 120_000 }, async () => {
  const printed = samples.filter(
    ({ printed }) => printed?.text_layer && printed.number !== false && printed.total !== false,
  )
  const scores = await scoreOf(printed, { ignoreXml: true })
  report.push(...tableOf('print', scores))
  let given = 0
  let surelyWrong = 0
  for (const field of ['number', 'date', 'total', 'currency']) {
    const sum = sumOf(scores, field)
    if (samples.length)
      expect(sum.right / (sum.right + sum.missing + sum.wrong), field).toBeGreaterThanOrEqual(MIN_RIGHT_IN_PRINT)
    given += sum.right + sum.wrong
    surelyWrong += sum.surelyWrong
  }
  report.push(`print: ${surelyWrong} of ${given} values wrong with confidence above ${SURE}`)
  expect(surelyWrong).toBeLessThanOrEqual(given * MAX_SURELY_WRONG)
})

/** Scores by `folder field`. */
async function scoreOf(files: Sample[], options: { ignoreXml: boolean }): Promise<Map<string, Score>> {
  const scores = new Map<string, Score>()
  const readings = await Promise.all(
    files.map(({ folder, file }) =>
      readDocumentSafely(new Uint8Array(readFileSync(join(CORPORA, folder, file))), options),
    ),
  )
  for (const [index, sample] of files.entries()) {
    const reading = readings[index]
    if (reading) for (const found of comparisonsOf(sample, reading, options.ignoreXml)) count(scores, sample, found)
  }
  return scores
}

interface Comparison {
  field: string
  expected: unknown
  fact: Pick<Fact, 'value' | 'confidence'> | undefined
  isRight: boolean
}

function comparisonsOf(
  { expected }: Sample,
  { facts, attachment, syntax }: DocumentReading,
  isPrint: boolean,
): Comparison[] {
  const compare = (
    field: string,
    wanted: unknown,
    fact: Comparison['fact'],
    isRight: (value: string) => boolean,
  ): Comparison[] =>
    wanted === null || wanted === undefined
      ? []
      : [{ field, expected: wanted, fact, isRight: fact !== undefined && isRight(fact.value) }]
  const stated = (value: string | null) => (value === null ? undefined : { value, confidence: 1 })
  const isAmount = (wanted: number | null | undefined) => (value: string) =>
    Math.abs(Number(value) - (wanted ?? 0)) < 0.005
  const spaced = (text: string | null | undefined) => text?.replace(/\s+/g, ' ').trim()
  const basic = [
    ...compare('number', expected.number, facts.number, value => value === expected.number),
    ...compare('date', expected.date, facts.issuedOn, value => value === expected.date),
    ...compare('total', expected.total, facts.total, isAmount(expected.total)),
    ...compare('currency', expected.currency, facts.currency, value => value === expected.currency),
    ...compare('seller', expected.seller, facts.sellerName, value => spaced(value) === spaced(expected.seller)),
  ]
  if (isPrint) return basic
  const base = expected.syntax?.replace('ZUGFeRD1', 'CII')
  const isCredit = expected.credit_note ?? (expected.type_code ? expected.type_code === '381' : undefined)
  return [
    ...basic,
    ...compare('amount due', expected.due, facts.amountDue, isAmount(expected.due)),
    ...compare('attachment', expected.embedded, stated(attachment), value => value === expected.embedded),
    ...compare('syntax', base, stated(syntax), value => value.includes(base ?? '')),
    ...compare(
      'credit note',
      isCredit,
      facts.type,
      value => (value === 'credit_note') === isCredit || expected.type_code !== '381',
    ),
  ]
}

function count(
  scores: Map<string, Score>,
  { folder, file }: Sample,
  { field, expected, fact, isRight }: Comparison,
): void {
  const key = `${folder} ${field}`
  const score = scores.get(key) ?? { right: 0, missing: 0, wrong: 0, surelyWrong: 0 }
  scores.set(key, score)
  if (isRight) score.right++
  else if (!fact) score.missing++
  else {
    score.wrong++
    if (fact.confidence > SURE) score.surelyWrong++
  }
  if (!isRight && field !== 'seller')
    report.push(`${folder}/${file}: ${field} ${expected}, read ${fact?.value} (${fact?.confidence})`)
}

function sumOf(scores: Map<string, Score>, field: string): Score {
  const sum: Score = { right: 0, missing: 0, wrong: 0, surelyWrong: 0 }
  for (const [key, score] of scores) {
    if (!key.endsWith(` ${field}`)) continue
    for (const part of ['right', 'missing', 'wrong', 'surelyWrong'] as const) sum[part] += score[part]
  }
  return sum
}

function tableOf(title: string, scores: Map<string, Score>): string[] {
  const header = [title.padEnd(34), 'right', 'missing', 'wrong', 'wrong and sure'].join('  ')
  const rows = [...scores].map(([key, { right, missing, wrong, surelyWrong }]) =>
    [
      key.padEnd(34),
      String(right).padStart(5),
      String(missing).padStart(7),
      String(wrong).padStart(5),
      String(surelyWrong).padStart(14),
    ].join('  '),
  )
  return [header, ...rows]
}
