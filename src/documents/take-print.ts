import type { DocumentReading, FactCheck, Facts } from '#domain/facts.ts'
import { isSameAmount, sumOf } from './amount.ts'
import { checkVatId } from './text/check-identifiers.ts'
import { countInvoices } from './text/count-invoices.ts'
import type { PrintedLine } from './text/printed-line.ts'
import { type PrintedOrigin, readPrintedFacts } from './text/read-printed-facts.ts'

/** Puts what the printed lines say, and what can be checked of it, into the reading. */
export function takePrint(reading: DocumentReading, lines: PrintedLine[], origin: PrintedOrigin): void {
  reading.facts = readPrintedFacts(lines, origin)
  reading.checks = checkPrinted(reading.facts)
  const count = countInvoices(lines)
  if (count > 1) reading.notices.push({ code: 'several_invoices', detail: `The file holds ${count} invoices` })
}

function checkPrinted({ net, tax, total, sellerVatId }: Facts): FactCheck[] {
  const checks: FactCheck[] = []
  if (net && tax && total) {
    const sum = sumOf([net.value, tax.value])
    const ok = isSameAmount(sum, total.value)
    checks.push({ rule: 'net + tax = total', ok, detail: `${net.value} + ${tax.value} = ${sum}` })
  }
  const verdict = sellerVatId ? checkVatId(sellerVatId.value) : 'unchecked'
  if (verdict !== 'unchecked') {
    checks.push({
      rule: 'vat_id_checksum',
      ok: verdict === 'right',
      detail: `check digit of the VAT number is ${verdict}`,
    })
  }
  return checks
}
