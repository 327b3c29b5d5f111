import { type Selectable, sql } from 'kysely'
import type { CredentialState } from '#domain/credential-state.ts'
import type { Localized } from '#domain/localized.ts'
import { appendEvent } from './events.ts'
import { cutPage, type Listed, type Page } from './page.ts'
import type { Schema } from './schema.ts'
import { inTransaction, newId, type Scope, type Store, type Tx } from './store.ts'

export type Run = Selectable<Schema['runs']>
export type RunningCredential = Selectable<Schema['credentials']>

/** NOTIFY channel; the payload is a run's id. */
export const RUN_CHANGED = 'run_changed'

/** The credential, as far as opening a run needs it. */
export interface RunOwner {
  id: string
  customer_id: string
  user_id: string
  supplier: string | null
}

/** A new run and its job, or the one that is already open. Call it with the credential's row locked. */
export async function openRunFor(store: Store, tx: Tx, credential: RunOwner): Promise<string> {
  const open = await tx
    .selectFrom('runs')
    .select('id')
    .where('credential_id', '=', credential.id)
    .where('finished_at', 'is', null)
    .executeTakeFirst()
  if (open) return open.id

  const id = newId()
  await tx
    .insertInto('runs')
    .values({
      id,
      customer_id: credential.customer_id,
      user_id: credential.user_id,
      credential_id: credential.id,
      state: 'waiting',
      started_at: store.now(),
      finished_at: null,
      outcome_code: null,
      outcome_sentence: null,
      outcome_detail: null,
      picture_sha256: null,
    })
    .execute()
  await tx
    .updateTable('credentials')
    .set({ state: 'waiting', next_collect_at: null })
    .where('id', '=', credential.id)
    .execute()
  await store.queue.send(
    'collect',
    { runId: id },
    {
      transaction: tx,
      ...(credential.supplier !== null && { group: credential.supplier }),
    },
  )
  return id
}

/** A refused password is never tried twice: accounts get locked. Such a credential must be reconnected first. */
export async function startRun(
  store: Store,
  scope: Scope,
  credentialId: string,
): Promise<{ runId: string } | 'unknown' | 'rejected'> {
  return inTransaction(store, async tx => {
    const credential = await tx
      .selectFrom('credentials')
      .select(['id', 'customer_id', 'user_id', 'supplier', 'outcome_code', 'state'])
      .where('id', '=', credentialId)
      .where('customer_id', '=', scope.customerId)
      .$if(scope.userId !== undefined, query => query.where('user_id', '=', scope.userId as string))
      .forUpdate()
      .executeTakeFirst()
    if (!credential) return 'unknown'
    if (credential.state === 'disconnected' && credential.outcome_code === 'credential_rejected') return 'rejected'
    return { runId: await openRunFor(store, tx, credential) }
  })
}

export async function findRun(store: Store, scope: Scope, runId: string): Promise<Run | undefined> {
  return store.db
    .selectFrom('runs')
    .selectAll()
    .where('id', '=', runId)
    .where('customer_id', '=', scope.customerId)
    .$if(scope.userId !== undefined, query => query.where('user_id', '=', scope.userId as string))
    .executeTakeFirst()
}

interface RunFilter extends Page {
  credentialId?: string | undefined
}

export async function listRuns(store: Store, scope: Scope, filter: RunFilter): Promise<Listed<Run>> {
  const rows = await store.db
    .selectFrom('runs')
    .selectAll()
    .where('customer_id', '=', scope.customerId)
    .$if(scope.userId !== undefined, query => query.where('user_id', '=', scope.userId as string))
    .$if(filter.credentialId !== undefined, query => query.where('credential_id', '=', filter.credentialId as string))
    .$if(filter.before !== undefined, query => query.where('id', '<', filter.before as string))
    .orderBy('id', 'desc')
    .limit(filter.limit + 1)
    .execute()
  return cutPage(rows, filter.limit, row => row.id)
}

/** A run with its owner's language, for those who watch it; whoever holds the run's link may. */
export async function watchRun(store: Store, runId: string) {
  return store.db
    .selectFrom('runs')
    .innerJoin('users', 'users.id', 'runs.user_id')
    .selectAll('runs')
    .select('users.locale')
    .where('runs.id', '=', runId)
    .executeTakeFirst()
}

/** An unfinished run and its credential, sealed; undefined when finished or deleted meanwhile. */
export async function openRun(
  store: Store,
  runId: string,
): Promise<{ run: Run; credential: RunningCredential } | undefined> {
  const run = await store.db
    .selectFrom('runs')
    .selectAll()
    .where('id', '=', runId)
    .where('finished_at', 'is', null)
    .executeTakeFirst()
  if (!run) return undefined
  const credential = await store.db
    .selectFrom('credentials')
    .selectAll()
    .where('id', '=', run.credential_id)
    .executeTakeFirst()
  return credential && { run, credential }
}

export interface RunProgress {
  state?: CredentialState
  listed?: number
  new?: number
  failed?: number
}

