import { z } from 'zod'
import { retryDelivery } from '#records/deliveries.ts'
import { invoiceOfLink } from '#records/document-link.ts'
import { findInvoice, findInvoiceById, type Invoice, listInvoices } from '#records/invoices.ts'
import { DELIVERY_STATES } from '#records/schema.ts'
import type { ApiParts } from '../api-parts.ts'
import { Problem } from '../http/problem.ts'
import { type BytesAnswer, bytesRoute, jsonRoute, listRoute, type Route, silentRoute } from '../http/route.ts'
import { Day, Id, PageQuery, pageOf } from './fields.ts'
import { InvoiceDetails, InvoiceSummary, summarise, viewDetails } from './invoice-views.ts'

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
      summary: 'One invoice, with where each fact came from and every way it came',
      params: OneInvoice,
      answer: InvoiceDetails,
      async handle({ caller, params, locale }) {
        const invoice = await findInvoice(store, caller.scope, params.id)
        if (!invoice) throw new Problem('not_found')
        return viewDetails(parts, invoice, { scope: caller.scope, locale })
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

/** A stored document as a download. */
export async function readDocument({ store }: ApiParts, invoice: Invoice | undefined): Promise<BytesAnswer> {
  const bytes = invoice?.sha256 && (await store.files.get(invoice.user_id, invoice.sha256))
  if (!bytes) throw new Problem('not_found')
  const mimetype = invoice.mimetype ?? 'application/octet-stream'
  return { bytes, mimetype, filename: invoice.filename ?? 'document', disposition: 'attachment' }
}
