import { join } from 'node:path'
import type { BrowserContext } from 'playwright-core'
import { Catalogue, type CollectError, type Collector, fieldHints } from '#collector-kit/index.ts'
import { createCatalogue } from '#collectors/catalogue.ts'
import { readConfig } from '#config.ts'
import type { CredentialState } from '#domain/credential-state.ts'
import { isIsoDate } from '#domain/iso-date.ts'
import { EngineTrouble } from '#jobs/collect/engine-trouble.ts'
import { nameFailure } from '#jobs/collect/name-failure.ts'
import { type Counts, takeAll } from '#jobs/collect/take-all.ts'
import { createLog } from '#platform/log/log.ts'
import { BadUsage } from './bad-usage.ts'
import { createOwnContext } from './collect/create-own-context.ts'
import { describeEnding, type RunOutcome } from './collect/describe-ending.ts'
import { type CollectedDocument, CSV_COLUMNS, createFolderShelf } from './collect/folder-shelf.ts'
import { formatCsv } from './collect/format-csv.ts'
import { InvoiceFolder } from './collect/invoice-folder.ts'
import { startOwnSandbox } from './collect/own-sandbox.ts'
import { readParams } from './collect/read-params.ts'
import { createRunBar, type RunBar } from './collect/run-bar.ts'
import { summarize } from './collect/summarize.ts'
import { createTerminal, type Terminal } from './collect/terminal.ts'

export interface CollectCommandOptions {
  out: string
  /** `name=value`. */
  param: string[]
  since?: string
  json?: boolean
  verbose?: boolean
}

const STANDARD_ERROR = 2

/** `invoice-collector collect`: one run, its documents into a folder. Exit code 0 only when all went well. */
export async function collectCommand(id: string, options: CollectCommandOptions): Promise<0 | 1> {
  const { since = null } = options
  if (since !== null && !isIsoDate(since)) throw new BadUsage('--since wants a day that exists, such as 2026-01-31')
  await using resources = new AsyncDisposableStack()
  const interruption = new AbortController()
  const onInterrupt = () => interruption.abort()
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, onInterrupt)
    resources.defer(() => void process.off(signal, onInterrupt))
  }
  const terminal = createTerminal({ input: process.stdin, output: process.stderr, onInterrupt })
  const collector = await findCollector(id, resources)
  const params = await readParams(collector, { given: options.param, env: process.env, terminal })
  const folder = await InvoiceFolder.open(options.out, accountOf(collector, params))
  const run: OwnRun = { collector, params, folder, since, terminal, options, signal: interruption.signal }
  const result = await runOnce(run, resources)
  await report(result, run)
  return result.outcome.code === 'done' ? 0 : 1
}

interface OwnRun {
  collector: Collector
  params: Record<string, unknown>
  folder: InvoiceFolder
  since: string | null
  terminal: Terminal
  options: CollectCommandOptions
  signal: AbortSignal
}

async function findCollector(id: string, resources: AsyncDisposableStack): Promise<Collector> {
  const sandbox = await startOwnSandbox(id)
  if (sandbox) resources.defer(() => sandbox.close())
  const catalogue = new Catalogue(createCatalogue({ sandboxOrigin: sandbox?.origin }))
  const collector = catalogue.find(id)
  if (collector) return collector
  throw new BadUsage(`there is no collector ${id}; "invoice-collector collectors" lists them`)
}

/** Two accounts at one supplier may use the same invoice numbers. Secrets may change and are left out. */
function accountOf({ id, params: form }: Collector, params: Record<string, unknown>): string {
  const open = Object.entries(params).filter(([name]) => {
    const schema = form.shape[name]
    return schema !== undefined && fieldHints(schema)?.secret === false
  })
  return JSON.stringify([id, open.sort(([a], [b]) => (a < b ? -1 : 1))])
}

interface RunResult {
  outcome: RunOutcome
  /** For developers; null when all went well. */
  detail: string | null
  counts: Counts
  documents: CollectedDocument[]
}

async function runOnce(run: OwnRun, resources: AsyncDisposableStack): Promise<RunResult> {
  const { collector, folder, since, options, signal } = run
  const config = readConfig(process.env)
  const log = createLog(options.verbose ? config.logLevel : 'silent', STANDARD_ERROR)
  const counts: Counts = { listed: 0, new: 0, failed: 0 }
  const documents: CollectedDocument[] = []
  const bar = createRunBar(!options.json && !options.verbose)
  resources.defer(() => bar.hide())
  let state: CredentialState = 'preparing'
  const show = (next = state) => {
    state = next
    bar.show(state, counts)
  }
  show()
  let browser: BrowserContext | undefined
  const context = createOwnContext(
    { ...run, config, log, ask: askWith(run, bar), show, onBrowser: opened => (browser = opened) },
    resources,
  )
  const shelf = createFolderShelf({
    ...{ folder, since },
    collectorId: collector.id,
    now: () => new Date(),
    onDownload: () => show('downloading'),
    onNew(document) {
      documents.push(document)
      if (options.json) process.stdout.write(`${JSON.stringify(document)}\n`)
    },
  })
  const taking = { shelf, counts, log, signal, onTaken: () => show() }
  try {
    await takeAll(taking, collector.collect(context))
    return { outcome: describeEnding(null, counts), detail: null, counts, documents }
  } catch (error) {
    if (signal.aborted) return { outcome: INTERRUPTED, detail: null, counts, documents }
    const failure = failureOf(error)
    log.warn({ err: failure }, 'Run failed')
    return { outcome: describeEnding(failure, counts), detail: failure.message, counts, documents }
  } finally {
    bar.hide()
    await browser?.close().catch(() => {})
  }
}

const INTERRUPTED: RunOutcome = {
  code: 'interrupted',
  message: 'Stopped before the end. Run the same command again to go on.',
}

/** Trouble of our own is thrown on by the engine, for its queue; here nobody repeats a run. */
function failureOf(error: unknown): CollectError | EngineTrouble {
  try {
    return nameFailure(error)
  } catch (trouble) {
    if (trouble instanceof EngineTrouble) return trouble
    throw trouble
  }
}

function askWith({ terminal }: OwnRun, bar: RunBar) {
  return async (prompt: string, signal: AbortSignal) => {
    bar.hide()
    return terminal.ask(prompt, { isSecret: true, signal })
  }
}

async function report({ outcome, detail, counts, documents }: RunResult, { folder, options }: OwnRun): Promise<void> {
  if (detail !== null && detail !== outcome.message) process.stderr.write(`invoice-collector: ${detail}\n`)
  if (options.json) {
    process.stdout.write(`${JSON.stringify({ outcome, counts })}\n`)
    return
  }
  await folder.replace('invoices.csv', formatCsv([CSV_COLUMNS, ...folder.rows()]))
  process.stdout.write(summarize({ outcome, counts, documents, csv: join(folder.path, 'invoices.csv') }))
}
