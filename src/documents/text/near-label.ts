import type { FoundLabel } from './find-labels.ts'
import type { PrintedCell, PrintedLine } from './printed-line.ts'
import type { PrintedText } from './printed-text.ts'

/** Text that a label may announce, nearest first. */
export interface NearText {
  text: string
  cell: PrintedCell
  /** How readers find it: behind the label, to its right, or under it. */
  how: 'inline' | 'right' | 'below'
  /** 0 for the nearest. */
  distance: number
}

/** Rows of a box or a table are at most this many letter heights apart. */
const MAX_ROW_GAP = 3.2
const LINES_BELOW = 3

/** Values end where the next label begins: behind an empty field stands the neighbour's label, not our value. */
export function textsNear(label: FoundLabel, { lines, labelCells }: PrintedText): NearText[] {
  const inline = label.cell.text.slice(label.end).replace(LEADING_JUNK, '')
  const behind = label.line.cells.slice(label.cellIndex + 1)
  const nextLabel = behind.findIndex(cell => labelCells.has(cell))
  const right = nextLabel === -1 ? behind : behind.slice(0, nextLabel)
  return [
    ...(inline ? [{ text: inline, cell: label.cell, how: 'inline' as const, distance: 0 }] : []),
    ...right.map((cell, distance) => ({
      text: cell.text.replace(LEADING_JUNK, ''),
      cell,
      how: 'right' as const,
      distance,
    })),
    ...cellsBelow(label, lines)
      .filter(cell => !labelCells.has(cell))
      .map((cell, distance) => ({ text: cell.text, cell, how: 'below' as const, distance })),
  ]
}

/** What stands between a label and its value. */
const LEADING_JUNK = /^[\s:.°ºª#*=>–—|)]+(?=[^\s])|^\s*(?:n[°ºr]|no|nr)\.?\s*:?\s+(?=\S*\d)/i

/** Cells of the next lines inside the label's column, which reaches to the next cell on its right. */
function cellsBelow(label: FoundLabel, lines: PrintedLine[]): PrintedCell[] {
  const { cell, line } = label
  const nextLeft = line.cells[label.cellIndex + 1]?.left ?? Number.POSITIVE_INFINITY
  const previousRight = line.cells[label.cellIndex - 1]?.right ?? Number.NEGATIVE_INFINITY
  const found: PrintedCell[] = []
  let lastY = line.y
  for (const next of lines.slice(label.lineIndex + 1, label.lineIndex + 1 + LINES_BELOW)) {
    if (next.page !== line.page || next.y - lastY > MAX_ROW_GAP * cell.size) break
    const inColumn = next.cells.filter(
      below => below.right > cell.left - 2 && below.left < nextLeft - 2 && below.left > previousRight - 2,
    )
    if (inColumn.length) lastY = next.y
    found.push(...inColumn.toSorted((a, b) => offset(a, cell) - offset(b, cell)))
  }
  return found
}

function offset(below: PrintedCell, label: PrintedCell): number {
  const shared = Math.min(below.right, label.right) - Math.max(below.left, label.left)
  return shared > 0 ? 0 : -shared
}
