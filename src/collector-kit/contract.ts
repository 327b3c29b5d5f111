import type { BrowserContext, Page } from 'playwright-core'
import type { z } from 'zod'
import type { IsoDate } from '#domain/iso-date.ts'
import type { HandOver, HandOverEnd } from '#domain/live-page.ts'
import type { Localized } from '#domain/localized.ts'
import type { Question } from '#domain/question.ts'

/** How a collector reaches its supplier. */
export const COLLECTOR_KINDS = ['api', 'portal', 'mailbox'] as const
export type CollectorKind = (typeof COLLECTOR_KINDS)[number]

/** A form: every field made by one of the kit's `text`, `email`, `secret`, ... */
export type ParamsSchema = z.ZodObject

/** What users and the API see of a collector. */
export interface CollectorInfo<Params extends ParamsSchema = ParamsSchema> {
  /** Stable, lower case, part of the API. The folder's name. */
  id: string
  name: string
  /** Shown to the user and sent as the invoice's `collector.website`. */
  homepage: string
  /** ISO 3166-1 alpha-2; empty or absent means anywhere. */
  countries?: string[]
  /** One sentence under the name, when the name alone does not say it. */
  description?: Localized
  /** Draws the form, validates the API's body, and says which fields are sealed. */
  params: Params
  /**
   * An origin (`http://127.0.0.1:8080`) this collector may reach although it is on a private network:
   * our own sandbox, a test server. Never taken from a user's input.
   */
  privateOrigin?: string
}

/** A collector as the engine runs it; authors get one from `apiCollector`, `portalCollector` or `mailboxCollector`. */
export interface Collector extends CollectorInfo {
  kind: CollectorKind
  collect(run: CollectContext): AsyncIterable<FoundInvoice>
  /**
   * For suppliers that tell news by themselves (a mailbox with IDLE): stays connected and calls `onNews` whenever
   * something may have arrived since the last run; what it is, the run that is then started finds out. Throws the kit's
   * errors when it cannot go on, the signal's reason when that aborts; `unsupported`: this supplier tells nothing.
   */
  watch?(context: WatchContext, onNews: () => void): Promise<'unsupported'>
}

/** What the engine hands to a collector that watches. Nothing can be saved: that is for runs. */
export type WatchContext = Pick<CollectContext, 'params' | 'resolveHost' | 'log' | 'signal'> & {
  memory: Pick<Memory, 'load'>
}

/** One line of a supplier's list. The engine downloads `document` only when the reference is new. */
export interface FoundInvoice {
  /** The supplier's own reference: identifies the invoice for ever. Defaults to `number`. */
  ref?: string
  number: string | null
  /** As the supplier lists it; null when only the document says it. */
  issuedOn: IsoDate | null
  /** For mail: the day it arrived, which decides whether it is new while `issuedOn` is unknown. */
  receivedOn?: IsoDate
  dueOn?: IsoDate | null
  /** With tax, as listed. */
  total: Money | null
  /** The page where a person finds it. */
  link?: string
  /** Fetches the file. Lazy, called at most once, before the next invoice is asked for. */
  document(): Promise<FetchedDocument | Uint8Array>
}

export interface Money {
  /** Decimal string, `-12.30`. */
  amount: string
  /** ISO 4217. */
  currency: string
}

export interface FetchedDocument {
  bytes: Uint8Array
  /** The supplier's own name for it; only shown, never used as a path. */
  filename?: string
}

