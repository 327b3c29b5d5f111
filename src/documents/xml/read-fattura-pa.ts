import { sumOf } from '../amount.ts'
import { amountAt, compactId, type EInvoice } from './e-invoice.ts'
import { xmlDate } from './xml-date.ts'
import { XmlElement } from './xml-element.ts'

/** TD04 is the credit note, TD08 the simplified one. */
const CREDIT_NOTE_CODES = new Set(['TD04', 'TD08'])

/** The Italian FatturaPA, ordinary and simplified. One file may hold a batch: the first body's values count. */
export function readFatturaPa(root: XmlElement): EInvoice {
  const seller = root.first('FatturaElettronicaHeader/CedentePrestatore')
  const bodies = root.all('FatturaElettronicaBody')
  const body = bodies[0] ?? new XmlElement('')
  const general = body.first('DatiGenerali/DatiGeneraliDocumento')
  const taxLines = body.all('DatiBeniServizi/DatiRiepilogo').map(line => ({
    net: amountAt(line, 'ImponibileImporto'),
    rate: amountAt(line, 'AliquotaIVA'),
    tax: amountAt(line, 'Imposta'),
  }))
  const net = taxLines.length ? sumOf(taxLines.flatMap(line => line.net ?? [])) : null
  const tax = taxLines.length ? sumOf(taxLines.flatMap(line => line.tax ?? [])) : null
  const payments = body.all('DatiPagamento/DettaglioPagamento')
  const version = root.attribute('versione')
  return {
    syntax: version ? `FatturaPA ${version}` : 'FatturaPA',
    type: CREDIT_NOTE_CODES.has(general?.text('TipoDocumento') ?? '') ? 'credit_note' : 'invoice',
    number: general?.text('Numero') ?? null,
    issuedOn: xmlDate(general?.text('Data') ?? null),
    dueOn: payments.map(payment => xmlDate(payment.text('DataScadenzaPagamento'))).find(date => date !== null) ?? null,
    currency: general?.text('Divisa') ?? null,
    // The total is optional in this syntax; the summary by rate is not, and adds up to it.
    total:
      amountAt(general, 'ImportoTotaleDocumento') ?? simplifiedTotal(body) ?? (net && tax ? sumOf([net, tax]) : null),
    net,
    tax,
    taxLines,
    amountDue: payments.length === 1 ? amountAt(payments[0] ?? null, 'ImportoPagamento') : null,
    sellerName: nameOf(seller),
    sellerVatId: vatIdOf(seller),
    sellerCountry: seller?.text('Sede/Nazione', 'DatiAnagrafici/IdFiscaleIVA/IdPaese', 'IdFiscaleIVA/IdPaese') ?? null,
    iban: compactId(body.text('DatiPagamento/DettaglioPagamento/IBAN')),
    orderNumber: body.text('DatiGenerali/DatiOrdineAcquisto/IdDocumento'),
    contractNumber: body.text('DatiGenerali/DatiContratto/IdDocumento'),
    invoiceCount: bodies.length,
    en16931: null,
  }
}

/** The simplified invoice lists amounts that already contain the tax. */
function simplifiedTotal(body: XmlElement): string | null {
  const amounts = body.all('DatiBeniServizi').flatMap(line => amountAt(line, 'Importo') ?? [])
  return amounts.length ? sumOf(amounts) : null
}

function nameOf(seller: XmlElement | null): string | null {
  const company = seller?.text('DatiAnagrafici/Anagrafica/Denominazione', 'Denominazione')
  if (company) return company
  const first = seller?.text('DatiAnagrafici/Anagrafica/Nome', 'Nome')
  const last = seller?.text('DatiAnagrafici/Anagrafica/Cognome', 'Cognome')
  return [first, last].filter(Boolean).join(' ') || null
}

function vatIdOf(seller: XmlElement | null): string | null {
  const country = seller?.text('DatiAnagrafici/IdFiscaleIVA/IdPaese', 'IdFiscaleIVA/IdPaese')
  const code = seller?.text('DatiAnagrafici/IdFiscaleIVA/IdCodice', 'IdFiscaleIVA/IdCodice')
  return country && code ? compactId(`${country}${code}`) : null
}
