import { createHash, randomBytes } from 'node:crypto'

/** 512 bits as 128 hex digits: the form of bearers and user tokens. */
export function newToken(): string {
  return randomBytes(64).toString('hex')
}

/** The only form in which a token is stored: 512 random bits need no salt and no slow hash. */
export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}
