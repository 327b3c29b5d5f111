import { sql } from 'kysely'
import { addDays } from '#domain/iso-date.ts'
import { findSameInvoice, type SameInvoice } from '#domain/same-invoice.ts'
import { appendEvent } from './events.ts'
import type { CollectedInvoice, Invoice } from './invoices.ts'
import { inTransaction, type Scope, type Store, type Tx } from './store.ts'

/** Two runs of one user may bring the same invoice at the same moment: one of them comes first. */
export async function lockInvoicesOf(tx: Tx, userId: string): Promise<void> {
  await tx.selectFrom('users').select('id').where('id', '=', userId).forUpdate().execute()
}

/** The user's invoice that a new document belongs to; null when it is an invoice of its own. */
export async function findInvoiceOfCopy(
  tx: Tx,
  owner: { user_id: string; credential_id: string },
  invoice: Pick<CollectedInvoice, 'sha256' | 'facts'>,
): Promise<SameInvoice | null> {
  const candidates = await selectCandidates(tx, owner.user_id, invoice)
  const stored = candidates.map(({ id, credential_id, copy_of, split_from, sha256, facts }) => {
    return { id, credentialId: credential_id, copyOf: copy_of, wasSplit: split_from !== null, sha256, facts }
  })
  return findSameInvoice({ credentialId: owner.credential_id, sha256: invoice.sha256, facts: invoice.facts }, stored)
}

/** All documents of an invoice, the one that was delivered first; each with the reason why it is the same invoice. */
export async function listSources(store: Store, scope: Scope, invoiceId: string): Promise<Invoice[]> {
  return store.db
    .selectFrom('invoices')
    .selectAll()
    .where('customer_id', '=', scope.customerId)
    .$if(scope.userId !== undefined, query => query.where('user_id', '=', scope.userId as string))
    .where(eb => eb.or([eb.and([eb('id', '=', invoiceId), eb('is_known', '=', false)]), eb('copy_of', '=', invoiceId)]))
    .orderBy(eb => eb('copy_of', 'is not', null))
    .orderBy('id')
    .execute()
}

interface Split {
  invoiceId: string
  sourceId: string
  payloadOf: (invoice: Invoice) => Record<string, unknown>
}

/**
 * Makes a copy an invoice of its own and delivers it; it is never taken for the same again. `first`: the document the
 * invoice was made from cannot leave it. Splitting twice does nothing more.
 */
export async function splitSource(
  store: Store,
  scope: Scope,
  { invoiceId, sourceId, payloadOf }: Split,
): Promise<'split' | 'first' | 'unknown'> {
  return inTransaction(store, async tx => {
    const [owner] = await selectSource(tx, scope, { invoiceId, sourceId })
    if (!owner) return 'unknown'
    await lockInvoicesOf(tx, owner.user_id)
    const [source] = await selectSource(tx, scope, { invoiceId, sourceId })
    if (!source) return 'unknown'
    if (source.copy_of === null) return source.split_from === invoiceId ? 'split' : 'first'

    const split = await tx
      .updateTable('invoices')
      .set({ is_known: false, copy_of: null, copy_reason: null, split_from: invoiceId })
      .where('id', '=', sourceId)
      .returningAll()
      .executeTakeFirstOrThrow()
    await takeSameFilesAlong(tx, split, invoiceId)
    await appendEvent(store, tx, {
      customerId: split.customer_id,
      type: 'invoice',
      userId: split.user_id,
      credentialId: split.credential_id,
      invoiceId: split.id,
      payload: payloadOf(split),
    })
    return 'split'
  })
}

/** Everything that could be the same: the same file, or the same amount at about the same day. */
async function selectCandidates(tx: Tx, userId: string, { sha256, facts }: Pick<CollectedInvoice, 'sha256' | 'facts'>) {
  const [total, issuedOn] = [facts.total?.value, facts.issuedOn?.value]
  return tx
    .selectFrom('invoices')
    .select(['id', 'credential_id', 'copy_of', 'split_from', 'sha256', 'facts'])
    .where('user_id', '=', userId)
    .where('sha256', 'is not', null)
    .where(eb =>
      eb.or([
        eb('sha256', '=', sha256),
        ...(total !== undefined && issuedOn !== undefined
          ? [
              eb.and([
                eb('amount', '=', total),
                eb('issued_on', '>=', addDays(issuedOn, -1)),
                eb('issued_on', '<=', addDays(issuedOn, 1)),
              ]),
            ]
          : []),
      ]),
    )
    .orderBy('id')
    .execute()
}

/** A copy of this invoice, one that was, or the invoice itself. */
async function selectSource(tx: Tx, scope: Scope, { invoiceId, sourceId }: Pick<Split, 'invoiceId' | 'sourceId'>) {
  return tx
    .selectFrom('invoices')
    .select(['user_id', 'copy_of', 'split_from'])
    .where('id', '=', sourceId)
    .where('customer_id', '=', scope.customerId)
    .$if(scope.userId !== undefined, query => query.where('user_id', '=', scope.userId as string))
    .where(eb =>
      eb.or([
        eb('copy_of', '=', invoiceId),
        eb('split_from', '=', invoiceId),
        eb.and([eb('id', '=', invoiceId), eb('is_known', '=', false)]),
      ]),
    )
    .execute()
}

/** Whoever says that this document is another invoice says it of every copy of the very same file. */
async function takeSameFilesAlong(tx: Tx, split: Invoice, invoiceId: string): Promise<void> {
  await tx
    .updateTable('invoices')
    .set({ copy_of: split.id, copy_reason: 'same_file' })
    .where('copy_of', '=', invoiceId)
    .where('sha256', '=', split.sha256)
    .where(sql<boolean>`sha256 is distinct from (select i.sha256 from invoices i where i.id = ${invoiceId})`)
    .execute()
}
