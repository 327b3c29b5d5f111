import type { DocumentType, Fact, Facts } from './facts.ts'
import { daysBetween, isIsoDate } from './iso-date.ts'

/** Why two documents are one invoice. */
export const SAME_INVOICE_REASONS = ['same_file', 'same_vat_id', 'same_seller_name'] as const
export type SameInvoiceReason = (typeof SAME_INVOICE_REASONS)[number]

/** One document of an invoice, as one credential brought it. */
export interface InvoiceCopy {
  /** Null once the credential is removed. */
  credentialId: string | null
  sha256: string | null
  facts: Facts
}

/** A document that is stored already. */
export interface StoredCopy extends InvoiceCopy {
  id: string
  /** The invoice it is a copy of; null when it is an invoice itself. */
  copyOf: string | null
  /** Somebody said that it is not the invoice we took it for. */
  wasSplit: boolean
}

export interface SameInvoice {
  invoiceId: string
  reason: SameInvoiceReason
}

/**
 * The invoice a new document belongs to, among the user's (oldest first); null: it is a new one. A wrong yes loses an
 * invoice, a wrong no sends one twice: so in doubt it is new.
 */
export function findSameInvoice(copy: InvoiceCopy, stored: StoredCopy[]): SameInvoice | null {
  const matches = stored.flatMap(candidate => {
    const reason = reasonToBeSame(copy, candidate)
    return reason ? [{ candidate, reason }] : []
  })
  const sameFile = matches.find(({ reason }) => reason === 'same_file')
  // Where facts have misled us once, they do not decide again.
  const isMisleading = matches.some(({ candidate }) => candidate.wasSplit)
  const match = sameFile ?? (isMisleading ? undefined : matches[0])
  return match ? { invoiceId: match.candidate.copyOf ?? match.candidate.id, reason: match.reason } : null
}

/** Null: two invoices, or not enough is known. */
export function reasonToBeSame(one: InvoiceCopy, other: InvoiceCopy): SameInvoiceReason | null {
  if (one.sha256 !== null && one.sha256 === other.sha256) return isListedTwice(one, other) ? null : 'same_file'
  return haveSameFacts(one.facts, other.facts) ? reasonOfSeller(one.facts, other.facts) : null
}

/** One supplier listing two numbers with one file behind both means two invoices in that file. */
function isListedTwice(one: InvoiceCopy, other: InvoiceCopy): boolean {
  if (one.credentialId === null || one.credentialId !== other.credentialId) return false
  const [number, another] = [one.facts.number, other.facts.number]
  if (number?.source !== 'supplier' || another?.source !== 'supplier') return false
  return foldNumber(number.value) !== foldNumber(another.value)
}

/** Below this a value is not taken for certain. */
const SURE = 0.8
/** A page without a title, but with a number and a total, is an invoice by 0.7. */
const SURE_OF_TYPE = 0.7
/** A name is read with less certainty than a figure, and here it only has to agree with another reading of it. */
const SURE_OF_NAME = 0.6
/** A list may show a time in another time zone. A monthly fee with the customer's number on it is a month apart. */
const MOST_DAYS_APART = 1

function haveSameFacts(one: Facts, other: Facts): boolean {
  return (
    areSame(typeOf(one), typeOf(other)) &&
    areSame(sure(one.number, foldNumber), sure(other.number, foldNumber)) &&
    areSame(sure(one.total, foldAmount), sure(other.total, foldAmount)) &&
    areSame(sure(one.currency, fold), sure(other.currency, fold)) &&
    areSameDay(sure(one.issuedOn, String), sure(other.issuedOn, String))
  )
}

function areSame(one: string | null, other: string | null): boolean {
  return one !== null && one === other
}

function areSameDay(one: string | null, other: string | null): boolean {
  if (one === null || other === null || !isIsoDate(one) || !isIsoDate(other)) return false
  return Math.abs(daysBetween(one, other)) <= MOST_DAYS_APART
}

