import type { FoundLabel } from './find-labels.ts'
import type { PrintedCell, PrintedLine } from './printed-line.ts'
import type { PrintedText } from './printed-text.ts'

/** Cells that belong to the address of one party. */
export interface Blocks {
  seller: Set<PrintedCell>
  buyer: Set<PrintedCell>
  /** Each block of a seller from top to bottom: the first line is usually the name. */
  sellerBlocks: PrintedCell[][]
}

/** Addresses have at most this many lines, and no wider gaps between them. */
const MAX_BLOCK_LINES = 9
const MAX_LINE_GAP = 3

/** What is printed under or behind `Seller`, `Bill to` and their like, to the next such label. */
export function findBlocks({ lines, labels }: PrintedText): Blocks {
  const blocks: Blocks = { seller: new Set(), buyer: new Set(), sellerBlocks: [] }
  const parties = labels.filter(isPartyLabel)
  const starts = new Set(parties.map(({ cell }) => cell))
  for (const label of parties) {
    const isSeller = label.kinds.includes('seller') && !label.kinds.includes('buyer')
    const cells = blockOf(label, lines, starts)
    for (const cell of cells) (isSeller ? blocks.seller : blocks.buyer).add(cell)
    if (isSeller && cells.length) blocks.sellerBlocks.push(cells)
  }
  return blocks
}

/** The label must be the cell, or open it with a colon: `Client` begins many other words' lines. */
function isPartyLabel({ kinds, cell, start, end }: FoundLabel): boolean {
  if (!kinds.includes('seller') && !kinds.includes('buyer')) return false
  return start === 0 && (/^\s*:?\s*$/.test(cell.text.slice(end)) || /^\s*:\s*\S/.test(cell.text.slice(end)))
}

function blockOf(
  { cell, line, lineIndex, end }: FoundLabel,
  lines: PrintedLine[],
  starts: Set<PrintedCell>,
): PrintedCell[] {
  const inline = cell.text.slice(end).replace(/^\s*:?\s*/, '')
  const found: PrintedCell[] = inline ? [{ ...cell, text: inline }, cell] : []
  const nextLeft = line.cells[line.cells.indexOf(cell) + 1]?.left ?? Number.POSITIVE_INFINITY
  let lastY = line.y
  for (const next of lines.slice(lineIndex + 1, lineIndex + 1 + 2 * MAX_BLOCK_LINES)) {
    if (next.page !== line.page || next.y - lastY > MAX_LINE_GAP * cell.size * 1.4 || found.length >= MAX_BLOCK_LINES)
      break
    const own = next.cells.filter(
      each => each.right > cell.left - 3 && each.left < Math.min(nextLeft - 3, cell.left + 250),
    )
    if (own.some(each => starts.has(each))) break
    if (own.length) lastY = next.y
    found.push(...own)
  }
  return found
}
