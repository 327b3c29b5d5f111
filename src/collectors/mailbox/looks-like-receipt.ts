import type { MessageEnvelopeObject } from 'imapflow'

/** Begins of words, English, French, German, Spanish, Italian, Dutch, Portuguese: who writes about money names it. */
const SUBJECT_WORDS = [
  'invoice|receipt|bill|payment|paid|order|purchase|subscription|renew|charge|transaction|statement|ticket|booking|reservation|trip|ride|fare|donation|fee|refund|credit|confirm|thank',
  'factur|reçu|recu|quittance|paiement|règlement|reglement|commande|achat|abonnement|billet|réservation|trajet|course|don|avoir|remboursement|merci',
  'rechnung|quittung|beleg|zahlung|bezahl|bestellung|kauf|abo|buchung|fahrt|spende|gutschrift|erstattung|danke|dank',
  'recibo|pago|pedido|compra|suscripción|suscripcion|reserva|viaje|donación|donacion|abono|reembolso|gracias',
  'fattur|ricevuta|pagament|ordine|acquisto|abbonamento|biglietto|prenotazione|viaggio|corsa|donazione|rimborso|grazie',
  'factuur|facturen|bon|betaling|betaald|bestelling|aankoop|boeking|reservering|rit|kaartje|donatie|terugbetaling|bedankt',
  'fatura|pagamento|encomenda|compra|assinatura|bilhete|viagem|doação|doacao|obrigad',
].join('|')
const MONEY_SUBJECT = new RegExp(`(?<!\\p{L})(?:${SUBJECT_WORDS})|(?:rechnung|beleg|zahlung|factuur)`, 'iu')

/** What the message itself claims to be. Orders and offers are no claim: most are followed by the invoice. */
const RECEIPT_WORD =
  /(?<!\p{L})(?:tax invoice|invoice|receipt|bill|credit note|facture|reçu|quittance|avoir|rechnung|quittung|(?:zahlungs|kauf)?beleg|gutschrift|factura|recibo|abono|fattura|ricevuta|nota di credito|factuur|kassabon|betaalbewijs|creditnota|fatura|nota de crédito)(?!\p{L})/iu

