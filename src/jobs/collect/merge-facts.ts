import type { FoundInvoice } from '#collector-kit/index.ts'
import type { DocumentReading, Fact, FactCheck, Facts } from '#domain/facts.ts'

/** A supplier's own list is right but for slips of its collector; structured data in the document itself is surer. */
const SUPPLIER_CONFIDENCE = 0.95

/**
 * What is known of an invoice from both sides: per fact the surer one. Every disagreement becomes a failed check,
 * shown to the customer and never a reason not to deliver.
 */
export function mergeFacts(found: FoundInvoice, reading: DocumentReading): { facts: Facts; checks: FactCheck[] } {
  const listed = listedFacts(found)
  const facts: Facts = { ...reading.facts }
  const checks = [...reading.checks]
  for (const key of Object.keys(listed) as (keyof ListedFacts)[]) {
    const ours = listed[key]
    const theirs = facts[key]
    if (!ours) continue
    if (theirs) checks.push(compare(key, ours, theirs))
    if (!theirs || theirs.confidence < ours.confidence) facts[key] = ours
  }
  return { facts, checks }
}

type ListedFacts = Pick<Facts, 'number' | 'issuedOn' | 'dueOn' | 'total' | 'currency'>

function listedFacts({ number, issuedOn, dueOn, total }: FoundInvoice): ListedFacts {
  return {
    ...(number && { number: supplierFact(number) }),
    ...(issuedOn && { issuedOn: supplierFact(issuedOn) }),
    ...(dueOn && { dueOn: supplierFact(dueOn) }),
    ...(total && { total: supplierFact(total.amount), currency: supplierFact(total.currency) }),
  }
}

function supplierFact(value: string): Fact {
  return { value, source: 'supplier', confidence: SUPPLIER_CONFIDENCE }
}

function compare(key: keyof ListedFacts, listed: Fact, read: Fact): FactCheck {
  const ok = key === 'total' ? Number(listed.value) === Number(read.value) : fold(listed.value) === fold(read.value)
  const detail = ok
    ? `The document agrees: ${read.value}`
    : `The supplier lists ${listed.value}, the document says ${read.value}`
  return { rule: `supplier_${SNAKE[key]}`, ok, detail }
}

const SNAKE: Record<keyof ListedFacts, string> = {
  number: 'number',
  issuedOn: 'issued_on',
  dueOn: 'due_on',
  total: 'total',
  currency: 'currency',
}

/** `INV 2026/001` and `inv-2026-001` name the same invoice. */
function fold(text: string): string {
  return text.toUpperCase().replace(/[^\p{L}\p{N}]/gu, '')
}
