import { sql } from 'kysely'
import type { LiveInput, LivePicture, LiveView } from '#domain/live-page.ts'
import type { Localized } from '#domain/localized.ts'
import { notifyRunChanged } from './runs.ts'
import { inTransaction, newId, type Store } from './store.ts'

/** NOTIFY channel; the payload is the id of a run whose page has a new picture. */
export const LIVE_PICTURE = 'live_picture'
/** NOTIFY channel; the payload is a page's id and sealed messages for whoever holds the page. */
export const LIVE_INPUT = 'live_input'

/** PostgreSQL refuses payloads of 8000 bytes. */
const MOST_PAYLOAD_BYTES = 7999

/** What travels to a page: what a person does, and that somebody watches. */
export type LivePageMessage = LiveInput | { type: 'watch' }

export interface LivePage extends LiveView {
  id: string
  instructions: Localized
  expires_at: Date
}

const UNKNOWN_YET: LiveView = { address: null, field: 'none', choices: null, dialog: null }

/** Hands a run's page over; a run has one at a time, so an older one is closed. */
export async function openLivePage(
  store: Store,
  runId: string,
  { instructions, expiresAt }: { instructions: Localized; expiresAt: Date },
): Promise<string> {
  const id = newId()
  await inTransaction(store, async tx => {
    await tx.deleteFrom('live_pages').where('run_id', '=', runId).execute()
    await tx
      .insertInto('live_pages')
      .values({ id, run_id: runId, instructions: JSON.stringify(instructions), sealed: null, expires_at: expiresAt })
      .execute()
    await notifyRunChanged(tx, runId)
  })
  return id
}

/** What changed about a page, for those who watch it. */
export async function updateLivePage(
  store: Store,
  id: string,
  { view, expiresAt }: { view: LiveView; expiresAt: Date },
): Promise<void> {
  const sealed = store.keyring.seal(view, identityOf('view', id))
  await inTransaction(store, async tx => {
    const page = await tx
      .updateTable('live_pages')
      .set({ sealed, expires_at: expiresAt })
      .where('id', '=', id)
      .returning('run_id')
      .executeTakeFirst()
    if (page) await notifyRunChanged(tx, page.run_id)
  })
}

/** Deletes the page and its picture. */
export async function closeLivePage(store: Store, runId: string): Promise<void> {
  await inTransaction(store, async tx => {
    const closed = await tx.deleteFrom('live_pages').where('run_id', '=', runId).returning('id').executeTakeFirst()
    if (closed) await notifyRunChanged(tx, runId)
  })
}

/** Pages whose process died: nobody holds them any more. */
export async function deleteExpiredLivePages(store: Store): Promise<void> {
  await store.db.deleteFrom('live_pages').where('expires_at', '<', store.now()).execute()
}

export async function findLivePage(store: Store, runId: string): Promise<LivePage | undefined> {
  const row = await store.db
    .selectFrom('live_pages')
    .select(['id', 'instructions', 'sealed', 'expires_at'])
    .where('run_id', '=', runId)
    .where('expires_at', '>', store.now())
    .executeTakeFirst()
  if (!row) return undefined
  const { id, instructions, sealed, expires_at } = row
  const view = sealed ? (store.keyring.open(sealed, identityOf('view', id)) as LiveView) : UNKNOWN_YET
  return { id, instructions, expires_at, ...view }
}

/** Replaces the page's picture and tells everybody; a page that was closed meanwhile keeps none. */
export async function storeLivePicture(
  store: Store,
  page: { id: string; runId: string },
  { base64, width, height, sequence }: LivePicture & { sequence: number },
): Promise<void> {
  const sealed = store.keyring.seal(base64, identityOf('picture', page.id))
  await sql`
    with stored as (
      insert into live_pictures (page_id, sealed, width, height, sequence)
      select id, ${sealed}, ${width}, ${height}, ${sequence} from live_pages where id = ${page.id} for key share
      on conflict (page_id) do update
        set sealed = excluded.sealed, width = excluded.width, height = excluded.height, sequence = excluded.sequence
      returning page_id
    )
    select pg_notify(${LIVE_PICTURE}, ${page.runId}) from stored`.execute(store.db)
}

/** The present picture of a page. */
export async function readLivePicture(
  store: Store,
  pageId: string,
): Promise<(LivePicture & { sequence: number }) | undefined> {
  const row = await store.db
    .selectFrom('live_pictures')
    .select(['sealed', 'width', 'height', 'sequence'])
    .where('page_id', '=', pageId)
    .executeTakeFirst()
  if (!row) return undefined
  const { sealed, width, height, sequence } = row
  return { base64: store.keyring.open(sealed, identityOf('picture', pageId)) as string, width, height, sequence }
}

/**
 * Tells whoever holds the page. People type passwords into it: the messages travel sealed, and lie in no row and no
 * log. Throws for more than a notification holds.
 */
export async function sendToLivePage(store: Store, pageId: string, messages: LivePageMessage[]): Promise<void> {
  const sealed = store.keyring.seal(messages, identityOf('input', pageId))
  const payload = `${pageId} ${sealed.toString('base64')}`
  if (payload.length > MOST_PAYLOAD_BYTES) throw new RangeError('More than one notification holds')
  await sql`select pg_notify(${LIVE_INPUT}, ${payload})`.execute(store.db)
}

/** The id of the page a payload is for, to see whether it is one's own before it is opened. */
export function pageOfPayload(payload: string): string {
  return payload.split(' ', 1)[0] ?? ''
}

/** Throws when it was not sealed for that page by one of ours. */
export function openPayload(store: Store, payload: string): LivePageMessage[] {
  const [pageId = '', sealed = ''] = payload.split(' ')
  return store.keyring.open(Buffer.from(sealed, 'base64'), identityOf('input', pageId)) as LivePageMessage[]
}

function identityOf(what: 'view' | 'picture' | 'input', pageId: string): string {
  return `live_pages.${what} ${pageId}`
}
