export interface DetectedType {
  mimetype: string
  /** Without a dot. */
  extension: string
}

const PDF: DetectedType = { mimetype: 'application/pdf', extension: 'pdf' }
const XML: DetectedType = { mimetype: 'application/xml', extension: 'xml' }
const HTML: DetectedType = { mimetype: 'text/html', extension: 'html' }
const TEXT: DetectedType = { mimetype: 'text/plain', extension: 'txt' }
export const SIGNED: DetectedType = { mimetype: 'application/pkcs7-mime', extension: 'p7m' }
const UNKNOWN: DetectedType = { mimetype: 'application/octet-stream', extension: 'bin' }

/** DER of 1.2.840.113549.1.7.2, PKCS#7 signedData. */
const SIGNED_DATA_OID = '\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02'

/** Decides by content alone: names and headers lie. Our own kinds first, everything else by `file-type`. */
export async function detectType(bytes: Uint8Array): Promise<DetectedType> {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 1024))
  const latin = head.toString('latin1')
  // Readers accept a PDF whose header is not at the very start, and some mail gateways put bytes before it.
  if (latin.includes('%PDF-')) return PDF
  if (isSigned(latin)) return SIGNED
  const text = textOf(head)
  if (text !== null && /^\s*<(?:!doctype html|html|head|body|table|div)\b/i.test(text)) return HTML
  if (text !== null && /^\s*<(?:\?xml|!--|!DOCTYPE|[\w.-]+(?::[\w.-]+)?[\s>/])/.test(text))
    return /<html\b/i.test(text) ? HTML : XML
  const { fileTypeFromBuffer } = await import('file-type')
  const found = await fileTypeFromBuffer(bytes)
  if (found) return { mimetype: found.mime, extension: found.ext }
  return text !== null && bytes.length > 0 ? TEXT : UNKNOWN
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
