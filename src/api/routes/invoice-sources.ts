import { z } from 'zod'
import { describeInvoice, type EventSubject } from '#records/describe-event.ts'
import { listSources, splitSource } from '#records/invoice-copies.ts'
import { findInvoice, type Invoice } from '#records/invoices.ts'
import { findUser } from '#records/users.ts'
import type { ApiParts } from '../api-parts.ts'
import { Problem } from '../http/problem.ts'
import { bytesRoute, jsonRoute, type Route } from '../http/route.ts'
import { Id } from './fields.ts'
import { InvoiceDetails, viewDetails } from './invoice-views.ts'
import { readDocument } from './invoices.ts'

const OneSource = z.object({ id: Id, source_id: Id })
const tag = 'Invoices'

/** An invoice that came several ways: its further documents, and what to do when one of them is another invoice. */
export function invoiceSourceRoutes(parts: ApiParts): Route[] {
  const { store } = parts
  return [
    bytesRoute({
      method: 'GET',
      path: '/invoice/{id}/source/{source_id}/document',
      who: 'both',
      tag,
      summary: 'A further document of an invoice',
      description: 'As this source brought it: the XML of a scan that came first, for instance.',
      params: OneSource,
      contentType: '*/*',
      async handle({ caller, params }) {
        const sources = await listSources(store, caller.scope, params.id)
        return readDocument(
          parts,
          sources.find(({ id }) => id === params.source_id),
        )
      },
    }),
    jsonRoute({
      method: 'POST',
      path: '/invoice/{id}/source/{source_id}/split',
      who: 'both',
      tag,
      summary: 'Say that a source is another invoice',
      description:
        'It becomes an invoice of its own, under the source’s id, is delivered, and is never taken for this one again.',
      params: OneSource,
      answer: InvoiceDetails,
      async handle({ caller, params, locale }) {
        const { id: invoiceId, source_id: sourceId } = params
        const invoice = await findInvoice(store, caller.scope, invoiceId)
        if (!invoice) throw new Problem('not_found')
        const subjectOf = await nameSubject(parts, invoice)
        const payloadOf = (split: Invoice) => describeInvoice(subjectOf(split), split)
        const outcome = await splitSource(store, caller.scope, { invoiceId, sourceId, payloadOf })
        if (outcome === 'first') throw new Problem('first_source')
        const split = outcome === 'split' && (await findInvoice(store, caller.scope, sourceId))
        if (!split) throw new Problem('not_found')
        return viewDetails(parts, split, { scope: caller.scope, locale })
      },
    }),
  ]
}

/** Who an event about one of this user's invoices is about. A collector that is no longer ours keeps its id. */
async function nameSubject(
  { store, catalogue }: ApiParts,
  { customer_id, user_id }: Invoice,
): Promise<(invoice: Invoice) => EventSubject> {
  const user = await findUser(store, customer_id, user_id)
  if (!user) throw new Problem('not_found')
  return ({ collector_id: id, credential_id: credentialId }) => {
    const collector = catalogue.find(id) ?? { id, name: id, homepage: '', kind: 'portal' }
    return { remoteId: user.remote_id, locale: user.locale, userId: user.id, credentialId, collector }
  }
}
