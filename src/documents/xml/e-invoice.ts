import type { DocumentType, TaxLine } from '#domain/facts.ts'
import { decimalAmount } from '../amount.ts'
import type { XmlElement } from './xml-element.ts'

/** What every e-invoice syntax can say, in our words. Null is "not stated". */
export interface EInvoice {
  /** Name, version and profile, for instance `Factur-X EN 16931 (CII)`. */
  syntax: string
  type: DocumentType
  number: string | null
  issuedOn: string | null
  dueOn: string | null
  currency: string | null
  total: string | null
  net: string | null
  tax: string | null
  taxLines: TaxLine[]
  amountDue: string | null
  sellerName: string | null
  sellerVatId: string | null
  sellerCountry: string | null
  iban: string | null
  orderNumber: string | null
  contractNumber: string | null
  /** How many invoices the file holds; the values above are the first one's. */
  invoiceCount: number
  /** Null for syntaxes outside EN 16931. */
  en16931: En16931Parts | null
}

/** What only the rules of EN 16931 need. */
export interface En16931Parts {
  /** Profiles such as MINIMUM and BASIC WL leave the lines out on purpose. */
  hasLines: boolean
  typeCode: string | null
  lineNets: string[]
  lineTotal: string | null
  allowances: string[]
  allowanceTotal: string | null
  charges: string[]
  chargeTotal: string | null
  prepaid: string | null
  rounding: string | null
  buyerName: string | null
  buyerCountry: string | null
  paymentTerms: string | null
}

export function amountAt(element: XmlElement | null, ...paths: string[]): string | null {
  return decimalAmount(element?.text(...paths) ?? null)
}

/** The amounts of every element at the path; what is no amount is left out. */
export function amountsAt(element: XmlElement | null, path: string): string[] {
  return (element?.all(path) ?? []).flatMap(found => decimalAmount(found.ownText()) ?? [])
}

/** UNTDID 1001 codes that give money back. */
const CREDIT_NOTE_CODES = new Set([
  '81',
  '83',
  '261',
  '262',
  '296',
  '308',
  '381',
  '396',
  '420',
  '458',
  '502',
  '503',
  '532',
])
/** UNTDID 1001 codes of orders and answers to orders. */
const ORDER_CODES = new Set(['220', '221', '230', '231'])

export function typeOfCode(code: string | null): DocumentType {
  if (code !== null && CREDIT_NOTE_CODES.has(code)) return 'credit_note'
  return code !== null && ORDER_CODES.has(code) ? 'order_confirmation' : 'invoice'
}

/** Senders print VAT identifiers with spaces and dots; they mean the same. */
export function compactId(id: string | null): string | null {
  return id?.replace(/[\s.\-/]/g, '').toUpperCase() || null
}
