import { type Selectable, sql } from 'kysely'
import type { DocumentType, FactCheck, Facts } from '#domain/facts.ts'
import type { IsoDate } from '#domain/iso-date.ts'
import { appendEvent } from './events.ts'
import { findInvoiceOfCopy, lockInvoicesOf } from './invoice-copies.ts'
import { cutPage, type Listed, type Page } from './page.ts'
import type { DeliveryState, Schema, Seller } from './schema.ts'
import { inTransaction, newId, type Scope, type Store } from './store.ts'

export type Invoice = Selectable<Schema['invoices']>

/** Where an invoice belongs. */
interface InvoiceOwner {
  customer_id: string
  user_id: string
  credential_id: string
}

export interface CollectedInvoice {
  collectorId: string
  reference: string
  type: DocumentType | null
  number: string | null
  issuedOn: IsoDate | null
  dueOn: IsoDate | null
  amount: string | null
  tax: string | null
  currency: string | null
  seller: Seller
  link: string | null
  filename: string
  mimetype: string
  size: number
  sha256: string
  facts: Facts
  checks: FactCheck[]
}

/** Everything a credential has ever listed: those need no download. */
export async function listKnownReferences(store: Store, credentialId: string): Promise<Set<string>> {
  const rows = await store.db
    .selectFrom('invoices')
    .select('reference')
    .where('credential_id', '=', credentialId)
    .execute()
  return new Set(rows.map(({ reference }) => reference))
}

export async function listIssueDates(store: Store, credentialId: string): Promise<IsoDate[]> {
  const rows = await store.db
    .selectFrom('invoices')
    .select('issued_on')
    .distinct()
    .where('credential_id', '=', credentialId)
    .where('issued_on', 'is not', null)
    .orderBy('issued_on', 'desc')
    // Enough for four years of two contracts: what a rhythm is learnt from.
    .limit(100)
    .execute()
  return rows.map(({ issued_on }) => issued_on as IsoDate)
}

/** Remembers that an invoice was there before the user connected; it is never sent. */
export async function markKnown(
  store: Store,
  owner: InvoiceOwner,
  listed: Pick<CollectedInvoice, 'collectorId' | 'reference' | 'number' | 'issuedOn'>,
): Promise<void> {
  const blank = { type: null, dueOn: null, amount: null, tax: null, currency: null, link: null, facts: {}, checks: [] }
  const row = invoiceRow(store, owner, { ...blank, ...listed, seller: NOBODY })
  await store.db
    .insertInto('invoices')
    .values({ ...row, is_known: true })
    .onConflict(conflict => conflict.columns(['credential_id', 'reference']).doNothing())
    .execute()
}

/**
 * The invoice, its event and its delivery, in one transaction. `known`: this reference was stored before.
 * `copy`: the user has this invoice already, from elsewhere; it becomes one more source of it and is not sent again.
 */
export async function storeInvoice(
  store: Store,
  owner: InvoiceOwner,
  { invoice, payloadOf }: { invoice: CollectedInvoice; payloadOf: (stored: Invoice) => Record<string, unknown> },
): Promise<'stored' | 'known' | 'copy'> {
  return inTransaction(store, async tx => {
    await lockInvoicesOf(tx, owner.user_id)
    const same = await findInvoiceOfCopy(tx, owner, invoice)
    const stored = await tx
      .insertInto('invoices')
      .values({
        ...invoiceRow(store, owner, invoice),
        is_known: same !== null,
        copy_of: same?.invoiceId ?? null,
        copy_reason: same?.reason ?? null,
      })
      .onConflict(conflict => conflict.columns(['credential_id', 'reference']).doNothing())
      .returningAll()
      .executeTakeFirst()
    if (!stored) return 'known'
    if (same) return 'copy'
    await appendEvent(store, tx, {
      customerId: owner.customer_id,
      type: 'invoice',
      userId: owner.user_id,
      credentialId: owner.credential_id,
      invoiceId: stored.id,
      payload: payloadOf(stored),
    })
    return 'stored'
  })
}

