import { choose } from './candidate.ts'
import type { PrintedLine } from './printed-line.ts'
import { printedText } from './printed-text.ts'
import { readNumber } from './read-number.ts'
import { readTotals } from './read-totals.ts'

/** A page counts as an invoice of its own only when it names its number and its total this clearly. */
const CLEAR_NUMBER = 0.85
const CLEAR_TOTAL = 0.75

/** How many invoices were put into one file; 0 when no page is clear. Pages of one invoice repeat its number. */
export function countInvoices(lines: PrintedLine[]): number {
  const pages = [...Map.groupBy(lines, ({ page }) => page).values()]
  if (pages.length < 2) return 0
  const numbers = new Set<string>()
  for (const page of pages) {
    const printed = printedText(page)
    const number = choose(readNumber(printed))
    if (!number || number.confidence < CLEAR_NUMBER) continue
    if ((readTotals(printed).total?.confidence ?? 0) >= CLEAR_TOTAL) numbers.add(number.value)
  }
  return numbers.size
}
