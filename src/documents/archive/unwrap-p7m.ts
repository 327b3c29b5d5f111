import { ReadingRefused } from '../reading-refused.ts'

/** Italian senders sign twice at most; more envelopes are a game. */
const MAX_LAYERS = 3

const SEQUENCE = 0x30
const OCTET_STRING = 0x04
const CONSTRUCTED_OCTET_STRING = 0x24
const CONTEXT_0 = 0xa0
const SIGNED_DATA = '2a864886f70d010702'

/**
 * The content of a PKCS#7 / CMS signature (`.p7m`): DER, BER with open lengths, PEM or bare base64.
 * The signature is not verified: it proves who signed, and we only ask what the invoice says.
 */
export function unwrapP7m(bytes: Uint8Array): Uint8Array {
  let content = derOf(bytes)
  for (let layer = 0; layer < MAX_LAYERS; layer++) {
    content = contentOf(content)
    if (!isSignedData(content)) return content
  }
  throw new ReadingRefused('unsafe_archive', 'The file is signed too many times over')
}

function derOf(bytes: Uint8Array): Buffer {
  const raw = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  if (raw[0] === SEQUENCE && !/^0[A-Za-z0-9+/\r\n]{60}/.test(raw.subarray(0, 61).toString('latin1'))) return raw
  return Buffer.from(raw.toString('latin1').replace(/-----[^-]+-----/g, ''), 'base64')
}

function isSignedData(content: Buffer): boolean {
  return content[0] === SEQUENCE && content.subarray(0, 32).toString('hex').includes(SIGNED_DATA)
}

/** ContentInfo { signedData, [0] SignedData { version, digests, ContentInfo { data, [0] OCTET STRING } … } } */
function contentOf(der: Buffer): Buffer {
  const envelope = childrenOf(elementAt(der, 0), der).find(({ tag }) => tag === CONTEXT_0)
  const [signedData] = envelope ? childrenOf(envelope, der) : []
  const inner = signedData && childrenOf(signedData, der).find(({ tag }) => tag === SEQUENCE)
  const wrapped = inner && childrenOf(inner, der).find(({ tag }) => tag === CONTEXT_0)
  const [octets] = wrapped ? childrenOf(wrapped, der) : []
  const content = octets ? octetsOf(octets, der) : null
  if (!content?.length) throw new ReadingRefused('broken', 'The signature does not hold the document')
  return content
}

interface Element {
  tag: number
  start: number
  /** Past the contents. */
  end: number
  /** Past the whole element, its end mark included. */
  next: number
}

/** Throws `ReadingRefused` where the encoding is damaged. */
function elementAt(der: Buffer, at: number): Element {
  const tag = der[at]
  const first = der[at + 1]
  if (tag === undefined || first === undefined) throw new ReadingRefused('broken', 'The signature is cut off')
  if (first === 0x80) return openElementAt(der, at, tag)
  const lengthBytes = first < 0x80 ? 0 : first & 0x7f
  if (lengthBytes > 4) throw new ReadingRefused('broken', 'The signature is damaged')
  const length = lengthBytes ? der.readUIntBE(at + 2, lengthBytes) : first
  const start = at + 2 + lengthBytes
  if (start + length > der.length) throw new ReadingRefused('broken', 'The signature is cut off')
  return { tag, start, end: start + length, next: start + length }
}

/** BER's open length: the contents end where two zero bytes stand in place of a child. */
function openElementAt(der: Buffer, at: number, tag: number, depth = 0): Element {
  let cursor = at + 2
  while (der[cursor] !== 0 || der[cursor + 1] !== 0) {
    const isOpen = der[cursor + 1] === 0x80
    if (depth > 32) throw new ReadingRefused('broken', 'The signature is nested too deeply')
    cursor = isOpen ? openElementAt(der, cursor, der[cursor] ?? 0, depth + 1).next : elementAt(der, cursor).next
  }
  return { tag, start: at + 2, end: cursor, next: cursor + 2 }
}

function childrenOf({ start, end }: Element, der: Buffer): Element[] {
  const children: Element[] = []
  for (let at = start; at < end; ) {
    const child = elementAt(der, at)
    children.push(child)
    at = child.next
  }
  return children
}

/** Long contents come in pieces. */
function octetsOf(element: Element, der: Buffer): Buffer | null {
  if (element.tag === OCTET_STRING) return der.subarray(element.start, element.end)
  if (element.tag !== CONSTRUCTED_OCTET_STRING) return null
  return Buffer.concat(childrenOf(element, der).flatMap(child => octetsOf(child, der) ?? []))
}
