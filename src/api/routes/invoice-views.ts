import { z } from 'zod'
import { DOCUMENT_TYPES } from '#domain/facts.ts'
import type { Locale, Localized } from '#domain/localized.ts'
import { SAME_INVOICE_REASONS, type SameInvoiceReason } from '#domain/same-invoice.ts'
import { listSources } from '#records/invoice-copies.ts'
import type { Invoice, InvoiceView } from '#records/invoices.ts'
import { DELIVERY_STATES } from '#records/schema.ts'
import type { Scope } from '#records/store.ts'
import type { ApiParts } from '../api-parts.ts'
import { Day, Instant, instant } from './fields.ts'

const Seller = z.object({ name: z.string().nullable(), vat_id: z.string().nullable(), country: z.string().nullable() })

export const InvoiceSummary = z.object({
  id: z.string(),
  user_id: z.string(),
  credential_id: z.string().nullable().describe('Null once the credential is removed.'),
  collector: z.string(),
  number: z.string().nullable(),
  issued_on: Day.nullable(),
  due_on: Day.nullable(),
  amount: z.string().nullable().describe('With tax, a decimal string.'),
  tax: z.string().nullable(),
  currency: z.string().nullable(),
  seller: Seller,
  type: z.enum(DOCUMENT_TYPES),
  link: z.string().nullable(),
  filename: z.string().nullable(),
  mimetype: z.string().nullable(),
  size: z.int().nullable(),
  sha256: z.string().nullable(),
  collected_at: Instant,
  delivery_state: z.enum(DELIVERY_STATES).nullable(),
})

const InvoiceSource = z.object({
  id: z.string(),
  credential_id: z.string().nullable(),
  collector: z.string(),
  link: z.string().nullable(),
  filename: z.string().nullable(),
  mimetype: z.string().nullable(),
  size: z.int().nullable(),
  sha256: z.string().nullable(),
  collected_at: Instant,
  reason: z
    .object({ code: z.enum(SAME_INVOICE_REASONS), message: z.string() })
    .nullable()
    .describe('Why this is the same invoice. Null for the first.'),
})

export const InvoiceDetails = InvoiceSummary.extend({
  metadata: z.object({
    facts: z.record(z.string(), z.unknown()).describe('Where each value came from, and how sure it is.'),
    checks: z.array(z.object({ rule: z.string(), ok: z.boolean(), detail: z.string() })),
  }),
  sources: z
    .array(InvoiceSource)
    .describe('Every way this invoice came. The first was delivered; the others were found to be the same invoice.'),
  split_from: z.string().nullable().describe('The invoice this one was first taken for, until it was split from it.'),
})

export function summarise(invoice: InvoiceView): z.input<typeof InvoiceSummary> {
  const { collector_id: collector, type, collected_at, ...rest } = invoice
  return { ...rest, collector, type: type ?? 'invoice', collected_at: instant(collected_at) }
}

/** One invoice with all its sources. */
export async function viewDetails(
  { store }: ApiParts,
  invoice: InvoiceView,
  { scope, locale }: { scope: Scope; locale: Locale },
): Promise<z.input<typeof InvoiceDetails>> {
  const sources = await listSources(store, scope, invoice.id)
  return {
    ...summarise(invoice),
    metadata: { facts: { ...invoice.facts }, checks: invoice.checks },
    sources: sources.map(source => viewSource(source, locale)),
    split_from: invoice.split_from,
  }
}

function viewSource(source: Invoice, locale: Locale): z.input<typeof InvoiceSource> {
  const { collector_id: collector, copy_reason: code, collected_at, ...rest } = source
  return {
    ...rest,
    collector,
    collected_at: instant(collected_at),
    reason: code && { code, message: REASONS[code][locale] },
  }
}

const REASONS: Record<SameInvoiceReason, Localized> = {
  same_file: { en: 'It is the very same file.', fr: 'C’est exactement le même fichier.' },
  same_vat_id: {
    en: 'Same VAT number of the seller, same invoice number, day and total.',
    fr: 'Même numéro de TVA du vendeur, mêmes numéro de facture, jour et total.',
  },
  same_seller_name: {
    en: 'Same seller, same invoice number, day and total.',
    fr: 'Même vendeur, mêmes numéro de facture, jour et total.',
  },
}
