import { createHmac, timingSafeEqual } from 'node:crypto'
import { openBytes, sealBytes } from './seal.ts'

/** A data key, unwrapped: seals rows, or signs links. */
export interface DataKey {
  id: string
  purpose: 'seal' | 'link'
  key: Buffer
}

const ID_BYTES = 16

/** Seals and opens values, signs and checks links. Holds the data keys in memory, never the master key. */
export class Keyring {
  readonly #keys: Map<string, DataKey>
  readonly #sealing: DataKey
  readonly #signing: DataKey

  /** The first key of each purpose is used for new values; the others still open old ones. */
  constructor(keys: DataKey[]) {
    this.#keys = new Map(keys.map(key => [key.id, key]))
    this.#sealing = firstOf(keys, 'seal')
    this.#signing = firstOf(keys, 'link')
  }

  /** `identity`: table, column and row id, such as `credentials.params 0192…`. The key's id travels in front. */
  seal(value: unknown, identity: string): Buffer {
    const plain = Buffer.from(JSON.stringify(value))
    return Buffer.concat([idBytes(this.#sealing.id), sealBytes(this.#sealing.key, plain, identity)])
  }

  /** What `seal` was given; throws when it was sealed for another identity or by an unknown key. */
  open(sealed: Buffer, identity: string): unknown {
    const id = sealed.subarray(0, ID_BYTES).toString('hex')
    const found = [...this.#keys.values()].find(key => idBytes(key.id).toString('hex') === id)
    if (!found) throw new Error('Sealed by a key that is not in the keyring')
    return JSON.parse(openBytes(found.key, sealed.subarray(ID_BYTES), identity).toString())
  }

  /** A URL-safe token that names one thing for one purpose until a moment; needs no row in the database. */
  signLink(purpose: string, id: string, expiresAt: Date): string {
    const body = `${id}.${Math.floor(expiresAt.getTime() / 1000).toString(36)}`
    return `${body}.${mac(this.#signing.key, purpose, body).toString('base64url')}`
  }

  /** The id, or undefined when the token is foreign, changed or expired. */
  checkLink(purpose: string, token: string, now: Date): string | undefined {
    const [id, expiry, signature, ...rest] = token.split('.')
    if (id === undefined || expiry === undefined || signature === undefined || rest.length > 0) return undefined
    // Compared as text: base64 has several spellings of the same bytes.
    const expected = Buffer.from(mac(this.#signing.key, purpose, `${id}.${expiry}`).toString('base64url'))
    const given = Buffer.from(signature)
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined
    return Number.parseInt(expiry, 36) * 1000 > now.getTime() ? id : undefined
  }

  /** A key of its own for another signer, always the same for the same purpose. */
  deriveKey(purpose: string): Buffer {
    return mac(this.#signing.key, 'derive', purpose)
  }
}

function firstOf(keys: DataKey[], purpose: DataKey['purpose']): DataKey {
  const found = keys.find(key => key.purpose === purpose)
  if (!found) throw new Error(`No key for the purpose ${purpose}`)
  return found
}

function idBytes(uuid: string): Buffer {
  return Buffer.from(uuid.replaceAll('-', ''), 'hex')
}

function mac(key: Buffer, purpose: string, body: string): Buffer {
  return createHmac('sha256', key).update(`${purpose}:${body}`).digest()
}
