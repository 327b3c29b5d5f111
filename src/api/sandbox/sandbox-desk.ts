import { setTimeout as pause } from 'node:timers/promises'
import { isoDateOf } from '#domain/iso-date.ts'
import type { SandboxStore } from '#domain/sandbox-store.ts'
import { drawInvoicePdf } from './invoice-pdf.ts'
import type { SandboxAccount } from './sandbox-accounts.ts'
import { listSandboxInvoices, type SandboxInvoice } from './sandbox-invoices.ts'

export interface SandboxOptions {
  store: SandboxStore
  clock: () => Date
  /** Signs cookies and tokens. The same key after a restart keeps sessions alive. */
  sessionKey: string | Uint8Array
  /** How long `demo-slow` takes for each answer. */
  slowMs?: number
}

export const INVOICES_PER_PAGE = 20

/** An account never grows beyond this: anybody who reaches the server may issue invoices. */
const MAX_FURTHER_INVOICES = 500

/** Few: documents are quick to draw again. */
const MAX_CACHED_DOCUMENTS = 32

const SLOW_MS = 2000

/** What the portal and the API of the sandbox have in common. */
export class SandboxDesk {
  readonly clock: () => Date
  readonly sessionKey: string | Uint8Array
  readonly #store: SandboxStore
  readonly #slowMs: number
  readonly #documents = new Map<string, Promise<Uint8Array>>()

  constructor({ store, clock, sessionKey, slowMs = SLOW_MS }: SandboxOptions) {
    this.#store = store
    this.clock = clock
    this.sessionKey = sessionKey
    this.#slowMs = slowMs
  }

  /** Newest first. */
  async invoicesOf(account: SandboxAccount): Promise<SandboxInvoice[]> {
    return listSandboxInvoices(account, await this.#store.listIssued(account.username))
  }

  async issueOne(account: SandboxAccount): Promise<SandboxInvoice | 'full'> {
    const further = await this.#store.listIssued(account.username)
    if (further.length >= MAX_FURTHER_INVOICES) return 'full'
    const count = await this.#store.issueOne(account.username, isoDateOf(this.clock()))
    const invoices = await this.invoicesOf(account)
    // Counted from the oldest, so that another one issued meanwhile is not taken for ours.
    const issued = invoices.toReversed()[account.issuedOn.length + count - 1]
    if (!issued) throw new Error('The sandbox store lost an invoice')
    return issued
  }

  document(invoice: SandboxInvoice): Promise<Uint8Array> {
    const key = `${invoice.username} ${invoice.number}`
    const cached = this.#documents.get(key)
    if (cached) return cached
    const oldest = this.#documents.keys().next()
    if (this.#documents.size >= MAX_CACHED_DOCUMENTS && !oldest.done) this.#documents.delete(oldest.value)
    const drawn = drawInvoicePdf(invoice)
    this.#documents.set(key, drawn)
    return drawn
  }

  /** Lets `demo-slow` be slow. */
  async delay(account: SandboxAccount): Promise<void> {
    if (account.behaviour === 'slow') await pause(this.#slowMs)
  }
}
