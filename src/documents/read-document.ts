import type { DocumentReading } from '#domain/facts.ts'
import { detectType, UNKNOWN } from './detect-type.ts'
import { emptyReading } from './empty-reading.ts'
import { noticeOf } from './notice-of.ts'

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

/** Each kind's reader is loaded with the first file of its kind: an idle server carries none of them. */
async function readInto(reading: DocumentReading, bytes: Uint8Array, options: ReadingOptions): Promise<void> {
  switch (reading.mimetype) {
    case 'application/pdf': {
      const { readPdfInto } = await import('./read-pdf.ts')
      return readPdfInto(reading, bytes, options)
    }
    case 'application/xml':
      return options.ignoreXml ? undefined : readXmlInto(reading, bytes)
    case 'image/png':
    case 'image/jpeg': {
      options.onRecognising?.()
      const { readPictureInto } = await import('./read-picture.ts')
      return readPictureInto(reading, bytes)
    }
    case 'text/html': {
      const [{ htmlLines }, { takePrint }] = await Promise.all([
        import('./text/html-lines.ts'),
        import('./take-print.ts'),
      ])
      return takePrint(reading, htmlLines(bytes), { source: 'text', createdOn: null })
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
  const [{ readEInvoice }, { takeEInvoice }] = await Promise.all([
    import('./xml/read-e-invoice.ts'),
    import('./take-e-invoice.ts'),
  ])
  const invoice = await readEInvoice(bytes)
  if (invoice) takeEInvoice(reading, invoice)
}
