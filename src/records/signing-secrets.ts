import { randomBytes } from 'node:crypto'
import { inTransaction, newId, type Store, type Tx } from './store.ts'

/** Standard Webhooks asks for 24 to 64 bytes. */
const SECRET_BYTES = 32

/** So long the old secret signs too, for receivers to change over. */
const OVERLAP_MS = 24 * 3_600_000

/** The secret to verify deliveries with, `whsec_…`. */
export async function getSigningSecret(store: Store, customerId: string): Promise<string> {
  const [newest] = await listSigningSecrets(store, customerId)
  if (newest === undefined) throw new Error('A customer without a signing secret')
  return newest
}

/** Every secret in force, newest first: deliveries are signed with all of them. */
export async function listSigningSecrets(store: Store, customerId: string): Promise<string[]> {
  const rows = await store.db
    .selectFrom('signing_secrets')
    .select(['id', 'sealed'])
    .where('customer_id', '=', customerId)
    .where(eb => eb.or([eb('expires_at', 'is', null), eb('expires_at', '>', store.now())]))
    .orderBy('id', 'desc')
    .execute()
  return rows.map(({ id, sealed }) => store.keyring.open(sealed, identityOf(id)) as string)
}

export async function rotateSigningSecret(store: Store, customerId: string): Promise<string> {
  return inTransaction(store, async tx => {
    await tx
      .updateTable('signing_secrets')
      .set({ expires_at: new Date(store.now().getTime() + OVERLAP_MS) })
      .where('customer_id', '=', customerId)
      .where('expires_at', 'is', null)
      .execute()
    return addSigningSecret(store, tx, customerId)
  })
}

export async function addSigningSecret(store: Store, tx: Tx, customerId: string): Promise<string> {
  const id = newId()
  const secret = `whsec_${randomBytes(SECRET_BYTES).toString('base64')}`
  await tx
    .insertInto('signing_secrets')
    .values({
      id,
      customer_id: customerId,
      sealed: store.keyring.seal(secret, identityOf(id)),
      created_at: store.now(),
      expires_at: null,
    })
    .execute()
  return secret
}

function identityOf(id: string): string {
  return `signing_secrets.sealed ${id}`
}