/** What the engine hands to a running collector. */
export interface CollectContext {
  /** Parsed by the collector's own schema, secrets in clear: only for this run. */
  params: Record<string, unknown>
  /** Older invoices need not be listed. */
  since: IsoDate
  /** Today, so that a run can be replayed. */
  today: IsoDate
  http: Http
  /**
   * For protocols other than HTTP (IMAP): looks the host up and returns one address this run may connect to (IPv4
   * first). Connect to that address and not to the name, or the check is worth nothing; the name is for TLS only.
   * Throws `UserActionNeeded` for an address this server must not reach (private, metadata...); a name that cannot be
   * resolved rejects with the resolver's own error (`code` `ENOTFOUND`, `EAI_AGAIN`).
   */
  resolveHost(host: string): Promise<string>
  /**
   * Opens the run's own browser context (empty, or with the cookies of `storageState`). Closed by the engine.
   * At most one per run.
   */
  openBrowser(storageState?: BrowserStorage): Promise<BrowserContext>
  /** Asks a person and waits; throws `QuestionExpired`. */
  ask(question: Question | string): Promise<string>
  /**
   * Gives the page to a person, as pictures that can be clicked and typed into: to log in, to solve a human check. While
   * they have it, leave it and its pop-ups alone; pictures and fonts are loaded. `ok`: they say that it is done; look
   * for the sign of it yourself. `cancel`: they do not want to; usually a reason for `UserActionNeeded`. `report`: it
   * does not work for them. Throws `QuestionExpired` when nobody comes in time or they stop half-way.
   */
  handOver(handOver: HandOver<Page>): Promise<HandOverEnd>
  /** What this collector wants to remember until the next run (cookies, a mailbox position): sealed, JSON. */
  memory: Memory
  /** What is known of suppliers' portals; for the collector that finds its own way. */
  recipes: RecipeBook
  /** What is happening now, for the person who watches. */
  report(step: 'logging_in' | 'collecting'): void
  log: CollectLog
  /** Aborted when the run's time is up or the server stops. */
  signal: AbortSignal
}

/** `await context.storageState()`. */
export type BrowserStorage = Awaited<ReturnType<BrowserContext['storageState']>>

export interface Memory {
  /** What the last `save` left, or undefined when there is nothing or it no longer fits `schema`. */
  load<Schema extends z.ZodType>(schema: Schema): z.output<Schema> | undefined
  /** Everything yielded before this call is already stored, so a position can safely be remembered. */
  save(value: unknown): Promise<void>
}

/** What was learnt about a supplier's portal, shared by all users of that supplier: it holds nothing of any of them. */
export interface RecipeBook {
  /** The newest recipe of a host, or undefined when there is none or it no longer fits `schema`. */
  load<Schema extends z.ZodType>(host: string, schema: Schema): Promise<z.output<Schema> | undefined>
  /** Adds a version; `reason` says in English what no longer fitted, or that the portal is new. */
  save(host: string, recipe: object, reason: string): Promise<void>
}

export interface CollectLog {
  info(fields: object, message: string): void
  warn(fields: object, message: string): void
}

/** The guarded HTTP client, as collectors see it: it turns trouble into the kit's errors. */
export interface Http {
  /** The same client with more headers on every request. Sent to the first request's origin only, never across a redirect to another. */
  with(headers: Record<string, string>): Http
  /** GET (or `request`) and parse. 401 and 403 throw `CredentialRejected`, 408, 429, 5xx and network trouble `SupplierUnavailable`, anything else that does not fit `SupplierChanged`. */
  json<Schema extends z.ZodType>(url: string, schema: Schema, request?: HttpRequest): Promise<z.output<Schema>>
  bytes(url: string, request?: HttpRequest): Promise<Uint8Array>
  /** The bare answer, for flows the two above do not fit. Never throws for a status. */
  send(url: string, request?: HttpRequest): Promise<HttpAnswer>
}

export interface HttpRequest {
  method?: 'GET' | 'POST'
  headers?: Record<string, string>
  body?: string | URLSearchParams
  /** Sent as JSON instead of `body`. */
  json?: unknown
  /**
   * The address was written by somebody nobody knows (a link in a mail): only https and public addresses, redirects
   * included, whatever else this run may reach.
   */
  fromStranger?: boolean
}

export interface HttpAnswer {
  status: number
  /** Lower-case names. */
  headers: Record<string, string>
  bytes: Uint8Array
  /** The body as UTF-8. */
  text(): string
}
