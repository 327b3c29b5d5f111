import type { ColumnType, Generated, JSONColumnType } from 'kysely'
import type { CredentialState } from '#domain/credential-state.ts'
import type { DocumentType, FactCheck, Facts } from '#domain/facts.ts'
import type { Locale, Localized } from '#domain/localized.ts'
import type { ExpectedInvoice } from '#domain/missing-invoice.ts'
import type { QuestionKind } from '#domain/question.ts'
import type { SameInvoiceReason } from '#domain/same-invoice.ts'

/** The tables as `migrations/` leave them. `bytea` columns named here as sealed hold ciphertext only. */
export interface Schema {
  data_keys: DataKeysTable
  customers: CustomersTable
  bearers: BearersTable
  signing_secrets: SigningSecretsTable
  users: UsersTable
  user_tokens: UserTokensTable
  credentials: CredentialsTable
  runs: RunsTable
  questions: QuestionsTable
  invoices: InvoicesTable
  events: EventsTable
  missing_invoices: MissingInvoicesTable
  deliveries: DeliveriesTable
  attempts: AttemptsTable
  recipes: RecipesTable
  watches: WatchesTable
  wishes: WishesTable
  sandbox_accounts: SandboxAccountsTable
  live_pages: LivePagesTable
  live_pictures: LivePicturesTable
}

/** Written as an ISO string or a Date, read as a Date. */
type Instant = ColumnType<Date, Date | string, Date | string>
type Json<Value> = JSONColumnType<Value & object>

interface DataKeysTable {
  id: string
  purpose: 'seal' | 'link'
  wrapped: Buffer
  created_at: Instant
}

interface CustomersTable {
  id: string
  name: string
  callback: string | null
  callback_stopped_at: Instant | null
  email: string | null
  locale: Locale
  theme: Json<Record<string, unknown>>
  allowed_origins: string[]
  inline_documents: boolean
  last_event: Generated<number>
  created_at: Instant
}

interface BearersTable {
  id: string
  customer_id: string
  name: string | null
  token_hash: Buffer
  created_at: Instant
  last_used_at: Instant | null
}

interface SigningSecretsTable {
  id: string
  customer_id: string
  sealed: Buffer
  created_at: Instant
  expires_at: Instant | null
}

interface UsersTable {
  id: string
  customer_id: string
  remote_id: string
  name: string | null
  locale: Locale
  created_at: Instant
}

interface UserTokensTable {
  token_hash: Buffer
  user_id: string
  expires_at: Instant
}

interface CredentialsTable {
  id: string
  customer_id: string
  user_id: string
  collector_id: string
  /** Whose servers a run asks: a portal's host, else the collector's id; null where nobody is to be spared. */
  supplier: string | null
  note: string | null
  /** Sealed. */
  params: Buffer
  /** Sealed: cookies, a mailbox position. */
  memory: Buffer | null
  download_from: string
  is_first_listing_done: Generated<boolean>
  state: CredentialState
  outcome_code: string | null
  outcome_sentence: Json<Localized> | null
  failures_in_a_row: Generated<number>
  /** Since when the customer knows that the user must act. */
  disconnected_at: Instant | null
  next_collect_at: Instant | null
  last_collected_at: Instant | null
  created_at: Instant
}

interface RunsTable {
  id: string
  customer_id: string
  user_id: string
  credential_id: string
  state: CredentialState
  started_at: Instant
  finished_at: Instant | null
  outcome_code: string | null
  outcome_sentence: Json<Localized> | null
  outcome_detail: string | null
  listed: Generated<number>
  new: Generated<number>
  failed: Generated<number>
  picture_sha256: string | null
}

interface QuestionsTable {
  id: string
  run_id: string
  kind: QuestionKind
  prompt: Json<Localized>
  options: Json<string[]> | null
  /** Sealed; the row goes as soon as the run has read it. */
  answer: Buffer | null
  expires_at: Instant
  created_at: Instant
}

export interface Seller {
  name: string | null
  vat_id: string | null
  country: string | null
}

interface InvoicesTable {
  id: string
  customer_id: string
  user_id: string
  credential_id: string | null
  collector_id: string
  reference: string
  /** Seen, but not new: never delivered. Downloaded only when it is a copy. */
  is_known: boolean
  /** The invoice this is a further document of. */
  copy_of: string | null
  copy_reason: SameInvoiceReason | null
  /** The invoice this was taken for, until somebody said that it is another one. */
  split_from: string | null
  type: DocumentType | null
  number: string | null
  issued_on: string | null
  due_on: string | null
  amount: string | null
  tax: string | null
  currency: string | null
  seller: Json<Seller>
  link: string | null
  filename: string | null
  mimetype: string | null
  size: number | null
  sha256: string | null
  facts: Json<Facts>
  checks: Json<FactCheck[]>
  collected_at: Instant
}

interface MissingInvoicesTable {
  id: string
  customer_id: string
  user_id: string
  credential_id: string
  /** Which of a mailbox's suppliers; empty where the credential is one supplier. */
  series: string
  seller: string | null
  expected: Json<ExpectedInvoice>
  noticed_at: Instant
  dismissed_at: Instant | null
  /** When we knew that it had come after all. */
  turned_up_at: Instant | null
}

interface EventsTable {
  id: string
  customer_id: string
  sequence: number
  type: string
  user_id: string | null
  credential_id: string | null
  invoice_id: string | null
  payload: Json<Record<string, unknown>>
  created_at: Instant
}

export const DELIVERY_STATES = ['pending', 'waiting', 'delivered', 'failed'] as const
export type DeliveryState = (typeof DELIVERY_STATES)[number]

interface DeliveriesTable {
  id: string
  customer_id: string
  event_id: string
  /** `waiting`: no callback is set, or it said 410. `failed`: the schedule is at its end. */
  state: DeliveryState
  attempts: Generated<number>
  next_attempt_at: Instant | null
  delivered_at: Instant | null
  created_at: Instant
}

interface AttemptsTable {
  id: string
  delivery_id: string
  url: string
  attempted_at: Instant
  duration_ms: number
  status: number | null
  error: string | null
  response_excerpt: string | null
}

interface RecipesTable {
  id: string
  host: string
  version: number
  recipe: Json<Record<string, unknown>>
  reason: string
  created_at: Instant
}

/** Who listens to which credential. */
interface WatchesTable {
  credential_id: string
  /** The process. */
  holder: string
  /** Of the sealed parameters. */
  params_sha256: Buffer
  leased_until: Instant
  not_before: Instant
  failures_in_a_row: Generated<number>
}

interface WishesTable {
  id: string
  customer_id: string
  user_id: string
  kind: 'collector_request' | 'feedback'
  body: Json<Record<string, unknown>>
  created_at: Instant
}

interface SandboxAccountsTable {
  username: string
  issued: Json<unknown[]>
}

interface LivePagesTable {
  id: string
  run_id: string
  instructions: Json<Localized>
  /** Sealed: what a picture cannot show. */
  sealed: Buffer | null
  expires_at: Instant
}

interface LivePicturesTable {
  page_id: string
  /** Sealed. */
  sealed: Buffer
  width: number
  height: number
  sequence: number
}
