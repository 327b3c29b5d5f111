export interface DetectedType {
  mimetype: string
  /** Without a dot. */
  extension: string
}

const PDF: DetectedType = { mimetype: 'application/pdf', extension: 'pdf' }
const XML: DetectedType = { mimetype: 'application/xml', extension: 'xml' }
const HTML: DetectedType = { mimetype: 'text/html', extension: 'html' }
const TEXT: DetectedType = { mimetype: 'text/plain', extension: 'txt' }
const SIGNED: DetectedType = { mimetype: 'application/pkcs7-mime', extension: 'p7m' }
export const UNKNOWN: DetectedType = { mimetype: 'application/octet-stream', extension: 'bin' }

/** DER of 1.2.840.113549.1.7.2, PKCS#7 signedData. */
const SIGNED_DATA_OID = '\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02'

/** Decides by content alone: names and headers lie. Our own kinds first, everything else by `file-type`. */
export async function detectType(bytes: Uint8Array): Promise<DetectedType> {
  const known = detectKnownType(bytes)
  if (known) return known
  const { fileTypeFromBuffer } = await import('file-type')
  const found = await fileTypeFromBuffer(bytes).catch(() => undefined)
  if (found) return { mimetype: found.mime, extension: found.ext }
  return bytes.length > 0 && textOf(headOf(bytes)) !== null ? TEXT : UNKNOWN
}

/** The kinds this folder reads, told by their first bytes alone, so that even a hostile file may be asked. */
export function detectKnownType(bytes: Uint8Array): DetectedType | null {
  const head = headOf(bytes)
  const latin = head.toString('latin1')
  // Readers accept a PDF whose header is not at the very start, and some mail gateways put bytes before it.
  if (latin.includes('%PDF-')) return PDF
  const magic = MAGIC.find(([start]) => latin.startsWith(start))
  if (magic) return magic[1]
  if (isSigned(latin)) return SIGNED
  const text = textOf(head)
  if (text === null) return null
  if (/^\s*(?:<!--[^>]*>\s*)?<(?:!doctype html|html|head|body|table|div|p|span|center|meta|style)\b/i.test(text))
    return HTML
  if (!/^\s*<(?:\?xml|!--|!DOCTYPE|[\w.-]+(?::[\w.-]+)?[\s>/])/.test(text)) return null
  return /<html\b/i.test(text) ? HTML : XML
}

/** Office files are zips too: `file-type` tells those apart, so a zip is not among these. */
const MAGIC: [start: string, type: DetectedType][] = [
  ['\x89PNG\r\n\x1a\n', { mimetype: 'image/png', extension: 'png' }],
  ['\xff\xd8\xff', { mimetype: 'image/jpeg', extension: 'jpg' }],
]

function headOf(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 1024))
}

/** Raw DER, PEM, or bare base64 of it, as Italian senders use them. */
function isSigned(latin: string): boolean {
  if (latin.startsWith('0') && latin.slice(0, 64).includes(SIGNED_DATA_OID)) return true
  if (/^\s*-----BEGIN (?:PKCS7|CMS)-----/.test(latin)) return true
  return (
    /^MI[A-Za-z0-9+/]/.test(latin) &&
    Buffer.from(latin.slice(0, 96), 'base64').toString('latin1').includes(SIGNED_DATA_OID)
  )
}

/** Null when the bytes are not text. UTF-16 is text too. */
function textOf(head: Buffer): string | null {
  if (head[0] === 0xff && head[1] === 0xfe) return head.toString('utf16le').slice(1)
  if (head[0] === 0xfe && head[1] === 0xff)
    return Buffer.from(head.subarray(0, head.length & ~1))
      .swap16()
      .toString('utf16le')
      .slice(1)
  if (head[0] === 0x3c && head[1] === 0) return head.toString('utf16le')
  const text = head.toString('utf8').replace(/^\uFEFF/, '')
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what tells bytes from text
  return /[\x00-\x08\x0e-\x1a\x1c-\x1f]/.test(text) ? null : text
}
