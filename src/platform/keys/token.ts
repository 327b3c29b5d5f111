import { createHash, randomBytes } from 'node:crypto'

/** Tells a customer's bearer from a user token at a glance, and lets secret scanners find one that leaked. */
export const BEARER_PREFIX = 'icb_'

/** 512 bits as 128 hex digits. */
export function newUserToken(): string {
  return randomBytes(64).toString('hex')
}

export function newBearer(): string {
  return `${BEARER_PREFIX}${randomBytes(48).toString('hex')}`
}

/** The only form in which a token is stored: so many random bits need no salt and no slow hash. */
export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}
