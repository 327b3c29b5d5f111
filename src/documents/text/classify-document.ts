import type { DocumentType } from '#domain/facts.ts'
import { compact } from './compact-text.ts'
import type { PrintedText } from './printed-text.ts'

/**
 * Words that name a document in its title, compact. Order matters: a reminder and a credit note name the invoice
 * they are about, an order confirmation may promise one.
 */
const TITLES: [type: DocumentType, wording: RegExp][] = [
  [
    'reminder',
    /^(?:\d(?:st|nd|rd|er|e|a|o)?)?[a-z]{0,9}?(?:reminder|overduenotice|pastduenotice|finalnotice|finaldemand|dunningletter|relance|rappel(?!s)|miseendemeure|mahnung|zahlungserinnerung|erinnerungan|recordatorio|reclamaciondepago|sollecito|aanmaning|herinnering|avisodepagamento|lembrete)/,
  ],
  [
    'credit_note',
    /^(?:creditnote|creditmemo|creditinvoice|avoir|factured?avoir|notedecredit|gutschrift(?!selbst|389)|stornorechnung|storno|rechnungsgutschrift|facturarectificativa|abono|facturadeabono|notadicredito|notadecredito|notacredito|creditnota|creditfactuur)/,
  ],
  [
    'order_confirmation',
    /^(?:order(?:confirmation|acknowledge?ment)|purchaseorder|salesorder|confirmationdecommande|bondecommande|confirmationdevotrecommande|accusedereceptiondecommande|auftragsbestatigung|bestellbestatigung|bestellung|confirmaciondepedido|confirmacionpedido|pedido(?:n|$)|confermad?i?ordine|orderbevestiging|bestelbevestiging|confirmacaod[ae]encomenda|quotation|quote|devis|angebot|preventivo|presupuesto|offerte|orcamento|proforma|deliverynote|lieferschein|bondelivraison|albaran|ddt|pakbon|guiaderemessa)/,
  ],
  [
    'statement',
    /^(?:accountstatement|statementofaccount|bankstatement|monthlystatement|statement|releve(?:de)?(?:compte|factures|bancaire)?|kontoauszug|saldenbestatigung|extracto|extractodecuenta|estadodecuenta|estrattoconto|rekeningoverzicht|rekeningafschrift|extratodeconta|extrato)/,
  ],
  [
    'contract_terms',
    /^(?:general)?(?:termsandconditions|termsofservice|termsofuse|conditionsgenerales|conditionsgeneralesdeventes?|cgv|cgu|allgemeinegeschaftsbedingungen|agb|datenschutzerklarung|privacypolicy|condicionesgenerales|condizionigenerali|algemenevoorwaarden|condicoesgerais|contratde|vertrag|widerrufsbelehrung|dataprocessingagreement)/,
  ],
  [
    'receipt',
    /^(?:receipt|paymentreceipt|salesreceipt|yourreceipt|receiptfrom|recu|recudepaiement|ticketdecaisse|quittance|quittung|kassenbon|kassenbeleg|zahlungsbeleg|recibo|reciboderenta|ticket$|ricevuta|scontrino|documentocommerciale|kassabon|betaalbewijs|kwitantie|talao)|^(?:hereis|heres|thisis)?your[a-z]{0,20}receipt$/,
  ],
  [
    'invoice',
    /(?:invoice|facture|rechnung|faktura|factuur|fattura|factura|fatura|notedhonoraires|honorarnote|parcella)/,
  ],
]

/** How many large or early lines count as titles. */
const TITLE_LINES = 14

export interface Classified {
  type: DocumentType
  confidence: number
}

/** Null when nothing on the page names a kind. `hasTotal`: an unnamed page with a total is still no advertisement. */
export function classifyDocument(
  printed: PrintedText,
  { hasTotal, hasNumber }: { hasTotal: boolean; hasNumber: boolean },
): Classified | null {
  for (const title of titlesOf(printed)) {
    const found = TITLES.find(([, wording]) => wording.test(title))
    if (found && isLikely(found[0], { hasTotal, hasNumber }))
      return { type: found[0], confidence: hasTotal && hasNumber ? 0.93 : 0.75 }
  }
  if (hasTotal && hasNumber) return { type: 'invoice', confidence: 0.7 }
  if (isAdvertisement(printed.text, hasTotal)) return { type: 'advertisement', confidence: 0.6 }
  return null
}

/** Invoices print their terms of sale and mention contracts; terms have no total. */
function isLikely(type: DocumentType, { hasTotal, hasNumber }: { hasTotal: boolean; hasNumber: boolean }): boolean {
  return type === 'contract_terms' ? !(hasTotal && hasNumber) : true
}

/** Short cells of the first page: the largest letters first, then from the top. */
function titlesOf({ lines }: PrintedText): string[] {
  const cells = lines
    .filter(({ page }) => page === 1)
    .flatMap(line => line.cells)
    .filter(({ text }) => text.length < 70 && /\p{L}{3}/u.test(text))
  const sizes = cells.map(({ size }) => size).toSorted((a, b) => a - b)
  const usual = sizes[Math.floor(sizes.length / 2)] ?? 0
  const large = cells.filter(({ size }) => size > usual * 1.25).toSorted((a, b) => b.size - a.size)
  return [...large.slice(0, TITLE_LINES), ...cells.slice(0, 3 * TITLE_LINES)].map(({ text }) => compact(text))
}

const SELLING =
  /unsubscribe|newsletter|special offer|% off|discover|offre sp[ée]ciale|promo(?:tion)?|profitez|jetzt (?:sichern|bestellen|entdecken)|angebot|abmelden|d[ée]sabonner|oferta|scopri|ontdek|aproveite/gi

function isAdvertisement(text: string, hasTotal: boolean): boolean {
  return !hasTotal && (text.match(SELLING)?.length ?? 0) >= 2
}