/** Tells everybody who watches, in whatever process. */
export async function updateRun(
  store: Store,
  run: Pick<Run, 'id' | 'credential_id'>,
  progress: RunProgress,
): Promise<void> {
  await inTransaction(store, async tx => {
    await tx
      .updateTable('runs')
      .set({ id: run.id, ...progress })
      .where('id', '=', run.id)
      .where('finished_at', 'is', null)
      .execute()
    if (progress.state) {
      const { state } = progress
      await tx.updateTable('credentials').set({ state }).where('id', '=', run.credential_id).execute()
    }
    await notifyRunChanged(tx, run.id)
  })
}

export interface RunEnd {
  state: 'done' | 'error' | 'disconnected'
  code: string
  /** Null for `done`. */
  sentence: Localized | null
  /** For developers; never a secret. */
  detail: string | null
  counts: { listed: number; new: number; failed: number }
  isListingComplete: boolean
  failuresInARow: number
  nextCollectAt: Date | null
  pictureSha256: string | null
  /** What the customer must hear of this end, if anything. */
  notification: {
    type: 'notification_disconnected' | 'notification_reconnected'
    payload: Record<string, unknown>
  } | null
  /** The sealed parameters this run had; null when it never got that far. */
  triedParams: Buffer | null
}

/** The one outcome of a run, what it means for its credential, and the customer's notification: together. */
export async function finishRun(store: Store, run: Run, end: RunEnd): Promise<void> {
  const now = store.now()
  const sentence = end.sentence && JSON.stringify(end.sentence)
  await inTransaction(store, async tx => {
    const finished = await tx
      .updateTable('runs')
      .set({
        ...end.counts,
        state: end.state,
        finished_at: now,
        outcome_code: end.code,
        outcome_sentence: sentence,
        outcome_detail: end.detail,
        picture_sha256: end.pictureSha256,
      })
      .where('id', '=', run.id)
      .where('finished_at', 'is', null)
      .returning('id')
      .executeTakeFirst()
    if (!finished) return
    const credential = await lockCredential(tx, run.credential_id)
    if (end.triedParams !== null && !credential.params.equals(end.triedParams)) {
      // The user connected again meanwhile: what the old parameters came to says nothing about the new ones.
      await openRunFor(store, tx, credential)
      return notifyRunChanged(tx, run.id)
    }

    await tx
      .updateTable('credentials')
      .set({
        state: end.state,
        outcome_code: end.code,
        outcome_sentence: sentence,
        failures_in_a_row: end.failuresInARow,
        next_collect_at: end.nextCollectAt,
        last_collected_at: now,
        ...(end.isListingComplete && { is_first_listing_done: true }),
        ...(end.notification && {
          disconnected_at: end.notification.type === 'notification_disconnected' ? now : null,
        }),
      })
      .where('id', '=', run.credential_id)
      .execute()
    if (end.notification) await appendNotification(store, tx, run, end.notification)
    // Only a run that saw everything can tell that something is not there.
    if (end.code === 'done') {
      await store.queue.send('notice_missing', { runId: run.id }, { transaction: tx })
    }
    await notifyRunChanged(tx, run.id)
  })
}

function lockCredential(tx: Tx, credentialId: string) {
  return tx
    .selectFrom('credentials')
    .select(['id', 'customer_id', 'user_id', 'supplier', 'params'])
    .where('id', '=', credentialId)
    .forUpdate()
    .executeTakeFirstOrThrow()
}

/** How the end of a run is told that nobody can carry on. */
const ABANDONED: Pick<RunEnd, 'code' | 'sentence' | 'detail'> = {
  code: 'collector_bug',
  sentence: {
    en: 'The collection was interrupted. We will try again by ourselves.',
    fr: 'La collecte a été interrompue. Nous réessaierons de nous-mêmes.',
  },
  detail: 'The run had no job any more',
}

/** Runs whose job was lost (a queue emptied by hand, retries used up) must not keep their credential busy for ever. */
export async function abandonRuns(store: Store, startedBefore: Date): Promise<number> {
  const runs = await store.db
    .selectFrom('runs')
    .selectAll()
    .where('finished_at', 'is', null)
    .where('started_at', '<', startedBefore)
    .limit(100)
    .execute()
  for (const run of runs) await finishRun(store, run, abandonedEnd(store, run))
  return runs.length
}

function abandonedEnd(store: Store, run: Run): RunEnd {
  return {
    ...ABANDONED,
    state: 'error',
    counts: { listed: run.listed, new: run.new, failed: run.failed },
    isListingComplete: false,
    failuresInARow: 1,
    nextCollectAt: store.now(),
    pictureSha256: null,
    notification: null,
    triedParams: null,
  }
}

async function appendNotification(store: Store, tx: Tx, run: Run, notification: NonNullable<RunEnd['notification']>) {
  await appendEvent(store, tx, {
    customerId: run.customer_id,
    type: notification.type,
    userId: run.user_id,
    credentialId: run.credential_id,
    payload: notification.payload,
  })
}

export async function notifyRunChanged(tx: Pick<Tx, 'executeQuery' | 'getExecutor'>, runId: string): Promise<void> {
  await sql`select pg_notify(${RUN_CHANGED}, ${runId})`.execute(tx as Tx)
}
