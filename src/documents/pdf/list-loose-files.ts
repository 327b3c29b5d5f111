import type { PDFDict, PDFObject } from 'pdf-lib'
import type { Attachment } from './list-attachments.ts'

/**
 * Files embedded in a PDF whether its list of attachments names them or not: some programs hang the invoice on the
 * document (`/AF`) or on a page only. Slower than asking pdf.js, so it is asked second. Throws for what pdf-lib cannot parse.
 */
export async function listLooseFiles(file: Uint8Array, limit: number): Promise<Attachment[]> {
  const { decodePDFRawStream, PDFDict, PDFDocument, PDFHexString, PDFName, PDFRawStream, PDFString } = await import(
    'pdf-lib'
  )
  const pdf = await PDFDocument.load(file, { ignoreEncryption: true, updateMetadata: false })
  const textOf = (value: PDFObject | undefined) =>
    value instanceof PDFString || value instanceof PDFHexString ? value.decodeText() : null
  const nameOf = (dict: PDFDict) => textOf(dict.lookup(PDFName.of('UF'))) ?? textOf(dict.lookup(PDFName.of('F'))) ?? ''
  const found: Attachment[] = []
  for (const [, object] of pdf.context.enumerateIndirectObjects()) {
    const files = object instanceof PDFDict ? object.lookup(PDFName.of('EF')) : undefined
    if (!(object instanceof PDFDict) || !(files instanceof PDFDict) || found.length >= limit) continue
    const stream = files.lookup(PDFName.of('F'))
    if (stream instanceof PDFRawStream) found.push({ name: nameOf(object), bytes: decodePDFRawStream(stream).decode() })
  }
  return found
}
