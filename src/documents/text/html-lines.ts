import { decodeXml } from '../xml/parse-xml.ts'
import type { PrintedCell, PrintedLine } from './printed-line.ts'

/** Only what a reader would see counts; a receipt is far smaller than this. */
const MAX_HTML_BYTES = 4 * 1024 * 1024
/** Made-up measures of a page: HTML has none before it is drawn. */
const LINE_HEIGHT = 14
const LETTER_SIZE = 10
const COLUMN_WIDTH = 200

const INVISIBLE = /<(script|style|head|title|template|noscript)\b[^>]*>[\s\S]*?<\/\1\s*>|<!--[\s\S]*?-->/gi
const TOKEN = /<(\/?)([a-z][a-z0-9]*)\b([^>]*)>|([^<]+)|</gi
const BLOCKS = new Set(
  'address article blockquote br center dd div dl dt footer form h1 h2 h3 h4 h5 h6 header hr li main ol p pre section table tbody tfoot thead tr ul'.split(
    ' ',
  ),
)
const CELLS = new Set(['td', 'th'])
const HEADINGS: Record<string, number> = { h1: 20, h2: 18, h3: 15 }

/** The visible text of an HTML receipt as lines and cells: rows of tables stay rows, blocks become lines. */
export function htmlLines(bytes: Uint8Array): PrintedLine[] {
  const html = decodeXml(bytes.subarray(0, MAX_HTML_BYTES)).replace(INVISIBLE, ' ')
  const page = new HtmlPage()
  for (const [, closing, rawTag = '', attributes = '', text] of html.matchAll(TOKEN)) {
    const tag = rawTag.toLowerCase()
    if (text !== undefined) page.write(decodeEntities(text))
    else if (/display\s*:\s*none/i.test(attributes)) page.write(' ')
    else if (CELLS.has(tag)) page.nextCell()
    else if (BLOCKS.has(tag)) page.nextLine(closing ? 0 : (HEADINGS[tag] ?? 0))
  }
  return page.finish()
}

class HtmlPage {
  readonly #lines: PrintedLine[] = []
  #cells: PrintedCell[] = []
  #text = ''
  #column = 0
  #size = LETTER_SIZE

  write(text: string): void {
    this.#text += text
  }

  nextCell(): void {
    const text = this.#text.replace(/\s+/g, ' ').trim()
    this.#text = ''
    if (!text) return
    const left = this.#column * COLUMN_WIDTH
    const y = this.#lines.length * LINE_HEIGHT
    this.#cells.push({ text, left, right: left + COLUMN_WIDTH - LETTER_SIZE, y, size: this.#size, page: 1 })
    this.#column++
  }

  nextLine(size: number): void {
    this.nextCell()
    if (this.#cells.length) this.#lines.push({ page: 1, y: this.#lines.length * LINE_HEIGHT, cells: this.#cells })
    this.#cells = []
    this.#column = 0
    this.#size = size || LETTER_SIZE
  }

  finish(): PrintedLine[] {
    this.nextLine(0)
    return this.#lines
  }
}

const NAMED: Record<string, string> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  euro: '€',
  pound: '£',
  yen: '¥',
  copy: '©',
  reg: '®',
  deg: '°',
  ordm: 'º',
  ordf: 'ª',
  ndash: '–',
  mdash: '—',
  hellip: '…',
  middot: '·',
  bull: '•',
  laquo: '«',
  raquo: '»',
  rsquo: '’',
  lsquo: '‘',
  szlig: 'ß',
  oelig: 'œ',
  aelig: 'æ',
}
const ACCENTS: Record<string, string> = {
  acute: '\u0301',
  grave: '\u0300',
  circ: '\u0302',
  uml: '\u0308',
  tilde: '\u0303',
  cedil: '\u0327',
  ring: '\u030a',
}

function decodeEntities(text: string): string {
  return text.replace(
    /&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,8}));/gi,
    (whole, decimal, hex, name: string | undefined) => {
      const code = decimal ? Number(decimal) : hex ? Number.parseInt(hex, 16) : null
      if (code !== null) return code <= 0x10ffff ? String.fromCodePoint(code) : ' '
      const [, letter = '', accent = ''] = /^([a-z])(acute|grave|circ|uml|tilde|cedil|ring)$/i.exec(name ?? '') ?? []
      return NAMED[name ?? ''] ?? (accent ? (letter + (ACCENTS[accent] ?? '')).normalize('NFC') : whole)
    },
  )
}
