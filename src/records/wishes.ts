import { newId, type Store } from './store.ts'
import type { User } from './users.ts'

/** What users tell us: a supplier that is missing, or how they like it. */
export async function addWish(
  store: Store,
  user: Pick<User, 'id' | 'customer_id'>,
  { kind, body }: { kind: 'collector_request' | 'feedback'; body: Record<string, unknown> },
): Promise<string> {
  const id = newId()
  await store.db
    .insertInto('wishes')
    .values({
      id,
      customer_id: user.customer_id,
      user_id: user.id,
      kind,
      body: JSON.stringify(body),
      created_at: store.now(),
    })
    .execute()
  return id
}
