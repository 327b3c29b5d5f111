import type { Pdf } from './open-pdf.ts'

export interface Attachment {
  name: string
  bytes: Uint8Array
}

/** Names the standards prescribe, newest first; senders get them wrong, so any other XML is tried after these. */
const KNOWN_NAMES = [
  'factur-x.xml',
  'xrechnung.xml',
  'zugferd-invoice.xml',
  'order-x.xml',
  'cida.xml',
  'peppol-bis.xml',
  'ubl-invoice-2.1.xml',
]

/** A PDF with more attachments than this is no invoice with its data; the rest is not looked at. */
const MAX_ATTACHMENTS = 20

/** XML files inside the PDF, those with a known name first. `file` is the PDF as a whole. */
export async function listXmlAttachments(pdf: Pdf, file: Uint8Array): Promise<Attachment[]> {
  const listed = await listNamed(pdf)
  if (listed.length || !mentionsFiles(file)) return listed
  const { listLooseFiles } = await import('./list-loose-files.ts')
  return (await listLooseFiles(file, MAX_ATTACHMENTS))
    .filter(({ bytes }) => looksLikeXml(bytes))
    .sort((a, b) => rank(a.name) - rank(b.name))
}

/** The list a viewer shows as the PDF's attachments. */
async function listNamed(pdf: Pdf): Promise<Attachment[]> {
  const listed = [...((await pdf.getAttachments()) ?? [])]
    .map(([id, { filename }]) => ({ id, name: filename }))
    .sort((a, b) => rank(a.name) - rank(b.name))
    .slice(0, MAX_ATTACHMENTS)
  const found: Attachment[] = []
  for (const { id, name } of listed) {
    const bytes = await pdf.getAttachmentContent(id)
    if (bytes && looksLikeXml(bytes)) found.push({ name, bytes })
  }
  return found
}

/** Files hung on a page or on the document without being listed; the second mark is in the metadata of every Factur-X. */
function mentionsFiles(file: Uint8Array): boolean {
  const pdf = Buffer.from(file.buffer, file.byteOffset, file.length)
  return pdf.includes('/EmbeddedFile') || pdf.includes('DocumentFileName')
}

function looksLikeXml(bytes: Uint8Array): boolean {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 64))
    .toString('latin1')
    .replaceAll('\0', '')
  return /^(?:\xEF\xBB\xBF|\xFF\xFE|\xFE\xFF)?\s*</.test(head)
}

function rank(name: string): number {
  const index = KNOWN_NAMES.indexOf(name.toLowerCase())
  return index === -1 ? KNOWN_NAMES.length : index
}