export interface InvoiceFilter extends Page {
  userId?: string | undefined
  credentialId?: string | undefined
  /** A collector's id. */
  supplier?: string | undefined
  issuedFrom?: IsoDate | undefined
  issuedTo?: IsoDate | undefined
  deliveryState?: DeliveryState | undefined
}

export type InvoiceView = Invoice & { delivery_state: DeliveryState | null }

/** Those that were new; what was only known before is not an invoice to the outside. */
export async function listInvoices(store: Store, scope: Scope, filter: InvoiceFilter): Promise<Listed<InvoiceView>> {
  const userId = scope.userId ?? filter.userId
  const rows = await selectViews(store, scope)
    .$if(userId !== undefined, query => query.where('invoices.user_id', '=', userId as string))
    .$if(filter.credentialId !== undefined, query => query.where('credential_id', '=', filter.credentialId as string))
    .$if(filter.supplier !== undefined, query => query.where('collector_id', '=', filter.supplier as string))
    .$if(filter.issuedFrom !== undefined, query => query.where('issued_on', '>=', filter.issuedFrom as string))
    .$if(filter.issuedTo !== undefined, query => query.where('issued_on', '<=', filter.issuedTo as string))
    .$if(filter.deliveryState !== undefined, query =>
      query.where(DELIVERY_STATE, '=', filter.deliveryState as DeliveryState),
    )
    .$if(filter.before !== undefined, query => query.where('invoices.id', '<', filter.before as string))
    .orderBy('invoices.id', 'desc')
    .limit(filter.limit + 1)
    .execute()
  return cutPage(rows, filter.limit, row => row.id)
}

export async function findInvoice(store: Store, scope: Scope, invoiceId: string): Promise<InvoiceView | undefined> {
  return selectViews(store, scope).where('invoices.id', '=', invoiceId).executeTakeFirst()
}

/** For a signed link, which names the invoice itself. */
export async function findInvoiceById(store: Store, invoiceId: string): Promise<Invoice | undefined> {
  return store.db.selectFrom('invoices').selectAll().where('id', '=', invoiceId).executeTakeFirst()
}

const DELIVERY_STATE = sql<DeliveryState | null>`(
  select d.state from events e join deliveries d on d.event_id = e.id where e.invoice_id = invoices.id
  order by d.id desc limit 1)`

const NOBODY: Seller = { name: null, vat_id: null, country: null }

function selectViews(store: Store, scope: Scope) {
  return store.db
    .selectFrom('invoices')
    .selectAll()
    .select(DELIVERY_STATE.as('delivery_state'))
    .where('invoices.customer_id', '=', scope.customerId)
    .where('is_known', '=', false)
    .$if(scope.userId !== undefined, query => query.where('invoices.user_id', '=', scope.userId as string))
}

type InvoiceColumns = Omit<CollectedInvoice, 'filename' | 'mimetype' | 'size' | 'sha256'> &
  Partial<Pick<CollectedInvoice, 'filename' | 'mimetype' | 'size' | 'sha256'>>

function invoiceRow(store: Store, owner: InvoiceOwner, invoice: InvoiceColumns) {
  return {
    id: newId(),
    customer_id: owner.customer_id,
    user_id: owner.user_id,
    credential_id: owner.credential_id,
    collector_id: invoice.collectorId,
    reference: invoice.reference,
    type: invoice.type,
    number: invoice.number,
    issued_on: invoice.issuedOn,
    due_on: invoice.dueOn,
    amount: invoice.amount,
    tax: invoice.tax,
    currency: invoice.currency,
    seller: JSON.stringify(invoice.seller),
    link: invoice.link,
    filename: invoice.filename ?? null,
    mimetype: invoice.mimetype ?? null,
    size: invoice.size ?? null,
    sha256: invoice.sha256 ?? null,
    facts: JSON.stringify(invoice.facts),
    checks: JSON.stringify(invoice.checks),
    collected_at: store.now(),
  }
}
