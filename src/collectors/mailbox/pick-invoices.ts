import type { FoundDocument } from './find-documents.ts'

/** Words for what lies beside invoices: conditions of sale, privacy, withdrawal forms. */
const TERMS =
  /(?:^|[^\p{L}])(?:agb|terms?|conditions|cgv|cgu|tos|t&c|gtc|algemene|voorwaarden|allgemeine|gesch(?:ä|ae)ftsbedingungen|nutzungsbedingungen|widerruf\p{L}*|datenschutz\p{L}*|privacy|rgpd|gdpr|dsgvo|r(?:é|e)tractation|condizioni|condiciones)(?=$|[^\p{L}])/iu

const INVOICE_WORD =
  /invoice|rechnung|facture|factura|fattura|faktura|factuur|receipt|re(?:ç|c)u|quittung|beleg|gutschrift|credit|avoir|bill|quittance/i

/** What says “this is the e-invoice” or “this is the picture of it”, but not which one. */
const FORMAT_WORDS =
  /x-?rechnung|zugferd|factur-?x|e-?(?:invoice|rechnung|facture)|peppol|ubl|cii|invoice|rechnung|facture|factuur|xml|pdf/g

/**
 * Of the documents of one message, those to hand on.
 * Conditions of sale and the like go by their names, unless a name also speaks of an invoice. An XML e-invoice with a
 * PDF of the same name beside it is one invoice: the XML, which is the invoice by law and says its facts exactly.
 * When names leave a doubt, both are handed on: a repeated invoice is seen, a missing one is not.
 */
export function pickInvoices(documents: FoundDocument[]): FoundDocument[] {
  const candidates = documents.filter(({ file }) => !isTerms(file.name))
  const xmlNames = new Set(candidates.filter(({ kind }) => kind === 'xml').map(bareName))
  return candidates.filter(document => document.kind !== 'pdf' || !xmlNames.has(bareName(document)))
}

function isTerms(name: string | null): boolean {
  return name !== null && TERMS.test(name.normalize('NFC')) && !INVOICE_WORD.test(name)
}

/** `xrechnung_2026-17.xml` and `Rechnung 2026-17.pdf` are both `202617`. Without any name: by where it lies. */
function bareName({ file }: FoundDocument): string {
  if (file.name === null) return file.path
  return file.name
    .toLowerCase()
    .replace(/\.[a-z]{3}$/, '')
    .replace(FORMAT_WORDS, '')
    .replace(/[^\p{L}\d]/gu, '')
}
