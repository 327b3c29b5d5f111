import { type Selectable, sql } from 'kysely'
import type { IsoDate } from '#domain/iso-date.ts'
import type { MissingInvoice } from '#domain/missing-invoice.ts'
import { cutPage, type Listed, type Page } from './page.ts'
import { openRunFor } from './runs.ts'
import type { Schema } from './schema.ts'
import { inTransaction, newId, type Scope, type Store } from './store.ts'

/** Without the sealed columns: those never leave this layer but for a run. */
export type Credential = Omit<Selectable<Schema['credentials']>, 'params' | 'memory'> & {
  invoices_count: number
  missing: OpenMissing[]
}

/** Noticed, neither dismissed nor turned up. */
interface OpenMissing extends Pick<MissingInvoice, 'seller' | 'expected'> {
  id: string
}

interface NewCredential {
  customerId: string
  userId: string
  collectorId: string
  supplier: string | null
  params: Record<string, unknown>
  note: string | null
  downloadFrom: IsoDate
}

/** The credential and its first run exist together or not at all. */
export async function addCredential(store: Store, fresh: NewCredential): Promise<{ id: string; runId: string }> {
  return inTransaction(store, async tx => {
    const id = newId()
    await tx
      .insertInto('credentials')
      .values({
        id,
        customer_id: fresh.customerId,
        user_id: fresh.userId,
        collector_id: fresh.collectorId,
        supplier: fresh.supplier,
        note: fresh.note,
        params: sealParams(store, id, fresh.params),
        memory: null,
        download_from: fresh.downloadFrom,
        state: 'waiting',
        outcome_code: null,
        outcome_sentence: null,
        disconnected_at: null,
        next_collect_at: null,
        last_collected_at: null,
        created_at: store.now(),
      })
      .execute()
    const runId = await openRunFor(store, tx, {
      id,
      customer_id: fresh.customerId,
      user_id: fresh.userId,
      supplier: fresh.supplier,
    })
    return { id, runId }
  })
}

interface Reconnection {
  /** All parameters anew; undefined leaves them. */
  params?: Record<string, unknown> | undefined
  /** Goes with `params`: they may name another host. */
  supplier?: string | null | undefined
  note?: string | null | undefined
  downloadFrom?: IsoDate | undefined
}

/** Keeps the id, the invoices and what is known; new parameters forget the session and start a run. */
export async function updateCredential(
  store: Store,
  scope: Scope,
  { credentialId, params, supplier, note, downloadFrom }: Reconnection & { credentialId: string },
): Promise<{ runId: string | null } | 'unknown'> {
  return inTransaction(store, async tx => {
    const credential = await tx
      .updateTable('credentials')
      .set({
        id: credentialId,
        ...(note !== undefined && { note }),
        ...(supplier !== undefined && { supplier }),
        ...(downloadFrom !== undefined && { download_from: downloadFrom }),
        ...(params && { params: sealParams(store, credentialId, params), memory: null, failures_in_a_row: 0 }),
      })
      .where('id', '=', credentialId)
      .where('customer_id', '=', scope.customerId)
      .$if(scope.userId !== undefined, query => query.where('user_id', '=', scope.userId as string))
      .returning(['id', 'customer_id', 'user_id', 'supplier'])
      .executeTakeFirst()
    if (!credential) return 'unknown'
    return { runId: params ? await openRunFor(store, tx, credential) : null }
  })
}

export async function findCredential(
  store: Store,
  scope: Scope,
  credentialId: string,
): Promise<Credential | undefined> {
  return select(store, scope).where('credentials.id', '=', credentialId).executeTakeFirst()
}

export async function listCredentials(store: Store, scope: Scope, page: Page): Promise<Listed<Credential>> {
  const rows = await select(store, scope)
    .$if(page.before !== undefined, query => query.where('credentials.id', '<', page.before as string))
    .orderBy('credentials.id', 'desc')
    .limit(page.limit + 1)
    .execute()
  return cutPage(rows, page.limit, row => row.id)
}

/** Secrets, session and runs go; invoices that were collected stay with the user, and are still delivered. */
export async function deleteCredential(
  store: Store,
  scope: Scope,
  credentialId: string,
): Promise<'deleted' | 'unknown'> {
  const row = await inTransaction(store, tx =>
    tx
      .deleteFrom('credentials')
      .where('id', '=', credentialId)
      .where('customer_id', '=', scope.customerId)
      .$if(scope.userId !== undefined, query => query.where('user_id', '=', scope.userId as string))
      .returning('id')
      .executeTakeFirst(),
  )
  return row ? 'deleted' : 'unknown'
}

/** Opens a run for every credential whose time has come, at most `limit`; several schedulers share the work. */
export async function openDueRuns(store: Store, limit: number): Promise<number> {
  return inTransaction(store, async tx => {
    const due = await tx
      .selectFrom('credentials')
      .select(['id', 'customer_id', 'user_id', 'supplier'])
      .where('next_collect_at', '<=', store.now())
      .orderBy('next_collect_at')
      .limit(limit)
      .forUpdate()
      .skipLocked()
      .execute()
    for (const credential of due) await openRunFor(store, tx, credential)
    return due.length
  })
}

/** Parameters in clear: for the worker, for the run, never further. */
export function openParams(store: Store, credential: { id: string; params: Buffer }): Record<string, unknown> {
  return store.keyring.open(credential.params, paramsIdentity(credential.id)) as Record<string, unknown>
}

export function openMemory(store: Store, credential: { id: string; memory: Buffer | null }): unknown {
  return credential.memory && store.keyring.open(credential.memory, memoryIdentity(credential.id))
}

/** A session belongs to the parameters it was opened with: after a reconnection it is worth nothing. */
export async function saveMemory(
  store: Store,
  { id, params }: { id: string; params: Buffer },
  value: unknown,
): Promise<void> {
  const memory = store.keyring.seal(value, memoryIdentity(id))
  await store.db.updateTable('credentials').set({ memory }).where('id', '=', id).where('params', '=', params).execute()
}

function select(store: Store, scope: Scope) {
  return store.db
    .selectFrom('credentials')
    .select([...COLUMNS])
    .select(
      sql<number>`(select count(*)::int from invoices i where i.credential_id = credentials.id and not i.is_known)`.as(
        'invoices_count',
      ),
    )
    .select(
      sql<OpenMissing[]>`(
        select coalesce(jsonb_agg(jsonb_build_object('id', m.id, 'seller', m.seller, 'expected', m.expected) order by m.id), '[]')
        from missing_invoices m
        where m.credential_id = credentials.id and m.dismissed_at is null and m.turned_up_at is null)`.as('missing'),
    )
    .where('credentials.customer_id', '=', scope.customerId)
    .$if(scope.userId !== undefined, query => query.where('credentials.user_id', '=', scope.userId as string))
}

const COLUMNS = [
  'credentials.id',
  'credentials.customer_id',
  'credentials.user_id',
  'credentials.collector_id',
  'credentials.supplier',
  'credentials.note',
  'credentials.download_from',
  'credentials.is_first_listing_done',
  'credentials.state',
  'credentials.outcome_code',
  'credentials.outcome_sentence',
  'credentials.failures_in_a_row',
  'credentials.disconnected_at',
  'credentials.next_collect_at',
  'credentials.last_collected_at',
  'credentials.created_at',
] as const

function sealParams(store: Store, id: string, params: Record<string, unknown>): Buffer {
  return store.keyring.seal(params, paramsIdentity(id))
}

function paramsIdentity(id: string): string {
  return `credentials.params ${id}`
}

function memoryIdentity(id: string): string {
  return `credentials.memory ${id}`
}
