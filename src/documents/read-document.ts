import type { DocumentReading, ReadingNotice } from '#domain/facts.ts'
import { type DetectedType, detectType, UNKNOWN } from './detect-type.ts'
import type { Pdf } from './pdf/open-pdf.ts'
import { ReadingRefused } from './reading-refused.ts'
import type { PrintedLine } from './text/printed-line.ts'
import type { EInvoice } from './xml/e-invoice.ts'
import { factsOfEInvoice } from './xml/facts-of-e-invoice.ts'

export interface ReadingOptions {
  /** Tried on encrypted PDFs, in this order. */
  passwords?: string[]
  /** Only what is printed counts, as if the file had no structured data. */
  ignoreXml?: boolean
  /** Called when images must be recognised, which takes seconds a page. */
  onRecognising?: () => void
}

/**
 * Reads what a file says. Never throws: a file that cannot be read has no facts, and a notice says why.
 * Runs in the caller's thread; for files from outside use `readDocumentSafely`.
 */
export async function readDocument(bytes: Uint8Array, options: ReadingOptions = {}): Promise<DocumentReading> {
  const reading = emptyReading(UNKNOWN)
  try {
    Object.assign(reading, await detectType(bytes))
    await readInto(reading, bytes, options)
  } catch (error) {
    reading.notices.push(noticeOf(error))
  }
  return reading
}

export function emptyReading({ mimetype, extension }: DetectedType): DocumentReading {
  return { facts: {}, checks: [], syntax: null, attachment: null, notices: [], mimetype, extension }
}

async function readInto(reading: DocumentReading, bytes: Uint8Array, options: ReadingOptions): Promise<void> {
  switch (reading.mimetype) {
    case 'application/pdf':
      return readPdfInto(reading, bytes, options)
    case 'application/xml':
      return options.ignoreXml ? undefined : readXmlInto(reading, bytes)
    case 'image/png':
    case 'image/jpeg': {
      options.onRecognising?.()
      const { readPictureInto } = await import('./read-picture.ts')
      return readPictureInto(reading, bytes)
    }
    case 'text/html': {
      const [{ htmlLines }, { readPrintedFacts }] = await Promise.all([
        import('./text/html-lines.ts'),
        import('./text/read-printed-facts.ts'),
      ])
      reading.facts = readPrintedFacts(htmlLines(bytes), { source: 'text', createdOn: null })
      return
    }
    case 'application/pkcs7-mime':
      return readSignedInto(reading, bytes, options)
    case 'application/zip': {
      const { readArchiveInto } = await import('./read-archive.ts')
      return readArchiveInto(reading, bytes, entry => readDocument(entry, options))
    }
  }
}

/** The signed document's facts; type and extension stay those of the signature, which is what is kept. */
async function readSignedInto(reading: DocumentReading, bytes: Uint8Array, options: ReadingOptions): Promise<void> {
  const { unwrapP7m } = await import('./archive/unwrap-p7m.ts')
  const { facts, checks, syntax, attachment, notices } = await readDocument(unwrapP7m(bytes), options)
  Object.assign(reading, { facts, checks, syntax, attachment })
  reading.notices.push(...notices)
}

async function readXmlInto(reading: DocumentReading, bytes: Uint8Array): Promise<void> {
  const { readEInvoice } = await import('./xml/read-e-invoice.ts')
  const invoice = await readEInvoice(bytes)
  if (invoice) await takeEInvoice(reading, invoice)
}

async function readPdfInto(reading: DocumentReading, bytes: Uint8Array, options: ReadingOptions): Promise<void> {
  const { openPdf } = await import('./pdf/open-pdf.ts')
  const pdf = await openPdf(bytes, options.passwords ?? [])
  try {
    if (!options.ignoreXml && (await readAttachmentsInto(reading, pdf))) return
    await readPrintInto(reading, pdf, options)
  } finally {
    await pdf.loadingTask.destroy()
  }
}

async function readPrintInto(reading: DocumentReading, pdf: Pdf, options: ReadingOptions): Promise<void> {
  const [{ readPdfText, readCreationDate }, { readPrintedFacts }] = await Promise.all([
    import('./pdf/read-pdf-text.ts'),
    import('./text/read-printed-facts.ts'),
  ])
  const lines = await readPdfText(pdf)
  if (isWithoutText(lines)) {
    options.onRecognising?.()
    const { readScanInto } = await import('./read-picture.ts')
    return readScanInto(reading, pdf)
  }
  reading.facts = readPrintedFacts(lines, { source: 'text', createdOn: await readCreationDate(pdf) })
}

/** Scanners and apps leave a stamp of a few words; an invoice has more. */
const LETTERS_OF_A_STAMP = 60

function isWithoutText(lines: PrintedLine[]): boolean {
  const letters = lines.flatMap(({ cells }) => cells).reduce((sum, { text }) => sum + text.length, 0)
  return letters < LETTERS_OF_A_STAMP
}

/** True when an attachment said what there is to know. */
async function readAttachmentsInto(reading: DocumentReading, pdf: Pdf): Promise<boolean> {
  const { listXmlAttachments } = await import('./pdf/list-attachments.ts')
  const [{ readEInvoice }, { nameEmbeddedSyntax }] = await Promise.all([
    import('./xml/read-e-invoice.ts'),
    import('./xml/name-syntax.ts'),
  ])
  for (const attachment of await listXmlAttachments(pdf)) {
    const invoice = await readEInvoice(attachment.bytes)
    if (!invoice) continue
    await takeEInvoice(reading, invoice)
    reading.attachment = attachment.name
    reading.syntax = nameEmbeddedSyntax(invoice.syntax, attachment.name)
    return true
  }
  return false
}

async function takeEInvoice(reading: DocumentReading, invoice: EInvoice): Promise<void> {
  const { checkEInvoice } = await import('./check-en16931.ts')
  reading.checks = checkEInvoice(invoice)
  reading.facts = factsOfEInvoice(invoice)
  reading.syntax = invoice.syntax
  if (invoice.invoiceCount > 1) {
    reading.notices.push({ code: 'several_invoices', detail: `The file holds ${invoice.invoiceCount} invoices` })
  }
}

/** Whatever a parser stumbles over is the file's fault here: it is kept as it is. */
function noticeOf(error: unknown): ReadingNotice {
  if (error instanceof ReadingRefused) return { code: error.code, detail: error.message }
  const name = error instanceof Error ? error.name : typeof error
  return { code: 'broken', detail: `The file cannot be read (${name})` }
}
