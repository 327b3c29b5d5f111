import type { Facts } from '#domain/facts.ts'
import type { Locale, Localized } from '#domain/localized.ts'
import { describeMissing, type MissingInvoice } from '#domain/missing-invoice.ts'
import type { Invoice } from './invoices.ts'

/** Who an event is about; the same in every event. */
export interface EventSubject {
  remoteId: string
  locale: Locale
  userId: string
  /** Null once the credential is removed. */
  credentialId: string | null
  collector: { id: string; name: string; homepage: string; kind: string }
}

/** The callback's body for a new invoice, but for the document's bytes and link, which are made at each attempt. */
export function describeInvoice(subject: EventSubject, invoice: Invoice): Record<string, unknown> {
  return { ...describeSubject(subject), invoice: viewInvoice(invoice) }
}

type CopyColumn = 'copy_of' | 'copy_reason' | 'split_from'

type InvoiceToShow = Omit<
  Invoice,
  'customer_id' | 'user_id' | 'credential_id' | 'collector_id' | 'reference' | 'is_known' | CopyColumn
>

/** The callback's `invoice`, as far as it never changes. */
export function viewInvoice(invoice: InvoiceToShow) {
  return {
    id: invoice.id,
    timestamp: invoice.issued_on ? Date.parse(`${invoice.issued_on}T00:00:00Z`) : null,
    collected_timestamp: invoice.collected_at.getTime(),
    link: invoice.link,
    number: invoice.number,
    issued_on: invoice.issued_on,
    due_on: invoice.due_on,
    amount: invoice.amount,
    currency: invoice.currency,
    tax: invoice.tax,
    seller: invoice.seller,
    type: invoice.type ?? 'invoice',
    filename: invoice.filename,
    mimetype: invoice.mimetype,
    size: invoice.size,
    sha256: invoice.sha256,
    metadata: { facts: listFacts(invoice.facts), checks: invoice.checks },
  }
}

/** An error of the collectors' kit, as far as a customer hears of it. */
interface Trouble {
  code: string
  actor: string
  sentence: Localized
}

/** The user must act: what happened, whose turn it is, and where to go. */
export function describeDisconnected(
  subject: EventSubject,
  { error, publicUrl }: { error: Trouble; publicUrl: string },
): Record<string, unknown> {
  return {
    ...describeSubject(subject),
    reason: { code: error.code, message: error.sentence[subject.locale], actor: error.actor },
    // The customer adds a fresh token of the user: POST /user.
    reconnect_url: `${publicUrl}/api/v1/ui?credential_id=${subject.credentialId}`,
  }
}

export function describeReconnected(subject: EventSubject): Record<string, unknown> {
  return describeSubject(subject)
}

/** What should have come, for machines and for people. */
export function describeMissingInvoice(
  subject: EventSubject,
  { id, seller, expected }: MissingInvoice & { id: string },
): Record<string, unknown> {
  const message = describeMissing({ seller, expected })[subject.locale]
  return { ...describeSubject(subject), missing: { id, seller, expected, message } }
}

function describeSubject({ remoteId, userId, credentialId, collector }: EventSubject): Record<string, unknown> {
  const { id, name, homepage, kind } = collector
  return {
    remote_id: remoteId,
    user_id: userId,
    credential_id: credentialId,
    collector: { id, name, website: homepage, kind },
  }
}

function listFacts(facts: Facts): object[] {
  return Object.entries(facts).map(([name, fact]) => ({ name: snakeCase(name), ...fact }))
}

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, letter => `_${letter.toLowerCase()}`)
}
