/** Text as the file stores it: a letter, a word or a whole line. Points; `y` is the base line, counted from the top. */
export interface PrintedPiece {
  text: string
  left: number
  right: number
  y: number
  size: number
}

/** Text without a wide gap in it, as a reader sees it: a cell of a table, a label, a sentence. */
export interface PrintedCell extends PrintedPiece {
  page: number
}

export interface PrintedLine {
  page: number
  y: number
  cells: PrintedCell[]
}

/** A gap wider than this many letter heights separates cells; spaces between words are a quarter of it. */
const CELL_GAP = 1.1
/** A gap wider than this is a space the file did not store. */
const WORD_GAP = 0.17
/** Base lines closer than this many letter heights are one line: bold and light text are often set a little apart. */
const SAME_LINE = 0.35

const MAX_CELL_LETTERS = 2000

/** Puts pieces in reading order and joins them to cells and lines. */
export function linesOf(pieces: PrintedPiece[], page: number): PrintedLine[] {
  const sorted = pieces.toSorted((a, b) => a.y - b.y)
  const rows: PrintedPiece[][] = []
  for (const piece of sorted) {
    const row = rows.at(-1)
    const first = row?.[0]
    if (row && first && piece.y - first.y <= Math.min(first.size, piece.size) * SAME_LINE) row.push(piece)
    else rows.push([piece])
  }
  return rows.map(row => ({ page, y: row[0]?.y ?? 0, cells: cellsOf(row, page) }))
}

function cellsOf(row: PrintedPiece[], page: number): PrintedCell[] {
  const cells: PrintedCell[] = []
  for (const piece of row.toSorted((a, b) => a.left - b.left)) {
    const last = cells.at(-1)
    const gap = last ? piece.left - last.right : 0
    // The same text printed twice with a small shift is how some programs make it bold.
    if (last?.text.endsWith(piece.text) && gap < -0.8 * (piece.right - piece.left)) continue
    if (!last || gap > CELL_GAP * Math.max(piece.size, 4)) {
      cells.push({ ...piece, text: piece.text.slice(0, MAX_CELL_LETTERS), page })
      continue
    }
    // A line of this length is a trap for the readers, not a line.
    if (last.text.length > MAX_CELL_LETTERS) continue
    const glue = gap > WORD_GAP * piece.size && !last.text.endsWith(' ') && !piece.text.startsWith(' ') ? ' ' : ''
    last.text += glue + piece.text
    last.right = Math.max(last.right, piece.right)
    last.size = Math.max(last.size, piece.size)
  }
  for (const cell of cells) cell.text = cell.text.replace(/\s+/g, ' ').trim()
  return cells.filter(cell => cell.text)
}
