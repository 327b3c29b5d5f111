import type { DocumentReading } from '#domain/facts.ts'
import type { Pdf } from './pdf/open-pdf.ts'
import { ReadingRefused } from './reading-refused.ts'
import { takePrint } from './take-print.ts'
import type { PrintedLine } from './text/printed-line.ts'

/** A photo of 50 megapixels is real; more is a bomb, or needs more memory than we give. */
const MAX_PIXELS = 60_000_000
/** Scans are slow to read; the first pages and the last name number, date and total. */
const FIRST_PAGES = 2

const OCR = { source: 'ocr', createdOn: null } as const

/** Recognises a photo or a scanned picture. */
export async function readPictureInto(reading: DocumentReading, bytes: Uint8Array): Promise<void> {
  const [{ imageSize }, { recogniseImage }] = await Promise.all([
    import('./ocr/image-size.ts'),
    import('./ocr/recognise-image.ts'),
  ])
  const size = imageSize(bytes)
  if (!size) throw new ReadingRefused('broken', 'The picture cannot be read')
  if (size.width * size.height > MAX_PIXELS) throw new ReadingRefused('too_large', 'The picture has too many pixels')
  takePrint(reading, await recogniseImage(bytes, 1), OCR)
}

/** Recognises the pages of a PDF that has no text of its own. */
export async function readScanInto(reading: DocumentReading, pdf: Pdf): Promise<void> {
  const [{ renderPage }, { recogniseImage }] = await Promise.all([
    import('./pdf/render-page.ts'),
    import('./ocr/recognise-image.ts'),
  ])
  const lines: PrintedLine[] = []
  for (let page = 1; page <= pdf.numPages; page++) {
    if (page > FIRST_PAGES && page < pdf.numPages) continue
    lines.push(...(await recogniseImage(await renderPage(pdf, page), page)))
  }
  takePrint(reading, lines, OCR)
}
