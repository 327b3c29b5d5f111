/** What a file in a mail is to us; `null`: nothing that could be or hold an invoice. */
export type FileKind = 'pdf' | 'xml' | 'signed' | 'zip' | 'tnef' | 'message'

/** `unclear`: only its first bytes can tell. */
export type DeclaredKind = FileKind | 'unclear' | null

const KIND_OF_EXTENSION: Record<string, FileKind> = {
  pdf: 'pdf',
  xml: 'xml',
  zip: 'zip',
  eml: 'message',
}

const KIND_OF_TYPE: Record<string, FileKind> = {
  'application/pdf': 'pdf',
  'application/x-pdf': 'pdf',
  'text/pdf': 'pdf',
  'application/xml': 'xml',
  'text/xml': 'xml',
  'application/zip': 'zip',
  'application/x-zip': 'zip',
  'application/x-zip-compressed': 'zip',
  'application/ms-tnef': 'tnef',
  'application/vnd.ms-tnef': 'tnef',
  'message/rfc822': 'message',
}

/** Files whose name leaves no doubt that they are something else, whatever type they were sent as. */
const OTHER_EXTENSIONS =
  /\.(?:docx?|xlsx?|pptx?|od[tsp]|rtf|txt|csv|html?|jpe?g|png|gif|bmp|tiff?|webp|svg|heic|ics|vcf|p7s|asc|sig|pgp|gpg|mp[34]|wav|mov|avi|gz|tgz|rar|7z|exe|js|css|json)$/i

/** What senders write when they do not know: the content decides. */
const VAGUE_TYPE =
  /^application\/(?:octet-stream|binary|x-binary|download|x-download|force-download|unknown|x-unknown|save)$/

/** `invoice.pdf.p7m`: a document inside a signature, as Italian senders do. */
const SIGNED_DOCUMENT = /\.(?:pdf|xml)\.p7m$/i

/** Judges by name and declared type alone, so without a byte from the server. The name wins: types lie more often. */
export function declaredKind(name: string | null, type: string): DeclaredKind {
  if (name && SIGNED_DOCUMENT.test(name)) return 'signed'
  if (name && /^winmail\.dat$/i.test(name)) return 'tnef'
  const extension = name?.match(/\.([a-z\d]{2,4})\s*$/i)?.[1]?.toLowerCase()
  const byName = extension === undefined ? undefined : KIND_OF_EXTENSION[extension]
  if (byName) return byName
  const byType = KIND_OF_TYPE[type] ?? (type.endsWith('+xml') && type !== 'image/svg+xml' ? 'xml' : undefined)
  if (byType) return byType
  if (name && OTHER_EXTENSIONS.test(name)) return null
  return VAGUE_TYPE.test(type) ? 'unclear' : null
}

/** Enough for a PDF that starts late, and for the first element of an XML file after its comments. */
export const HEAD_BYTES = 16 * 1024

/** Judges by a file's first `HEAD_BYTES`. An XML file that is no e-invoice is `null`. */
export function sniffedKind(head: Uint8Array): Exclude<FileKind, 'message' | 'signed'> | null {
  const bytes = Buffer.from(head.buffer, head.byteOffset, head.byteLength)
  // Readers accept a PDF header anywhere in the first 1024 bytes.
  if (bytes.subarray(0, 1024).includes('%PDF-')) return 'pdf'
  if (bytes.indexOf('PK\x03\x04', 0, 'latin1') === 0) return 'zip'
  if (bytes.length >= 4 && bytes.readUInt32LE(0) === 0x223e9f78) return 'tnef'
  return isInvoiceXml(textOf(bytes), bytes.length) ? 'xml' : null
}

/**
 * The first elements of UBL, CII, ZUGFeRD 1, FatturaPA, Facturae and ebInterface. Anything else (delivery data, DMARC
 * reports, calendars) is no invoice.
 */
const INVOICE_ROOT =
  /^(?:[\w.-]+:)?(?:Invoice|CreditNote|SelfBilledInvoice|SelfBilledCreditNote|CrossIndustryInvoice|CrossIndustryDocument|FatturaElettronica|FatturaElettronicaSemplificata|Facturae)$/

const PROLOG = /^\uFEFF?\s*(?:<\?[\s\S]*?\?>\s*|<!--[\s\S]*?-->\s*|<!DOCTYPE[^>]*>\s*)*/

function isInvoiceXml(text: string, readBytes: number): boolean {
  const body = text.replace(PROLOG, '')
  const root = body.match(/^<([\w.:-]+)[\s/>]/)?.[1]
  if (root) return INVOICE_ROOT.test(root)
  // Nothing but comments so far: not known to be none, so whoever reads it whole decides.
  return readBytes >= HEAD_BYTES && /^\uFEFF?\s*<[?!]/.test(text)
}

function textOf(bytes: Buffer): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return bytes.toString('utf16le')
  if (bytes[0] === 0xfe && bytes[1] === 0xff) {
    return Buffer.from(bytes.subarray(0, bytes.length & ~1))
      .swap16()
      .toString('utf16le')
  }
  return bytes.toString('utf8')
}
