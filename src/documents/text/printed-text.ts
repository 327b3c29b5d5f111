import { type FoundLabel, findLabels } from './find-labels.ts'
import type { PrintedCell, PrintedLine } from './printed-line.ts'

/** A whole document as printed, with what every reader of it needs. */
export interface PrintedText {
  lines: PrintedLine[]
  labels: FoundLabel[]
  /** Cells that begin with a label: never the value of another one. */
  labelCells: Set<PrintedCell>
  /** Cells joined by two spaces, lines by a line feed. */
  text: string
}

export function printedText(lines: PrintedLine[]): PrintedText {
  const labels = findLabels(lines)
  return {
    lines,
    labels,
    labelCells: new Set(labels.filter(isTelling).map(({ cell }) => cell)),
    text: lines.map(line => line.cells.map(cell => cell.text).join('  ')).join('\n'),
  }
}

/** Short words (`no`, `le`, `to`) begin many values too. */
function isTelling({ start, wording, kinds }: FoundLabel): boolean {
  return start === 0 && wording.length > 3 && !kinds.includes('currency')
}
