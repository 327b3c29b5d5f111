import { deflateRawSync } from 'node:zlib'

export interface MailPart {
  /** Whole header lines, `Content-Type` included. */
  headers: string[]
  body: string
}

export interface MailParts {
  /** Absent: no such header at all. */
  messageId?: string
  subject?: string
  from?: string
  sentAt?: Date
  parts: MailPart[]
}

/** An e-mail of the given parts, after a line of text. */
export function composeMail({
  messageId,
  subject = 'Your invoice',
  from = 'billing@supplier.example',
  ...mail
}: MailParts) {
  const { sentAt = new Date('2026-10-01T08:00:00Z'), parts } = mail
  return [
    `From: Supplier <${from}>`,
    'To: accounts@customer.example',
    `Subject: ${subject}`,
    `Date: ${sentAt.toUTCString().replace('GMT', '+0000')}`,
    ...(messageId ? [`Message-ID: <${messageId}>`] : []),
    'MIME-Version: 1.0',
    multipart('mixed', [
      { headers: ['Content-Type: text/plain; charset=utf-8'], body: 'Please find it attached.' },
      ...parts,
    ]),
  ].join('\r\n')
}

/** The header lines and body of a multipart. */
export function multipart(subtype: string, parts: MailPart[]): string {
  const boundary = `=_${subtype}-${parts.length}-${parts.reduce((sum, { body }) => sum + body.length, 0)}`
  const sections = parts.map(({ headers, body }) => `--${boundary}\r\n${headers.join('\r\n')}\r\n\r\n${body}\r\n`)
  return `Content-Type: multipart/${subtype}; boundary="${boundary}"\r\n\r\n${sections.join('')}--${boundary}--\r\n`
}

/** A file as base64, attached unless the headers say otherwise. */
export function attachment(bytes: Uint8Array | string, ...headers: string[]): MailPart {
  const lines = Buffer.from(bytes).toString('base64').replace(/.{76}/g, '$&\r\n')
  return { headers: [...headers, 'Content-Transfer-Encoding: base64'], body: lines }
}

export function pdfAttachment(name: string, bytes: Uint8Array): MailPart {
  return attachment(bytes, 'Content-Type: application/pdf', `Content-Disposition: attachment; filename="${name}"`)
}

/** A one-page PDF that says `text`; small, valid enough for whoever only looks at its first bytes. */
export function tinyPdf(text: string): Buffer {
  const content = `BT /F1 12 Tf 72 720 Td (${text}) Tj ET`
  return Buffer.from(
    `%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n` +
      '3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1<</Type/Font' +
      `/Subtype/Type1/BaseFont/Helvetica>>>>>>>>endobj\n4 0 obj<</Length ${content.length}>>stream\n${content}\nendstream endobj\n` +
      'trailer<</Root 1 0 R>>\n%%EOF\n',
  )
}

export function tinyUblInvoice(number: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<!-- made for a test -->
<ubl:Invoice xmlns:ubl="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"
  xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"><cbc:ID>${number}</cbc:ID></ubl:Invoice>
`
}

export interface FileToZip {
  name: string
  bytes: Uint8Array
  /** Sets the flag only: what is inside stays readable, which no honest reader tries. */
  isEncrypted?: boolean
}

/** A zip archive by PKWARE's APPNOTE, without checksums: no reader of ours looks at them. */
export function zip(files: FileToZip[]): Buffer {
  const packed = files.map(file => ({ ...file, data: deflateRawSync(file.bytes), nameBytes: Buffer.from(file.name) }))
  const locals: Buffer[] = []
  const directory: Buffer[] = []
  let at = 0
  for (const file of packed) {
    const common = Buffer.alloc(26)
    common.writeUInt16LE(20, 0)
    common.writeUInt16LE(0x800 | (file.isEncrypted ? 1 : 0), 2)
    common.writeUInt16LE(8, 4)
    common.writeUInt32LE(file.data.length, 14)
    common.writeUInt32LE(file.bytes.length, 18)
    common.writeUInt16LE(file.nameBytes.length, 22)
    const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), common, file.nameBytes, file.data])
    const rest = Buffer.alloc(14)
    rest.writeUInt32LE(at, 10)
    directory.push(Buffer.from('PK\x01\x02\x14\x00', 'latin1'), common, rest, file.nameBytes)
    locals.push(local)
    at += local.length
  }
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 0, 'latin1')
  end.writeUInt16LE(files.length, 8)
  end.writeUInt16LE(files.length, 10)
  end.writeUInt32LE(Buffer.concat(directory).length, 12)
  end.writeUInt32LE(at, 16)
  return Buffer.concat([...locals, ...directory, end])
}

/** A `winmail.dat` with these files, each with its short title and the long name among the MAPI properties. */
export function tnef(files: { name: string; bytes: Uint8Array }[]): Buffer {
  const header = Buffer.alloc(6)
  header.writeUInt32LE(0x223e9f78, 0)
  const attributes = files.flatMap(({ name, bytes }) => [
    tnefAttribute(0x00069002, Buffer.alloc(14)),
    tnefAttribute(0x00018010, Buffer.from(`${name.slice(0, 6).toUpperCase()}~1.PDF\0`, 'latin1')),
    tnefAttribute(0x0006800f, bytes),
    tnefAttribute(0x00069005, longNameProperty(name)),
  ])
  return Buffer.concat([header, ...attributes])
}

function tnefAttribute(id: number, data: Uint8Array): Buffer {
  const head = Buffer.alloc(9)
  head.writeUInt8(2, 0)
  head.writeUInt32LE(id, 1)
  head.writeUInt32LE(data.length, 5)
  const checksum = Buffer.alloc(2)
  checksum.writeUInt16LE(data.reduce((sum, byte) => (sum + byte) & 0xffff, 0))
  return Buffer.concat([head, data, checksum])
}

function longNameProperty(name: string): Buffer {
  const value = Buffer.from(`${name}\0`, 'utf16le')
  const head = Buffer.alloc(16)
  head.writeUInt32LE(1, 0)
  head.writeUInt16LE(0x001f, 4)
  head.writeUInt16LE(0x3707, 6)
  head.writeUInt32LE(1, 8)
  head.writeUInt32LE(value.length, 12)
  return Buffer.concat([head, value, Buffer.alloc((4 - (value.length % 4)) % 4)])
}
