import { timingSafeEqual } from 'node:crypto'
import { BEARER_PREFIX, hashToken } from '#platform/keys/token.ts'
import { findCustomerByBearer } from '#records/bearers.ts'
import type { Store } from '#records/store.ts'
import { findUserByToken } from '#records/user-tokens.ts'
import { Problem } from '../http/problem.ts'
import type { Caller, Who } from './caller.ts'
import type { FailureLimit } from './failure-limit.ts'

interface Presented {
  /** The `Authorization` header. */
  authorization: string | undefined
  /** `?token=`, for user tokens only: addresses end up in histories. */
  queryToken: unknown
  /** Of the caller, for the limit on failures. */
  address: string
}

/** Who is calling; throws 401 for no or a bad token, 403 for the wrong kind, 429 after too many bad ones. */
export async function authenticate(
  { store, failures }: { store: Store; failures: FailureLimit },
  who: Who,
  presented: Presented,
): Promise<Caller> {
  if (who === 'anyone') return { kind: 'stranger' }
  const token = tokenOf(presented)
  if (token === undefined) throw new Problem('unauthorized', { headers: CHALLENGE })
  const caller = await findCaller(store, token)
  if (!caller) {
    failures.count(presented.address, token)
    throw new Problem('unauthorized', { headers: CHALLENGE })
  }
  if (who !== 'both' && who !== caller.kind) throw new Problem('forbidden')
  return caller
}

const CHALLENGE = { 'www-authenticate': 'Bearer' }

function tokenOf({ authorization, queryToken }: Presented): string | undefined {
  const header = authorization?.match(/^Bearer +(\S+)$/i)?.[1]
  if (header !== undefined) return header
  return typeof queryToken === 'string' && queryToken !== '' && !isBearer(queryToken) ? queryToken : undefined
}

/** The two kinds differ in form, so that one look-up is enough. */
async function findCaller(store: Store, token: string): Promise<Caller | undefined> {
  const hash = hashToken(token)
  if (isBearer(token)) {
    const customer = await findCustomerByBearer(store, hash)
    if (!customer || !timingSafeEqual(customer.token_hash, hash)) return undefined
    return { kind: 'customer', customer, scope: { customerId: customer.id } }
  }
  const user = await findUserByToken(store, hash)
  if (!user || !timingSafeEqual(user.token_hash, hash)) return undefined
  return { kind: 'user', user, scope: { customerId: user.customer_id, userId: user.id } }
}

function isBearer(token: string): boolean {
  return token.startsWith(BEARER_PREFIX)
}