/** A label, up to a few letters or a new cell or line, and a number that holds a digit. */
const LABELLED_NUMBER =
  /(?:(?:invoice|receipt|bill|order|transaction|payment|booking|reference|document|credit note|facture|reçu|quittance|commande|réservation|avoir|rechnungs?|quittungs?|beleg|bestell|auftrags?|buchungs?|vorgangs?|factura|recibo|pedido|fattura|ricevuta|ordine|documento|factuur|bestel|bon|order|fatura|encomenda)[\s-]{0,2}(?:number|num(?:mer|éro|ero|ber)?|nummer|nr|no|id|code|n[°ºo.]|ref(?:erence|\.)?|número|numero)|(?<!\p{L})(?:n°|nº|nr\.|no\.|number|numéro|nummer|número|numero)|(?<!&)#)[\s.:#°º]{0,6}(?=[\w/.-]*\d)[\p{L}\d][\p{L}\d/._-]{2,}/iu

const TOTAL_LABEL =
  /(?<!\p{L})(?:(?:grand |order |invoice )?total|amount (?:paid|due|charged)|total (?:paid|ttc|due)|you paid|payment amount|montant(?: total| payé| réglé)?|net à payer|total payé|gesamt(?:betrag|summe|preis)?|endbetrag|rechnungsbetrag|zahlbetrag|summe|betrag|total a pagar|importe(?: total)?|totale|importo(?: totale)?|totaal(?:bedrag)?|te betalen|bedrag|valor(?: total)?|total pago)(?!\p{L})/iu

const CURRENCY =
  '(?:€|\\$|£|¥|zł|Kč|kr\\.?|R\\$|EUR|USD|GBP|CHF|CAD|AUD|NZD|SEK|NOK|DKK|PLN|CZK|HUF|RON|JPY|BRL|MXN|Fr\\.)'
const NUMBER = "\\d{1,3}(?:[ .,'’\\u00A0\\u202F]\\d{3})*(?:[.,]\\d{2})?|\\d+[.,]\\d{2}"
const AMOUNT = `(?:${CURRENCY}\\s{0,2}-?(?:${NUMBER})|(?:${NUMBER})\\s{0,2}${CURRENCY})(?![\\p{L}\\d])`
const EVERY_AMOUNT = new RegExp(AMOUNT, 'giu')
/** On the label's line, or on one of the two below it. */
const AMOUNT_SOON = new RegExp(`^[^\\n]{0,80}(?:\\n[^\\n]{0,80}){0,2}?${AMOUNT}`, 'iu')

/** Says that the invoice is somewhere else: attached, in a portal, behind a button. */
const ELSEWHERE = new RegExp(
  `(?<!\\p{L})(?:${[
    'attached|enclosed|attachment|(?:invoice|bill|receipt|statement|it|they)(?!\\p{L})[^\\n]{0,60} (?:is|are) (?:now )?(?:available|ready)',
    '(?:view|see|download|open|access|find|get) (?:your |the |this |it )?(?:\\p{L}+ ){0,2}(?:invoice|bill|receipt|statement|online)',
    '(?:log ?in|sign in)(?: \\p{L}+){0,5} (?:to|and) (?:view|see|download|access|get|find)',
    'ci-jointe?|pièce jointe|est (?:désormais |maintenant )?disponible|espace client',
    '(?:consulte[rz]|télécharge[rz]|retrouve[rz])[^\\n]{0,30}(?:facture|reçu)',
    'anbei|im anhang|angehängt|beigefügt|(?:liegt|steht|stehen) (?:\\p{L}+ ){0,5}(?:bereit|zur verfügung)|kundenportal|online[- ]?(?:konto|portal)',
    '\\p{L}*(?:rechnung|beleg)[^\\n]{0,30}(?:herunterladen|abrufen|ansehen)',
    'adjunt[oa]|está disponible|descarg(?:ar|ue|a)[^\\n]{0,30}(?:factura|recibo)',
    '(?:in )?allegat[oa]|è disponibile|scarica[^\\n]{0,30}(?:fattura|ricevuta)',
    'bijlage|bijgevoegd|staat (?:\\p{L}+ ){0,3}klaar|factuur[^\\n]{0,60}beschikbaar|download(?:en)? [^\\n]{0,20}factuur',
    'em anexo|está disponível|(?:descarregar|baixar|transferir)[^\\n]{0,30}(?:fatura|recibo)',
  ].join('|')})`,
  'iu',
)

/** A price, a tax and a total at least: that is a list of what was bought, wherever else it may lie too. */
const ITEMISED_AMOUNTS = 3

/** Whether a message's text is worth fetching at all. */
export function mayBeAboutMoney({ subject = '', from = [] }: MessageEnvelopeObject): boolean {
  return [subject, ...from.flatMap(({ name, address }) => [name ?? '', address ?? ''])].some(text =>
    MONEY_SUBJECT.test(text.normalize('NFC')),
  )
}

/**
 * Whether the text of a mail is itself the receipt or invoice: it must say so, and hold a number and a total. A mail
 * that only announces one is none, unless it lists what was bought.
 */
export function looksLikeReceipt(subject: string, text: string): boolean {
  const whole = `${subject}\n${text}`.normalize('NFC')
  if (!RECEIPT_WORD.test(whole) || !LABELLED_NUMBER.test(whole) || !hasTotal(whole)) return false
  return !ELSEWHERE.test(whole) || (whole.match(EVERY_AMOUNT) ?? []).length >= ITEMISED_AMOUNTS
}

function hasTotal(text: string): boolean {
  return [...text.matchAll(new RegExp(TOTAL_LABEL, 'giu'))].some(({ index, 0: label }) =>
    AMOUNT_SOON.test(text.slice(index + label.length, index + label.length + 400)),
  )
}
