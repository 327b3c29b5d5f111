import type { Pdf } from './open-pdf.ts'

/** Recognition is best near 300 dots an inch; a PDF's unit is 1/72 inch. */
const SCALE = 300 / 72
/** An A4 page at that scale has 8.7 million; larger pages are drawn smaller. */
const MAX_PIXELS = 12_000_000

/** One page as PNG. */
export async function renderPage(pdf: Pdf, page: number): Promise<Uint8Array> {
  const { renderPageAsImage } = await import('unpdf')
  const [left = 0, bottom = 0, right = 595, top = 842] = (await pdf.getPage(page)).view
  const area = Math.abs((right - left) * (top - bottom)) || 1
  const scale = Math.min(SCALE, Math.sqrt(MAX_PIXELS / area))
  return new Uint8Array(await renderPageAsImage(pdf, page, { canvasImport: () => import('@napi-rs/canvas'), scale }))
}
