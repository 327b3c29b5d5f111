/** What kind of document a supplier issued. Only the first three are delivered by default. */
export const DOCUMENT_TYPES = [
  'invoice',
  'credit_note',
  'receipt',
  'order_confirmation',
  'statement',
  'reminder',
  'contract_terms',
  'advertisement',
] as const
export type DocumentType = (typeof DOCUMENT_TYPES)[number]

/** Where a value was read: structured XML, the printed text, an image, or the supplier's own list. */
export type FactSource = 'xml' | 'text' | 'ocr' | 'supplier'

/** One value with its origin, so that a reader can judge it. */
export interface Fact<Value = string> {
  value: Value
  source: FactSource
  /** 0 to 1: how sure the reader is. */
  confidence: number
}

/**
 * What a document says. A missing key means unknown; unknown beats a guess.
 * Dates are `YYYY-MM-DD`, amounts decimal strings such as `12.30`, currencies ISO 4217, countries ISO 3166-1 alpha-2.
 */
export interface Facts {
  type?: Fact<DocumentType>
  number?: Fact
  issuedOn?: Fact
  dueOn?: Fact
  /** With tax. */
  total?: Fact
  /** Without tax. */
  net?: Fact
  tax?: Fact
  currency?: Fact
  sellerName?: Fact
  sellerVatId?: Fact
  sellerCountry?: Fact
  iban?: Fact
  orderNumber?: Fact
  contractNumber?: Fact
}

/** One rule that was checked, for instance `net + tax = total`; never a reason not to deliver. */
export interface FactCheck {
  /** Stable name of the rule: `BR-CO-15`, `supplier_total`. */
  rule: string
  ok: boolean
  detail: string
}

/** Everything `documents/` found out about one file. */
export interface DocumentReading {
  facts: Facts
  checks: FactCheck[]
  /** For instance `Factur-X EN 16931`; null when no structured data was found. */
  syntax: string | null
  /** Detected from the content, never from a name or a header. */
  mimetype: string
  /** Without a dot, for generated file names. */
  extension: string
}
