/** What the API answers to the pages, as far as they read it. Dates are `YYYY-MM-DD`, instants ISO 8601. */

export interface CollectorSummary {
  id: string
  name: string
  /** Both null for a collector this server no longer has. */
  homepage: string | null
  kind: 'api' | 'portal' | 'mailbox' | null
  /** Served by us; null when there is none. */
  logo: string | null
}

export interface Collector extends CollectorSummary {
  homepage: string
  countries: string[]
  /** In the reader's language. */
  description: string | null
  params: ParamsSchema
}

/** The part of JSON Schema a collector's parameters use. */
export interface ParamsSchema {
  properties?: Record<string, ParamSchema>
  required?: string[]
}

export interface ParamSchema {
  type?: string
  enum?: string[]
  default?: string | number | boolean
  minimum?: number
  maximum?: number
  'x-field'?: FieldHints
}

/** How a parameter wants to be drawn. */
export interface FieldHints {
  label: Localized
  help?: Localized
  placeholder?: string
  secret: boolean
  input: 'text' | 'email' | 'password' | 'url' | 'number' | 'select'
  autocomplete?: string
}

export type Localized = Record<string, string>

/** −2 disconnected, −1 error, 0 waiting, 1 to 6 on its way, 7 done; the words are in the reader's language. */
export interface CredentialState {
  index: number
  max: number
  title: string
  message: string
}

export interface Outcome {
  /** `done`, `partial`, or an error's code. */
  code: string
  message: string
}

export interface Credential {
  id: string
  collector: CollectorSummary
  note: string | null
  download_from: string | null
  state: CredentialState
  /** Of the last finished run. */
  outcome: Outcome | null
  created_at: string
  last_collected_at: string | null
  next_collect_at: string | null
  invoices_count: number
  missing: MissingInvoice[]
}

/** An invoice that should have come, told in the user's language. */
export interface MissingInvoice {
  id: string
  message: string
}

/** What joins somebody to a run; a run that is over has nothing to watch, only an end to read. */
export interface RunTicket {
  run_id: string
  ws_path: string | null
}

/** The answer that starts a run; both null when the run was over before the answer was written. */
export interface StartedRun {
  run_id: string | null
  ws_path: string | null
}

export interface Run {
  id: string
  credential_id: string
  started_at: string | null
  finished_at: string | null
  outcome: Outcome | null
  counts: { listed: number; new: number; failed: number }
}

export interface Invoice {
  id: string
  number: string | null
  issued_on: string | null
  amount: string | null
  currency: string | null
  filename: string | null
}

export interface Question {
  id: string
  kind: 'code' | 'choice' | 'approve'
  prompt: string
  options?: string[]
  /** Null when only the state says that something is asked. */
  expires_at: string | null
}

/** A supplier's page in the person's hands, as far as a picture does not show it. */
export interface LivePage {
  instructions: string
  expires_at: string
  /** The site's origin; null while there is none. */
  address: string | null
  /** What the field that has the focus takes in. */
  field: 'none' | 'text' | 'password' | 'number' | 'email' | 'choice'
  choices: string[] | null
  dialog: { kind: 'alert' | 'confirm' | 'prompt'; message: string } | null
}

export interface LivePicture {
  /** Base64 JPEG. */
  screenshot: string
  width: number
  height: number
}

/** What a live run tells its viewers; kinds we do not know yet are ignored. */
export type LiveMessage =
  | { type: 'state'; state: CredentialState }
  | { type: 'counts'; counts: Run['counts'] }
  | ({ type: 'question' } & Question)
  | ({ type: 'interactive'; open: true } & LivePage)
  | { type: 'interactive'; open: false }
  | ({ type: 'screenshot' } & LivePicture)
