import type { DocumentReading } from '#domain/facts.ts'
import { noticeOf } from './notice-of.ts'
import { listXmlAttachments } from './pdf/list-attachments.ts'
import { openPdf, type Pdf } from './pdf/open-pdf.ts'
import { isDrawn, readCreationDate, readPdfText } from './pdf/read-pdf-text.ts'
import type { ReadingOptions } from './read-document.ts'
import { takeEInvoice } from './take-e-invoice.ts'
import { takePrint } from './take-print.ts'
import type { PrintedLine } from './text/printed-line.ts'
import { nameEmbeddedSyntax } from './xml/name-syntax.ts'
import { readEInvoice } from './xml/read-e-invoice.ts'

/** Nobody reads so far: only the first and the last pages were looked at. */
const MANY_PAGES = 1000

/** The XML inside if there is one, else the text, else what recognition makes of the pages. */
export async function readPdfInto(reading: DocumentReading, bytes: Uint8Array, options: ReadingOptions): Promise<void> {
  const pdf = await openPdf(bytes, options.passwords ?? [])
  try {
    if (pdf.numPages > MANY_PAGES) {
      reading.notices.push({ code: 'too_many_pages', detail: `Only some of the ${pdf.numPages} pages were read` })
    }
    const isSaid = !options.ignoreXml && (await readAttachmentsInto(reading, pdf, bytes))
    if (!isSaid) await readPrintInto(reading, pdf, options)
  } finally {
    await pdf.loadingTask.destroy()
  }
}

/** True when an attachment said what there is to know. A broken one is noticed, and the next one tried. */
async function readAttachmentsInto(reading: DocumentReading, pdf: Pdf, file: Uint8Array): Promise<boolean> {
  for (const { name, bytes } of await listXmlAttachments(pdf, file)) {
    const invoice = await readEInvoice(bytes).catch((error: unknown) => {
      reading.notices.push(noticeOf(error))
      return null
    })
    if (!invoice) continue
    takeEInvoice(reading, invoice)
    reading.attachment = name
    reading.syntax = nameEmbeddedSyntax(invoice.syntax, name)
    return true
  }
  return false
}

async function readPrintInto(reading: DocumentReading, pdf: Pdf, options: ReadingOptions): Promise<void> {
  const lines = await readPdfText(pdf)
  if (!isWithoutText(lines) || !(await isDrawn(pdf))) {
    takePrint(reading, lines, { source: 'text', createdOn: await readCreationDate(pdf) })
    return
  }
  options.onRecognising?.()
  const { readScanInto } = await import('./read-picture.ts')
  await readScanInto(reading, pdf)
}

/** Scanners and apps leave a stamp of a few words; an invoice has more. */
const LETTERS_OF_A_STAMP = 60

function isWithoutText(lines: PrintedLine[]): boolean {
  const letters = lines.flatMap(({ cells }) => cells).reduce((sum, { text }) => sum + text.length, 0)
  return letters < LETTERS_OF_A_STAMP
}
