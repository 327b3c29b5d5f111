import type { BrowserContext, Page } from 'playwright-core'
import type { IsoDate } from '#domain/iso-date.ts'
import type { HandOverEnd } from '#domain/live-page.ts'
import type { Localized } from '#domain/localized.ts'
import type { Question } from '#domain/question.ts'
import type { BrowserStorage, CollectContext, Collector, FetchedDocument, FoundInvoice, Http } from './contract.ts'
import { CollectorBug, QuestionExpired, SupplierUnavailable } from './errors.ts'
import { httpOver, type SentRequest } from './http-over.ts'
import { asHttpAnswer, noAnswer, type Recording, replyTo, UnrecordedRequest } from './recording.ts'

export interface ReplayOptions {
  params: Record<string, unknown>
  /** Default: long ago. */
  since?: IsoDate
  /** Default: 2026-07-15. */
  today?: IsoDate
  /** References that are stored already: their documents are not fetched. */
  known?: string[]
  /** What a person answers, in order; after that nobody answers. */
  answers?: string[]
  /** What a person does with each page handed over, in order; after that nobody comes. */
  takeOvers?: ((page: Page) => Promise<HandOverEnd>)[]
  /** What the run before remembered (`Replay.memory`). */
  memory?: unknown
  /** What was learnt before, by host (`Replay.recipes`). */
  recipes?: Record<string, object>
}

export interface ReplayedInvoice extends Omit<FoundInvoice, 'document'> {
  ref: string
  /** Absent for a known invoice. */
  file?: FetchedDocument
}

/** What a replayed run did. It throws what the collector throws. */
export interface Replay {
  invoices: ReplayedInvoice[]
  /** How many documents were fetched. */
  downloads: number
  questions: (Question | string)[]
  /** What a person was asked to do with each page handed over. */
  handOvers: Localized[]
  requests: ReplayedRequest[]
  memory: unknown
  recipes: Record<string, object>
}

export interface ReplayedRequest {
  method: string
  url: string
  /** Sent while a document was being fetched. */
  isForDocument: boolean
}

const LONG_AGO = '2000-01-01'
const A_DAY = '2026-07-15'
const MAX_REDIRECTS = 5

/** A supplier made of a recording, which keeps a list of what it was asked. */
export class RecordedSupplier {
  readonly requests: ReplayedRequest[] = []
  readonly unrecorded: UnrecordedRequest[] = []
  isFetchingDocument = false
  readonly #recording: Recording

  constructor(recording: Recording) {
    this.#recording = recording
  }

  async reply(request: SentRequest) {
    const { method, url } = request
    this.requests.push({ method, url, isForDocument: this.isFetchingDocument })
    try {
      return await replyTo(this.#recording, request)
    } catch (error) {
      if (error instanceof UnrecordedRequest) this.unrecorded.push(error)
      throw error
    }
  }

  /** The client collectors get, on this supplier. */
  http(): Http {
    const send = async (request: SentRequest, redirects = 0) => {
      const reply = await this.reply(request)
      if (reply === noAnswer) throw new SupplierUnavailable(`No answer from ${request.url}`)
      const answered = asHttpAnswer(reply)
      const { location } = answered.headers
      if (answered.status < 300 || answered.status > 399 || !location || redirects === MAX_REDIRECTS) return answered
      return send({ url: new URL(location, request.url).href, method: 'GET', headers: request.headers }, redirects + 1)
    }
    return httpOver(send)
  }
}

interface Stage {
  supplier: RecordedSupplier
  openBrowser(storageState?: BrowserStorage): Promise<BrowserContext>
}

/** Runs a collector as the engine does, on a recorded supplier. */
export async function replay(collector: Collector, stage: Stage, options: ReplayOptions): Promise<Replay> {
  const { supplier } = stage
  const outcome: Replay = {
    invoices: [],
    downloads: 0,
    questions: [],
    handOvers: [],
    requests: supplier.requests,
    memory: options.memory,
    recipes: { ...options.recipes },
  }
  try {
    for await (const invoice of collector.collect(createContext(collector, { stage, options, outcome }))) {
      outcome.invoices.push(await take(invoice, { supplier, outcome, known: options.known ?? [] }))
    }
  } catch (error) {
    throw supplier.unrecorded[0] ?? error
  }
  if (supplier.unrecorded[0]) throw supplier.unrecorded[0]
  return outcome
}

async function take(
  { document, ...listed }: FoundInvoice,
  { supplier, outcome, known }: { supplier: RecordedSupplier; outcome: Replay; known: string[] },
): Promise<ReplayedInvoice> {
  const ref = listed.ref ?? listed.number
  if (ref === null) throw new CollectorBug('An invoice has neither a reference nor a number')
  if (known.includes(ref)) return { ...listed, ref }
  supplier.isFetchingDocument = true
  try {
    const file = await document()
    outcome.downloads += 1
    return { ...listed, ref, file: file instanceof Uint8Array ? { bytes: file } : file }
  } finally {
    supplier.isFetchingDocument = false
  }
}

function createContext(
  collector: Collector,
  { stage, options, outcome }: { stage: Stage; options: ReplayOptions; outcome: Replay },
): CollectContext {
  const answers = [...(options.answers ?? [])]
  const takeOvers = [...(options.takeOvers ?? [])]
  return {
    params: collector.params.parse(options.params),
    since: options.since ?? LONG_AGO,
    today: options.today ?? A_DAY,
    http: stage.supplier.http(),
    resolveHost: host => Promise.reject(new CollectorBug(`A replay has no network: ${host}`)),
    openBrowser: stage.openBrowser,
    async ask(question) {
      outcome.questions.push(question)
      const next = answers.shift()
      if (next === undefined) throw new QuestionExpired('Nobody answered')
      return next
    },
    async handOver({ page, instructions }) {
      outcome.handOvers.push(instructions)
      const next = takeOvers.shift()
      if (next === undefined) throw new QuestionExpired('Nobody took the page over')
      return next(page)
    },
    memory: {
      load: schema => schema.safeParse(outcome.memory).data,
      async save(value) {
        // As the database keeps it.
        outcome.memory = JSON.parse(JSON.stringify(value))
      },
    },
    recipes: {
      load: async (host, schema) => schema.safeParse(outcome.recipes[host]).data,
      async save(host, recipe) {
        outcome.recipes[host] = recipe
      },
    },
    report: () => undefined,
    log: { info: () => undefined, warn: () => undefined },
    signal: new AbortController().signal,
  }
}
