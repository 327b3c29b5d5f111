import { compact } from './compact-text.ts'
import { labelsIn } from './find-labels.ts'
import type { PrintedCell, PrintedLine } from './printed-line.ts'

/** Words for the document itself, compact; `Mietrechnung` and `Rechnung des Versicherers` end like `Rechnung`. */
const TITLE_WORD =
  /(?:invoice|facture|rechnung(?:en|skorrektur)?|faktura|factuur|fattura|factura|fatura|avoir|gutschrift|creditnote|creditmemo|creditnota|creditfactuur|notadicredito|notadecredito|notacredito|abono|receipt|recu|quittung|beleg|recibo|ricevuta|kassenbon|parcella|bill|rectificativa|storno|simplificada|honorarnote|notedhonoraires)(?:d(?:e|es|er|u)[a-z]{3,20})?$/

/** The title alone, above or left of what follows it: `AVOIR`, and under it `N° 12 du 3 mai 2026`. */
export function followsTitle(line: PrintedLine, cell: PrintedCell, above: PrintedLine | undefined): boolean {
  const left = line.cells[line.cells.indexOf(cell) - 1]
  const upper =
    above?.cells.filter(each => each.page === cell.page && each.left < cell.right && each.right > cell.left) ?? []
  return [...(left ? [left] : []), ...upper].some(({ text }) => text.length < 40 && endsWithTitle(text))
}

/** `concerning your invoice 7`: inside a sentence the word names another document more often than this one. */
export function isMentioned(before: string): boolean {
  const [first = ''] = before.trim().split(/\s/)
  return /(?:^|\s)\p{Ll}[\p{L}'’]*\s+$/u.test(before) && !endsWithTitle(first)
}

/** True when a text ends with the name of an invoice; one more word may qualify it (`Schlussrechnung Bau`). */
export function endsWithTitle(text: string): boolean {
  const bare = text.replace(/\([^)]*\)|[:.]/g, '').trimEnd()
  if (TITLE_WORD.test(compact(bare).slice(-45))) return true
  const [, before = '', last = ''] = /^(.*)\s(\p{Lu}[\p{L}-]+)$/u.exec(bare) ?? []
  return last !== '' && labelsIn(last).length === 0 && TITLE_WORD.test(compact(before).slice(-45))
}
