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

/** One rate of tax: `{ net: '100.00', rate: '20', tax: '20.00' }`; null where the document does not say. */
export interface TaxLine {
  net: string | null
  /** Percent. */
  rate: string | null
  tax: string | null
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
  /** One line a tax rate, as far as the document lists them. */
  taxLines?: Fact<TaxLine[]>
  /** What is still to be paid: the total less what was prepaid. */
  amountDue?: Fact
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

/** What a reader noticed about the file itself; the file is delivered all the same. */
export const READING_NOTICES = [
  'encrypted',
  'dtd_refused',
  'broken',
  'too_large',
  'too_many_pages',
  'too_slow',
  'too_much_memory',
  'several_invoices',
  'unsafe_archive',
] as const
export interface ReadingNotice {
  code: (typeof READING_NOTICES)[number]
  /** English, for logs and people; never the document's contents. */
  detail: string
}

/** Everything `documents/` found out about one file. */
export interface DocumentReading {
  facts: Facts
  checks: FactCheck[]
  /** For instance `Factur-X EN 16931`; null when no structured data was found. */
  syntax: string | null
  /** Name of the XML inside the PDF or archive that the facts come from. */
  attachment: string | null
  notices: ReadingNotice[]
  /** Detected from the content, never from a name or a header. */
  mimetype: string
  /** Without a dot, for generated file names. */
  extension: string
}
