import { sql } from 'kysely'
import type { SeenInvoice } from '#domain/invoice-series.ts'
import { addDays, type IsoDate, isoDateOf } from '#domain/iso-date.ts'
import type { MissingInvoice } from '#domain/missing-invoice.ts'
import type { Notices, Watch } from '#domain/notice-missing.ts'
import { appendEvent } from './events.ts'
import { inTransaction, newId, type Scope, type Store, type Tx } from './store.ts'

/** Four years: a yearly rhythm shows in three. */
const LOOK_BACK_DAYS = 4 * 366
/** Below this a value read from a document teaches nothing. */
const SURE = 0.8
/** Names are read with less certainty than figures. */
const SURE_OF_NAME = 0.6

/** A credential whose latest run saw everything, with its user. */
export interface WatchedCredential {
  id: string
  customer_id: string
  user_id: string
  remote_id: string
  locale: 'en' | 'fr'
  collector_id: string
  connectedOn: IsoDate
  wantedFrom: IsoDate
  lookedOn: IsoDate
}

/** The credential of a run that saw everything; undefined when it is gone. */
export async function findWatchedCredential(store: Store, runId: string): Promise<WatchedCredential | undefined> {
  const row = await store.db
    .selectFrom('runs')
    .innerJoin('credentials', 'credentials.id', 'runs.credential_id')
    .innerJoin('users', 'users.id', 'credentials.user_id')
    .select(['credentials.id', 'credentials.customer_id', 'credentials.user_id', 'credentials.collector_id'])
    .select(['credentials.created_at', 'credentials.download_from', 'users.remote_id', 'users.locale'])
    .select('runs.started_at')
    .where('runs.id', '=', runId)
    .executeTakeFirst()
  if (!row) return undefined
  const { created_at, download_from, started_at, ...credential } = row
  const connectedOn = isoDateOf(created_at)
  const [wantedFrom = connectedOn] = [download_from, connectedOn].sort()
  return { ...credential, connectedOn, wantedFrom, lookedOn: isoDateOf(started_at) }
}

/**
 * Asks `notice` what is missing among the user's invoices and keeps its answer, each new one with its event, in one
 * transaction. Answers how many are new.
 */
export async function recordNotices(
  store: Store,
  credential: WatchedCredential,
  {
    notice,
    payloadOf,
  }: {
    notice: (known: Pick<Watch, 'seen' | 'noticed'>) => Promise<Notices>
    payloadOf: (missing: MissingInvoice & { id: string }) => Record<string, unknown>
  },
): Promise<number> {
  const seen = await listSeen(store, credential)
  return inTransaction(store, async tx => {
    // Locked, so that two jobs of one credential do not both tell.
    const locked = await tx.selectFrom('credentials').select('id').where('id', '=', credential.id).forUpdate().execute()
    if (locked.length === 0) return 0
    const { missing, turnedUp } = await notice({ seen, noticed: await listNoticed(tx, credential.id) })
    if (turnedUp.length > 0) {
      await tx.updateTable('missing_invoices').set({ turned_up_at: store.now() }).where('id', 'in', turnedUp).execute()
    }
    for (const one of missing) await insertMissing(store, tx, { ...one, credential, payloadOf })
    return missing.length
  })
}

/** It is not missing, or nobody cares: it is shown no more, and never told again. */
export async function dismissMissing(
  store: Store,
  scope: Scope,
  { credentialId, missingId }: { credentialId: string; missingId: string },
): Promise<'dismissed' | 'unknown'> {
  const row = await store.db
    .updateTable('missing_invoices')
    .set(eb => ({ dismissed_at: eb.fn.coalesce('dismissed_at', eb.val(store.now())) }))
    .where('id', '=', missingId)
    .where('credential_id', '=', credentialId)
    .where('customer_id', '=', scope.customerId)
    .$if(scope.userId !== undefined, query => query.where('user_id', '=', scope.userId as string))
    .returning('id')
    .executeTakeFirst()
  return row ? 'dismissed' : 'unknown'
}

/** What is known before the first download, from a list, is as certain as the list; of documents, what was read well. */
async function listSeen(store: Store, { id, user_id, lookedOn }: WatchedCredential): Promise<SeenInvoice[]> {
  const rows = await store.db
    .selectFrom('invoices')
    .select(['credential_id', 'issued_on', 'number', 'collected_at', 'sha256'])
    .select([
      sql<boolean>`coalesce((facts->'number'->>'confidence')::float >= ${SURE}, sha256 is null)`.as('is_number_sure'),
      sql<boolean>`coalesce((facts->'issuedOn'->>'confidence')::float >= ${SURE}, sha256 is null)`.as('is_day_sure'),
      sql<string | null>`case when (facts->'sellerName'->>'confidence')::float >= ${SURE_OF_NAME}
        then facts->'sellerName'->>'value' end`.as('seller_name'),
      sql<string | null>`case when (facts->'sellerVatId'->>'confidence')::float >= ${SURE}
        then facts->'sellerVatId'->>'value' end`.as('seller_vat_id'),
    ])
    .where('user_id', '=', user_id)
    .where('collected_at', '>=', new Date(`${addDays(lookedOn, -LOOK_BACK_DAYS)}T00:00:00Z`))
    .orderBy('id')
    .execute()
  return rows.map(row => ({
    isElsewhere: row.credential_id !== id,
    isInvoice: row.sha256 !== null || row.issued_on !== null,
    issuedOn: row.is_day_sure ? row.issued_on : null,
    collectedOn: isoDateOf(row.collected_at),
    number: row.is_number_sure ? row.number : null,
    sellerName: row.seller_name,
    sellerVatId: row.seller_vat_id,
  }))
}

async function listNoticed(tx: Tx, credentialId: string): Promise<Watch['noticed']> {
  return tx
    .selectFrom('missing_invoices')
    .select(['id', 'series', 'seller', 'expected'])
    .where('credential_id', '=', credentialId)
    .where('turned_up_at', 'is', null)
    .orderBy('id')
    .execute()
}

interface NewMissing extends MissingInvoice {
  credential: WatchedCredential
  payloadOf: (missing: MissingInvoice & { id: string }) => Record<string, unknown>
}

async function insertMissing(store: Store, tx: Tx, { credential, payloadOf, ...missing }: NewMissing): Promise<void> {
  const id = newId()
  const { id: credentialId, customer_id, user_id } = credential
  await tx
    .insertInto('missing_invoices')
    .values({
      id,
      customer_id,
      user_id,
      credential_id: credentialId,
      series: missing.series,
      seller: missing.seller,
      expected: JSON.stringify(missing.expected),
      noticed_at: store.now(),
    })
    .execute()
  await appendEvent(store, tx, {
    customerId: customer_id,
    type: 'invoice_missing',
    userId: user_id,
    credentialId,
    payload: payloadOf({ id, ...missing }),
  })
}
