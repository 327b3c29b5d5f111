import { createHash } from 'node:crypto'
import type { CollectContext, Collector, FoundInvoice, Http } from '#collector-kit/index.ts'
import type { ReplayedInvoice } from '#collector-kit/replay.ts'

export interface TakenInvoice extends FoundInvoice {
  ref: string
  filename: string | null
  bytes: Uint8Array
  sha256: string
}

/**
 * Runs a collector the way the engine does: memory goes through JSON, a known
 * reference is not downloaded, the same file is not taken twice, and what is remembered is only kept by `save`.
 */
export class CollectorDriver {
  /** Taken as new, in the order they came. */
  invoices: TakenInvoice[] = []
  /** What the last run listed, taken or not. */
  listed: ReplayedInvoice[] = []
  /** Of the last run: how many were listed, downloaded and taken. */
  counts = { listed: 0, downloaded: 0, taken: 0 }
  warnings: string[] = []
  memory: string | undefined
  since = '2026-01-01'
  resolveHost: (host: string) => Promise<string> = async () => '127.0.0.1'
  openBrowser: CollectContext['openBrowser'] = async () => {
    throw new Error('A browser is not part of this test')
  }
  http: Http | undefined
  readonly #collector: Collector
  readonly #knownRefs = new Set<string>()
  readonly #knownFiles = new Set<string>()
  params: Record<string, unknown>

  constructor(collector: Collector, params: Record<string, unknown>) {
    this.#collector = collector
    this.params = params
  }

  /** One run. Throws what the collector throws. */
  async run({ signal, known = [], afterEach = () => {} }: RunOptions = {}): Promise<void> {
    this.counts = { listed: 0, downloaded: 0, taken: 0 }
    this.listed = []
    for (const ref of known) this.#knownRefs.add(ref)
    for await (const invoice of this.#collector.collect(this.context(signal))) {
      await this.#take(invoice)
      afterEach()
    }
  }

  filenames(): string[] {
    return this.invoices.map(({ filename }) => filename ?? '').toSorted()
  }

  sha256s(): string[] {
    return this.invoices.map(({ sha256 }) => sha256)
  }

  context(signal = new AbortController().signal): CollectContext {
    const refuse = (what: string) => () => {
      throw new Error(`${what} is not part of this test`)
    }
    return {
      params: this.#collector.params.parse(this.params),
      since: this.since,
      today: '2026-11-23',
      http: this.http ?? { with: refuse('HTTP'), json: refuse('HTTP'), bytes: refuse('HTTP'), send: refuse('HTTP') },
      resolveHost: host => this.resolveHost(host),
      openBrowser: () => this.openBrowser(),
      ask: refuse('A question'),
      handOver: refuse('A page for a person'),
      memory: {
        load: schema => (this.memory === undefined ? undefined : schema.safeParse(JSON.parse(this.memory)).data),
        save: async value => {
          this.memory = JSON.stringify(value)
        },
      },
      recipes: { load: refuse('A recipe'), save: refuse('A recipe') },
      report: () => {},
      log: { info: () => {}, warn: (_fields, message) => this.warnings.push(message) },
      signal,
    }
  }

  async #take(invoice: FoundInvoice): Promise<void> {
    this.counts.listed += 1
    const ref = invoice.ref ?? invoice.number
    if (ref === null || ref === undefined) throw new Error('An invoice without a reference')
    const { document, ...described } = invoice
    const line: ReplayedInvoice = { ...described, ref }
    this.listed.push(line)
    if (this.#knownRefs.has(ref)) return
    const fetched = await document()
    this.counts.downloaded += 1
    line.file = fetched instanceof Uint8Array ? { bytes: fetched } : fetched
    const { bytes, filename = null } = line.file
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    this.#knownRefs.add(ref)
    if (this.#knownFiles.has(sha256)) return
    this.#knownFiles.add(sha256)
    this.counts.taken += 1
    this.invoices.push({ ...invoice, ref, filename, bytes, sha256 })
  }
}

interface RunOptions {
  signal?: AbortSignal
  /** References that are stored already. */
  known?: string[]
  afterEach?: () => void
}
