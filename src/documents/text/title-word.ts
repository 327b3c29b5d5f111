import { compact } from './compact-text.ts'
import { labelsIn } from './find-labels.ts'

/** Words for the document itself, compact; `Mietrechnung` and `Rechnung des Versicherers` end like `Rechnung`. */
const TITLE_WORD =
  /(?:invoice|facture|rechnung(?:en|skorrektur)?|faktura|factuur|fattura|factura|fatura|avoir|gutschrift|creditnote|creditmemo|creditnota|creditfactuur|notadicredito|notadecredito|notacredito|abono|receipt|recu|quittung|beleg|recibo|ricevuta|kassenbon|parcella|bill|rectificativa|storno|simplificada|honorarnote|notedhonoraires)(?:d(?:e|es|er|u)[a-z]{3,20})?$/

/** True when a text ends with the name of an invoice; one more word may qualify it (`Schlussrechnung Bau`). */
export function endsWithTitle(text: string): boolean {
  const bare = text.replace(/\([^)]*\)|[:.]/g, '').trimEnd()
  if (TITLE_WORD.test(compact(bare).slice(-45))) return true
  const [, before = '', last = ''] = /^(.*)\s(\p{Lu}[\p{L}-]+)$/u.exec(bare) ?? []
  return last !== '' && labelsIn(last).length === 0 && TITLE_WORD.test(compact(before).slice(-45))
}
