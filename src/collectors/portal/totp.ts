import { createHmac } from 'node:crypto'

const STEP_S = 30
const DIGITS = 6
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** The code an authenticator app shows at `now` (RFC 6238). `secret`: base32, or the whole `otpauth://` address of a QR code. */
export function totpCode(secret: string, now: Date): string {
  const { key, digits, stepS, hash } = parseSecret(secret)
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(Math.floor(now.getTime() / 1000 / stepS)))
  const digest = createHmac(hash, key).update(counter).digest()
  const offset = (digest.at(-1) ?? 0) & 0x0f
  return String((digest.readUInt32BE(offset) & 0x7fffffff) % 10 ** digits).padStart(digits, '0')
}

/** True for something `totpCode` can use. */
export function isTotpSecret(secret: string): boolean {
  const { key } = parseSecret(secret)
  return key.length >= 5
}

function parseSecret(secret: string): { key: Buffer; digits: number; stepS: number; hash: string } {
  const address = /^otpauth:/i.test(secret.trim()) ? URL.parse(secret.trim())?.searchParams : undefined
  const hash = (address?.get('algorithm') ?? 'SHA1').toLowerCase()
  return {
    key: decodeBase32(address?.get('secret') ?? secret),
    digits: Number(address?.get('digits')) || DIGITS,
    stepS: Number(address?.get('period')) || STEP_S,
    hash: /^sha(1|256|512)$/.test(hash) ? hash : 'sha1',
  }
}

/** Spaces, dashes and padding are how people copy it. Anything else makes it no secret at all. */
function decodeBase32(text: string): Buffer {
  const symbols = text.toUpperCase().replace(/[\s=-]/g, '')
  const bytes: number[] = []
  let [bits, buffer] = [0, 0]
  for (const symbol of symbols) {
    const value = ALPHABET.indexOf(symbol)
    if (value < 0) return Buffer.alloc(0)
    buffer = ((buffer << 5) | value) & 0xfff
    bits += 5
    if (bits >= 8) {
      bits -= 8
      bytes.push((buffer >> bits) & 0xff)
    }
  }
  return Buffer.from(bytes)
}
