import { z } from 'zod'
import { DOCUMENT_TYPES } from '#domain/facts.ts'
import { retryDelivery } from '#records/deliveries.ts'
import { invoiceOfLink } from '#records/document-link.ts'
import { findInvoice, findInvoiceById, type Invoice, type InvoiceView, listInvoices } from '#records/invoices.ts'
import { DELIVERY_STATES } from '#records/schema.ts'
import type { ApiParts } from '../api-parts.ts'
import { Problem } from '../http/problem.ts'
import { type BytesAnswer, bytesRoute, jsonRoute, listRoute, type Route, silentRoute } from '../http/route.ts'
import { Day, Id, Instant, instant, PageQuery, pageOf } from './fields.ts'

const Seller = z.object({ name: z.string().nullable(), vat_id: z.string().nullable(), country: z.string().nullable() })

const InvoiceSummary = z.object({
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

const InvoiceDetails = InvoiceSummary.extend({
  metadata: z.object({
    facts: z.record(z.string(), z.unknown()).describe('Where each value came from, and how sure it is.'),
    checks: z.array(z.object({ rule: z.string(), ok: z.boolean(), detail: z.string() })),
  }),
})

const Filter = PageQuery.extend({
  user_id: Id.optional(),
  credential_id: Id.optional(),
  supplier: z.string().max(64).optional().describe('A collector’s id.'),
  issued_from: Day.optional(),
  issued_to: Day.optional(),
  delivery_state: z.enum(DELIVERY_STATES).optional(),
})

const OneInvoice = z.object({ id: Id })
const tag = 'Invoices'

export function invoiceRoutes(parts: ApiParts): Route[] {
  const { store } = parts
  return [
    listRoute({
      method: 'GET',
      path: '/invoices',
      who: 'both',
      tag,
      summary: 'Collected invoices, newest first',
      query: Filter,
      item: InvoiceSummary,
      async handle({ caller, query }) {
        const { items, next } = await listInvoices(store, caller.scope, {
          ...pageOf(query),
          userId: query.user_id,
          credentialId: query.credential_id,
          supplier: query.supplier,
          issuedFrom: query.issued_from,
          issuedTo: query.issued_to,
          deliveryState: query.delivery_state,
        })
        return { items: items.map(summarise), next }
      },
    }),
    jsonRoute({
      method: 'GET',
      path: '/invoice/{id}',
      who: 'both',
      tag,
      summary: 'One invoice, with where each fact came from',
      params: OneInvoice,
      answer: InvoiceDetails,
      async handle({ caller, params }) {
        const invoice = await findInvoice(store, caller.scope, params.id)
        if (!invoice) throw new Problem('not_found')
        return { ...summarise(invoice), metadata: { facts: { ...invoice.facts }, checks: invoice.checks } }
      },
    }),
    bytesRoute({
      method: 'GET',
      path: '/invoice/{id}/document',
      who: 'both',
      tag,
      summary: 'An invoice’s document',
      params: OneInvoice,
      contentType: '*/*',
      handle: async ({ caller, params }) => readDocument(parts, await findInvoice(store, caller.scope, params.id)),
    }),
    bytesRoute({
      method: 'GET',
      path: '/document/{link}',
      who: 'anyone',
      tag,
      summary: 'A document by the signed link of a delivery',
      description: 'The link itself is the permission; it ends after 7 days.',
      params: z.object({ link: z.string().max(300) }),
      contentType: '*/*',
      async handle({ params }) {
        const id = invoiceOfLink(store, params.link)
        return readDocument(parts, id === undefined ? undefined : await findInvoiceById(store, id))
      },
    }),
    silentRoute({
      method: 'POST',
      path: '/invoice/{id}/resend',
      who: 'customer',
      tag,
      summary: 'Send an invoice to the callback again',
      description: 'Under the same event id, so that a receiver that has it already can tell.',
      params: OneInvoice,
      async handle({ caller, params }) {
        const outcome = await retryDelivery(store, caller.customer.id, { invoiceId: params.id })
        if (outcome === 'unknown') throw new Problem('not_found')
        if (outcome === 'no_destination') throw new Problem('no_callback')
      },
    }),
  ]
}

async function readDocument({ store }: ApiParts, invoice: Invoice | undefined): Promise<BytesAnswer> {
  const bytes = invoice?.sha256 && (await store.files.get(invoice.user_id, invoice.sha256))
  if (!bytes) throw new Problem('not_found')
  const mimetype = invoice.mimetype ?? 'application/octet-stream'
  return { bytes, mimetype, filename: invoice.filename ?? 'document', disposition: 'attachment' }
}

function summarise(invoice: InvoiceView): z.input<typeof InvoiceSummary> {
  const { collector_id: collector, type, collected_at, ...rest } = invoice
  return { ...rest, collector, type: type ?? 'invoice', collected_at: instant(collected_at) }
}
