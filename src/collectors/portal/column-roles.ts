import { plainWords } from './fold-text.ts'

/** What a column, or a label beside a value, says the value is. */
export type ColumnRole =
  | 'number'
  | 'other_number'
  | 'date'
  | 'other_date'
  | 'due'
  | 'paid'
  | 'period'
  | 'total'
  | 'net'
  | 'tax'
  | 'balance'

const word = (alternatives: string) => new RegExp(`(?<![a-z])(?:${alternatives})(?![a-z])`)

const DATE = word(
  '[a-z]*dat(?:e|um|a)|dated|fecha(?: de [a-z]+)?|issued(?: on)?|emise? le|emision|emissao|emissione|emission|ausgestellt(?: am)?|created|day|jour|tag|dia|giorno|dag|le|vom|erstellt',
)
const OTHER_THING = word(
  'order|orders|commande|[a-z]*bestell[a-z]*|auftrag[a-z]*|pedido|ordine|encomenda|customer|client|kunden?[a-z]*|cliente|klant[a-z]*|contract|contrat|vertrag[a-z]*|contrato|contratto|account|compte|konto|cuenta|conto|po|purchase|shipping|delivery|livraison|liefer[a-z]*|tracking|iban|siret|meter|pdl|pce|service',
)

/** In this order: `total incl. VAT` is a total, `VAT` a tax, `due date` not a date of issue. */
const RULES: [ColumnRole, (words: string) => boolean][] = [
  [
    'due',
    has(
      'due(?: date| on| by)?|echeance|date limite|a payer avant|payable|pay (?:by|before)|fallig[a-z]*|faellig[a-z]*|zahlbar(?: bis)?|zahlungsziel|vencimiento|vence|scadenza|scade|verval[a-z]*|uiterste|vencimento|limite de paiement|prelevement|abbuchung',
    ),
  ],
  [
    'paid',
    has(
      'paid(?: on| date)?|payment date|date de (?:paiement|reglement)|payee? le|reglee? le|bezahlt(?: am)?|zahlungsdatum|fecha de pago|pagado|data (?:di |de )?pagamento|betaald(?: op)?|betaaldatum',
    ),
  ],
  [
    'balance',
    has(
      'balance|solde|reste(?: a payer| du)?|remaining|outstanding|offen[a-z]*|open amount|saldo|pendiente|openstaand|da pagare|em aberto|montant du|amount due',
    ),
  ],
  ['net', words => NET.test(words) && !GROSS.test(words)],
  ['total', words => GROSS.test(words)],
  [
    'tax',
    has('tva|vat|mwst|ust|umsatzsteuer|mehrwertsteuer|iva|btw|tax(?:es)?|gst|steuer|impuestos?|imposta|impostos?|taxe'),
  ],
  ['other_date', words => DATE.test(words) && OTHER_THING.test(words)],
  ['date', words => DATE.test(words)],
  [
    'other_number',
    words => OTHER_THING.test(words) && !/invoice|facture|rechnung|factura|fattura|factuur|fatura/.test(words),
  ],
  [
    'period',
    has(
      'period|periode|zeitraum|abrechnungszeitraum|leistungszeitraum|periodo|month|mois|monat|mes|mese|maand|from|to|von|bis',
    ),
  ],
  [
    'total',
    has(
      '[a-z]*total[aei]?|totaal|[a-z]*amount|montant|[a-z]*betrag|summe|importe|importo|bedrag|valor|sum|price|prix|preis|precio|prezzo|prijs|preco|charges?|cost|cout|kosten',
    ),
  ],
  [
    'number',
    has(
      'n|no|nr|num|numero|number|nummer|[a-z]*nummer|[a-z]*nr|references?|ref|referenz|referencia|riferimento|referentie|id|beleg|invoices?|factures?|rechnung(?:en)?|facturas?|fattur[ae]|factuur|faturas?|bills?',
    ),
  ],
]
const NET = word(
  'ht|h t|hors taxes?|net|netto|nettobetrag|ohne|exkl|excl|ex|excluding|before tax|sin iva|base imponible|imponibile|sem iva|zzgl|subtotal|sous total|zwischensumme',
)
const GROSS = word(
  'ttc|t t c|incl|including|inkl|brutto|bruttobetrag|gross|con iva|iva inclu[a-z]*|iva incl|com iva|inc|toutes taxes',
)

/** The role a head or label names, or null. `text` as on the page. */
export function roleOfLabel(text: string): ColumnRole | null {
  const words = plainWords(text.replace(/[#№]|n[°º]/gi, ' no '))
  if (words === '' || words.length > 60) return null
  return RULES.find(([, fits]) => fits(words))?.[0] ?? null
}

/** Roles that a class name or test id suggests (`invoice-date`): weak, used where nothing else speaks. */
export function roleOfHint(names: string): ColumnRole | null {
  const words = plainWords(names.replace(/([a-z])([A-Z])/g, '$1 $2'))
  return RULES.find(([role, fits]) => role !== 'period' && role !== 'other_number' && fits(words))?.[0] ?? null
}

function has(alternatives: string): (words: string) => boolean {
  const pattern = word(alternatives)
  return words => pattern.test(words)
}
