import { sql } from 'kysely'
import { openRunFor, type RunningCredential } from './runs.ts'
import { inTransaction, type Store } from './store.ts'

/** A credential that this process, and no other, may stay connected to. */
export interface Watch {
  credential: RunningCredential
  failuresInARow: number
}

interface Claim {
  /** The process. */
  holder: string
  /** Collectors that can watch. */
  collectorIds: string[]
  limit: number
  leasedUntil: Date
}

/**
 * Takes credentials that nobody watches: they have been read once, all is well with them, no run is on, and a pause
 * after trouble is over, or they were changed since. Several processes may claim at once: each credential goes to one.
 */
export async function claimWatches(store: Store, claim: Claim): Promise<Watch[]> {
  const now = store.now()
  const { rows: claimed } = await sql<{ credential_id: string; failures_in_a_row: number }>`
    insert into watches as watch (credential_id, holder, params_sha256, leased_until, not_before)
    select c.id, ${claim.holder}, sha256(c.params), ${claim.leasedUntil}, ${now}
    from credentials c left join watches w on w.credential_id = c.id
    where c.collector_id = any(${claim.collectorIds}) and c.is_first_listing_done and c.state in ('done', 'error')
      and not exists (select from runs r where r.credential_id = c.id and r.finished_at is null)
      and (w.credential_id is null
        or (w.leased_until <= ${now} and (w.not_before <= ${now} or w.params_sha256 <> sha256(c.params))))
    order by w.leased_until nulls first, c.id
    limit ${claim.limit}
    on conflict (credential_id) do update set
      holder = excluded.holder, leased_until = excluded.leased_until, params_sha256 = excluded.params_sha256,
      failures_in_a_row = case when watch.params_sha256 = excluded.params_sha256 then watch.failures_in_a_row else 0 end
      where watch.leased_until <= ${now}
    returning credential_id, failures_in_a_row`.execute(store.db)
  if (claimed.length === 0) return []
  const failures = new Map(claimed.map(row => [row.credential_id, row.failures_in_a_row]))
  const credentials = await store.db
    .selectFrom('credentials')
    .selectAll()
    .where('id', 'in', [...failures.keys()])
    .execute()
  return credentials.map(credential => ({ credential, failuresInARow: failures.get(credential.id) ?? 0 }))
}

/** Keeps a process's watches for longer; answers with those that go on: neither deleted, changed nor disconnected. */
export async function renewWatches(store: Store, holder: string, leasedUntil: Date): Promise<Set<string>> {
  const { rows } = await sql<{ credential_id: string }>`
    update watches w set leased_until = ${leasedUntil} from credentials c
    where w.holder = ${holder} and w.leased_until > ${store.now()} and c.id = w.credential_id
      and c.state <> 'disconnected' and sha256(c.params) = w.params_sha256
    returning w.credential_id`.execute(store.db)
  return new Set(rows.map(row => row.credential_id))
}

/** The watch has ended; nobody takes it up again before `notBefore`, unless the credential is changed. */
export async function endWatch(
  store: Store,
  holder: string,
  { credentialId, notBefore, failuresInARow }: { credentialId: string; notBefore: Date; failuresInARow: number },
): Promise<void> {
  await store.db
    .updateTable('watches')
    .set({ leased_until: store.now(), not_before: notBefore, failures_in_a_row: failuresInARow })
    .where('credential_id', '=', credentialId)
    .where('holder', '=', holder)
    .execute()
}

/** Lets other processes have these at once. */
export async function releaseWatches(store: Store, holder: string, credentialIds: string[]): Promise<void> {
  if (credentialIds.length === 0) return
  await store.db
    .updateTable('watches')
    .set({ leased_until: store.now() })
    .where('holder', '=', holder)
    .where('credential_id', 'in', credentialIds)
    .execute()
}

/**
 * A run that will find what is new. `busy`: one is under way that may have looked already, so ask again when it has
 * ended. `gone`: the credential is deleted or disconnected.
 */
export async function openRunForNews(store: Store, credentialId: string): Promise<'opened' | 'busy' | 'gone'> {
  return inTransaction(store, async tx => {
    const credential = await tx
      .selectFrom('credentials')
      .select(['id', 'customer_id', 'user_id', 'supplier', 'state'])
      .where('id', '=', credentialId)
      .forUpdate()
      .executeTakeFirst()
    if (!credential || credential.state === 'disconnected') return 'gone'
    const open = await tx
      .selectFrom('runs')
      .select('state')
      .where('credential_id', '=', credentialId)
      .where('finished_at', 'is', null)
      .executeTakeFirst()
    if (open && open.state !== 'waiting') return 'busy'
    await openRunFor(store, tx, credential)
    return 'opened'
  })
}
