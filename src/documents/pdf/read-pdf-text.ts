import type { PrintedLine } from '../text/printed-line.ts'
import { linesOf, type PrintedPiece } from '../text/printed-line.ts'
import { xmlDate } from '../xml/xml-date.ts'
import type { Pdf } from './open-pdf.ts'

/** Totals stand on the first or the last pages; what lies between are lines of long bills. */
const FIRST_PAGES = 6
const LAST_PAGES = 3
/** More pieces of text than any page of an invoice has: the rest of the page is not read. */
const MAX_PIECES_A_PAGE = 20_000

/** The printed lines of the pages that matter, top to bottom. */
export async function readPdfText(pdf: Pdf): Promise<PrintedLine[]> {
  const lines: PrintedLine[] = []
  for (const page of pagesToRead(pdf.numPages)) lines.push(...linesOf(await piecesOf(pdf, page), page))
  return lines
}

/** An empty page has a handful of operators; a scan places a picture, outlined text draws paths. */
const OPERATORS_OF_AN_EMPTY_PAGE = 4

/** True when the first page shows something, be it no text. */
export async function isDrawn(pdf: Pdf): Promise<boolean> {
  const page = await pdf.getPage(1)
  const { fnArray } = await page.getOperatorList()
  page.cleanup()
  return fnArray.length > OPERATORS_OF_AN_EMPTY_PAGE
}

/** `YYYY-MM-DD` from the file's own properties; null when they are silent. */
export async function readCreationDate(pdf: Pdf): Promise<string | null> {
  const { info } = await pdf.getMetadata()
  const stated = 'CreationDate' in info && typeof info.CreationDate === 'string' ? info.CreationDate : ''
  return xmlDate(/^D:(\d{8})/.exec(stated)?.[1] ?? null)
}

function pagesToRead(count: number): number[] {
  const pages = Array.from({ length: Math.min(count, FIRST_PAGES + LAST_PAGES) }, (_, index) => index + 1)
  return count <= pages.length ? pages : pages.map(page => (page <= FIRST_PAGES ? page : count - (pages.length - page)))
}

async function piecesOf(pdf: Pdf, number: number): Promise<PrintedPiece[]> {
  const page = await pdf.getPage(number)
  try {
    const { items } = await page.getTextContent()
    // Turns the page as a viewer does and counts from its top: pages are stored sideways or with an offset.
    const viewport = page.getViewport({ scale: 1 }).transform as number[]
    return items.slice(0, MAX_PIECES_A_PAGE).flatMap(item => ('str' in item ? (pieceOf(item, viewport) ?? []) : []))
  } finally {
    page.cleanup()
  }
}

interface TextItem {
  str: string
  width: number
  height: number
  transform: unknown[]
}

function pieceOf({ str, width, height, transform }: TextItem, viewport: number[]): PrintedPiece | null {
  if (!str.trim()) return null
  const [a = 0, b = 0, , , x = 0, y = 0] = transform as number[]
  const [va = 1, vb = 0, vc = 0, vd = -1, ve = 0, vf = 0] = viewport
  const alongX = va * a + vc * b
  const alongY = vb * a + vd * b
  // Turned text is a margin note or a watermark, and would mix with the lines it crosses.
  if (Math.abs(alongY) > Math.abs(alongX)) return null
  const left = va * x + vc * y + ve
  return {
    text: str,
    left,
    right: left + width,
    y: vb * x + vd * y + vf,
    size: Math.hypot(alongX, alongY) || height || 1,
  }
}
