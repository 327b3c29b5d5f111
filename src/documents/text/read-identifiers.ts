import { type Candidate, choose } from './candidate.ts'
import { checkVatId, IBAN_LENGTHS, isIban, VAT_SHAPES } from './check-identifiers.ts'
import type { Blocks } from './find-blocks.ts'
import type { PrintedCell } from './printed-line.ts'
import type { PrintedText } from './printed-text.ts'

const LETTERS_AND_GAPS = /(?<![A-Z0-9])([A-Z]{2}\d{2}(?:[ \u00a0.-]?[A-Z0-9]){11,32})/g

/** The first account number whose check digits are right. Of several, the seller's cannot be told apart: less sure. */
export function readIban(printed: PrintedText): ReturnType<typeof choose> {
  const found = new Set<string>()
  for (const [, run = ''] of printed.text.matchAll(LETTERS_AND_GAPS)) {
    const compactRun = run.replace(/[ \u00a0.-]/g, '')
    const iban = compactRun.slice(0, IBAN_LENGTHS[compactRun.slice(0, 2)] ?? compactRun.length)
    if (isIban(iban)) found.add(iban)
  }
  const [iban] = found
  return iban === undefined ? null : { value: iban, confidence: found.size === 1 ? 0.95 : 0.7 }
}

const PREFIXED_VAT =
  /(?<![A-Z0-9])(AT|BE|BG|CY|CZ|DE|DK|EE|EL|ES|FI|FR|GB|HR|HU|IE|IT|LT|LU|LV|MT|NL|PL|PT|RO|SE|SI|SK|XI|CHE)[ .-]?((?:[A-Z0-9][ .-]?){7,13}[A-Z0-9])(?![A-Z0-9])/g

/** The seller's VAT number: right by shape and checksum, and not printed in the buyer's block. */
export function readSellerVatId(printed: PrintedText, blocks: Blocks): ReturnType<typeof choose> {
  const candidates: Candidate[] = []
  for (const { cells } of printed.lines) {
    for (const cell of cells)
      for (const value of vatIdsIn(cell.text)) candidates.push({ value, score: scoreOf(value, cell, blocks) })
  }
  return choose(candidates)
}

export function vatIdsIn(text: string): string[] {
  // An account number begins like a VAT number.
  const withoutIbans = text.replace(LETTERS_AND_GAPS, run => (isIban(run.replace(/[ \u00a0.-]/g, '')) ? ' ' : run))
  return [...withoutIbans.matchAll(PREFIXED_VAT)].flatMap(([, country = '', rest = '']) => {
    const compactRest = rest.replace(/[ .-]/g, '')
    for (let length = compactRest.length; length >= 7; length--) {
      const id = country + compactRest.slice(0, length)
      if (VAT_SHAPES[country]?.test(compactRest.slice(0, length)) && isWhole(rest, length)) return [id]
    }
    return []
  })
}

/** Cutting off is allowed only at a gap: half of a longer number is no number. */
function isWhole(rest: string, length: number): boolean {
  let seen = 0
  for (let at = 0; at < rest.length; at++) {
    if (/[A-Z0-9]/.test(rest[at] ?? '')) seen++
    if (seen === length) return at === rest.length - 1 || /[ .-]/.test(rest[at + 1] ?? '')
  }
  return true
}

function scoreOf(id: string, cell: PrintedCell, blocks: Blocks): number {
  const byChecksum = { right: 0.85, unchecked: 0.75, wrong: 0.6 }[checkVatId(id)]
  if (/client|customer|kunden|cliente|klant|ihre|your|votre|k[äa]ufer|buyer|acheteur/i.test(cell.text))
    return byChecksum - 0.4
  if (blocks.buyer.has(cell)) return byChecksum - 0.4
  return blocks.seller.has(cell) ? byChecksum + 0.1 : byChecksum
}
