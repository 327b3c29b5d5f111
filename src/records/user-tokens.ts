import { hashToken, newUserToken } from '#platform/keys/token.ts'
import type { Store } from './store.ts'
import type { User } from './users.ts'

const LIFETIME_MS = 30 * 60_000

export interface IssuedToken {
  token: string
  expiresAt: Date
}

export async function issueUserToken(store: Store, userId: string): Promise<IssuedToken> {
  const token = newUserToken()
  const expiresAt = new Date(store.now().getTime() + LIFETIME_MS)
  await store.db
    .insertInto('user_tokens')
    .values({ token_hash: hashToken(token), user_id: userId, expires_at: expiresAt })
    .execute()
  return { token, expiresAt }
}

export interface TokenOwner extends User {
  token_hash: Buffer
}

/** The user a token belongs to while it lives. */
export async function findUserByToken(store: Store, tokenHash: Buffer): Promise<TokenOwner | undefined> {
  return store.db
    .selectFrom('user_tokens')
    .innerJoin('users', 'users.id', 'user_tokens.user_id')
    .selectAll('users')
    .select('user_tokens.token_hash')
    .where('user_tokens.token_hash', '=', tokenHash)
    .where('user_tokens.expires_at', '>', store.now())
    .executeTakeFirst()
}

export async function deleteExpiredUserTokens(store: Store): Promise<void> {
  await store.db.deleteFrom('user_tokens').where('expires_at', '<', store.now()).execute()
}