function reasonOfSeller(one: Facts, other: Facts): SameInvoiceReason | null {
  const [vatId, otherVatId] = [sure(one.sellerVatId, fold), sure(other.sellerVatId, fold)]
  if (vatId !== null && otherVatId !== null) return vatId === otherVatId ? 'same_vat_id' : null
  const [name, otherName] = [nameOf(one), nameOf(other)]
  return name !== null && otherName !== null && isSameCompany(name, otherName) ? 'same_seller_name' : null
}

function sure(fact: Fact | undefined, fold: (text: string) => string | null): string | null {
  return fact && fact.confidence >= SURE ? fold(fact.value) : null
}

/** An invoice, its credit note and its receipt are three documents, even where they share a number. */
function typeOf({ type }: Facts): DocumentType | null {
  return type && type.confidence >= SURE_OF_TYPE ? type.value : null
}

function nameOf({ sellerName }: Facts): string | null {
  return sellerName && sellerName.confidence >= SURE_OF_NAME ? sellerName.value : null
}

/**
 * `inv 2026/001` and `INV-2026-001` name the same invoice, `1-11` and `11-1` do not: separators are all alike, but where
 * they stand counts. Spaces between digits only group them. Null when there is no digit, so no number.
 */
export function foldNumber(text: string): string | null {
  const parts = text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/(?<=\d)\s+(?=\d)/g, '')
    .match(/\p{L}+|\d+/gu)
  return parts?.some(part => /\d/.test(part)) ? parts.join('-') : null
}

/** `12.3`, `12.30` and `+12.300` are one amount; a sign counts. Null when it is no decimal number. */
function foldAmount(text: string): string | null {
  const [, sign = '', whole = '', cents = ''] = text.trim().match(/^([+-]?)(\d+)(?:\.(\d*))?$/) ?? []
  if (whole === '') return null
  const digits = `${whole.replace(/^0+(?=\d)/, '')}.${cents.replace(/0+$/, '')}`
  return sign === '-' && digits !== '0.' ? `-${digits}` : digits
}

function fold(text: string): string | null {
  const folded = text
    .normalize('NFKD')
    .toUpperCase()
    .replace(/[^\p{L}\p{N}]/gu, '')
  return folded === '' ? null : folded
}

/** `Acme` is `ACME S.A.S.`; but `Acme SAS` and `Acme GmbH` are two companies of one group. */
export function isSameCompany(one: string, other: string): boolean {
  const [company, another] = [splitLegalForm(one), splitLegalForm(other)]
  if (company.name === '' || company.name !== another.name) return false
  return company.form === another.form || company.form === null || another.form === null
}

/** Folded; where names are grouped, all spellings of one company give the same key. */
export function companyKey(name: string): string {
  return splitLegalForm(name).name
}

const LEGAL_FORMS = new Set(
  (
    'SAS SASU SARL EURL SA SCI SNC SCOP GMBH UG AG KG OHG GBR EK EV SE LTD LIMITED LLC LLP PLC INC CORP CORPORATION ' +
    'BV NV VOF BVBA SRL SRLS SPA SL SLU LDA AB AS APS OY SPRL PTY'
  ).split(' '),
)

function splitLegalForm(text: string): { name: string; form: string | null } {
  const words = text
    .normalize('NFKD')
    .toUpperCase()
    .replace(/\p{M}/gu, '')
    // `S.A.S.` is one word, `Müller & Söhne` three.
    .replace(/(?<=\b\p{L})\.(?=\p{L}\b|\s|,|$)/gu, '')
    .split(/[^\p{L}\p{N}]+/u)
    .filter(word => word !== '')
  const form = words.find((word, index) => index > 0 && LEGAL_FORMS.has(word)) ?? null
  return { name: words.filter((word, index) => index === 0 || !LEGAL_FORMS.has(word)).join(''), form }
}
