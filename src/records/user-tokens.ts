import { hashToken, newUserToken } from '#platform/keys/token.ts'
import type { Store, Tx } from './store.ts'
import type { User } from './users.ts'

const LIFETIME_MS = 30 * 60_000

export interface IssuedToken {
  token: string
  expiresAt: Date
}

export async function issueUserToken(store: Store, tx: Tx, userId: string): Promise<IssuedToken> {
  const token = newUserToken()
  const expiresAt = new Date(store.now().getTime() + LIFETIME_MS)
  await tx
    .insertInto('user_tokens')
    .values({ token_hash: hashToken(token), user_id: userId, expires_at: expiresAt })
    .execute()
  return { token, expiresAt }
}

export interface TokenOwner extends User {
  token_hash: Buffer
}

const FIND_BY_TOKEN = {
  name: 'user of token',
  text: `select u.*, t.token_hash from user_tokens t join users u on u.id = t.user_id
         where t.token_hash = $1 and t.expires_at > $2`,
}

/** The user a token belongs to while it lives. */
export async function findUserByToken(store: Store, tokenHash: Buffer): Promise<TokenOwner | undefined> {
  return store.lookups.find<TokenOwner>(FIND_BY_TOKEN, [tokenHash, store.now()])
}

export async function deleteExpiredUserTokens(store: Store): Promise<void> {
  await store.db.deleteFrom('user_tokens').where('expires_at', '<', store.now()).execute()
}
