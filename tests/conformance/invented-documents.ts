import { createHash } from 'node:crypto'
import { degrees, PDFDocument, PDFName, StandardFonts } from 'pdf-lib'

/** The invoice all invented documents show, in every syntax and on paper. */
export const INVENTED = {
  number: 'RE-2026-0042',
  issuedOn: '2026-03-14',
  dueOn: '2026-04-13',
  net: '200.00',
  tax: '38.00',
  total: '238.00',
  currency: 'EUR',
  sellerName: 'Nordwind Bürobedarf GmbH',
  sellerVatId: 'DE136695976',
  buyerName: 'Südstern AG',
  iban: 'DE89370400440532013000',
}

type Invented = typeof INVENTED

export function ciiXml({
  profile = 'urn:cen.eu:en16931:2017',
  typeCode = '380',
  values = INVENTED as Invented,
} = {}): string {
  const compact = (date: string) => date.replaceAll('-', '')
  return `<?xml version="1.0" encoding="UTF-8"?>
<rsm:CrossIndustryInvoice xmlns:rsm="urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100" xmlns:ram="urn:ram" xmlns:udt="urn:udt">
<rsm:ExchangedDocumentContext><ram:GuidelineSpecifiedDocumentContextParameter><ram:ID>${profile}</ram:ID></ram:GuidelineSpecifiedDocumentContextParameter></rsm:ExchangedDocumentContext>
<rsm:ExchangedDocument><ram:ID>${values.number}</ram:ID><ram:TypeCode>${typeCode}</ram:TypeCode><ram:IssueDateTime><udt:DateTimeString format="102">${compact(values.issuedOn)}</udt:DateTimeString></ram:IssueDateTime></rsm:ExchangedDocument>
<rsm:SupplyChainTradeTransaction>
<ram:IncludedSupplyChainTradeLineItem><ram:SpecifiedLineTradeSettlement><ram:SpecifiedTradeSettlementLineMonetarySummation><ram:LineTotalAmount>${values.net}</ram:LineTotalAmount></ram:SpecifiedTradeSettlementLineMonetarySummation></ram:SpecifiedLineTradeSettlement></ram:IncludedSupplyChainTradeLineItem>
<ram:ApplicableHeaderTradeAgreement><ram:SellerTradeParty><ram:Name>${values.sellerName}</ram:Name><ram:PostalTradeAddress><ram:CountryID>DE</ram:CountryID></ram:PostalTradeAddress><ram:SpecifiedTaxRegistration><ram:ID schemeID="FC">12/345</ram:ID></ram:SpecifiedTaxRegistration><ram:SpecifiedTaxRegistration><ram:ID schemeID="VA">${values.sellerVatId}</ram:ID></ram:SpecifiedTaxRegistration></ram:SellerTradeParty>
<ram:BuyerTradeParty><ram:Name>${values.buyerName}</ram:Name><ram:PostalTradeAddress><ram:CountryID>DE</ram:CountryID></ram:PostalTradeAddress></ram:BuyerTradeParty>
<ram:BuyerOrderReferencedDocument><ram:IssuerAssignedID>B-77</ram:IssuerAssignedID></ram:BuyerOrderReferencedDocument></ram:ApplicableHeaderTradeAgreement>
<ram:ApplicableHeaderTradeSettlement><ram:InvoiceCurrencyCode>${values.currency}</ram:InvoiceCurrencyCode>
<ram:SpecifiedTradeSettlementPaymentMeans><ram:PayeePartyCreditorFinancialAccount><ram:IBANID>${values.iban}</ram:IBANID></ram:PayeePartyCreditorFinancialAccount></ram:SpecifiedTradeSettlementPaymentMeans>
<ram:ApplicableTradeTax><ram:CalculatedAmount>${values.tax}</ram:CalculatedAmount><ram:BasisAmount>${values.net}</ram:BasisAmount><ram:RateApplicablePercent>19</ram:RateApplicablePercent></ram:ApplicableTradeTax>
<ram:SpecifiedTradePaymentTerms><ram:DueDateDateTime><udt:DateTimeString format="102">${compact(values.dueOn)}</udt:DateTimeString></ram:DueDateDateTime></ram:SpecifiedTradePaymentTerms>
<ram:SpecifiedTradeSettlementHeaderMonetarySummation><ram:LineTotalAmount>${values.net}</ram:LineTotalAmount><ram:TaxBasisTotalAmount>${values.net}</ram:TaxBasisTotalAmount><ram:TaxTotalAmount currencyID="EUR">${values.tax}</ram:TaxTotalAmount><ram:GrandTotalAmount>${values.total}</ram:GrandTotalAmount><ram:DuePayableAmount>${values.total}</ram:DuePayableAmount></ram:SpecifiedTradeSettlementHeaderMonetarySummation>
</ram:ApplicableHeaderTradeSettlement></rsm:SupplyChainTradeTransaction></rsm:CrossIndustryInvoice>`
}

export function ublXml({
  root = 'Invoice',
  specification = 'urn:cen.eu:en16931:2017',
  values = INVENTED as Invented,
} = {}): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<x:${root} xmlns:x="urn:oasis:names:specification:ubl:schema:xsd:${root}-2" xmlns:cac="urn:cac" xmlns:cbc="urn:cbc">
<cbc:CustomizationID>${specification}</cbc:CustomizationID><cbc:ID>${values.number}</cbc:ID><cbc:IssueDate>${values.issuedOn}</cbc:IssueDate><cbc:DueDate>${values.dueOn}</cbc:DueDate>
<cbc:${root}TypeCode>${root === 'Invoice' ? 380 : 381}</cbc:${root}TypeCode><cbc:DocumentCurrencyCode>${values.currency}</cbc:DocumentCurrencyCode><cac:OrderReference><cbc:ID>B-77</cbc:ID></cac:OrderReference>
<cac:AccountingSupplierParty><cac:Party><cac:PartyName><cbc:Name>Nordwind</cbc:Name></cac:PartyName><cac:PostalAddress><cac:Country><cbc:IdentificationCode>DE</cbc:IdentificationCode></cac:Country></cac:PostalAddress><cac:PartyTaxScheme><cbc:CompanyID>12/345</cbc:CompanyID><cac:TaxScheme><cbc:ID>FC</cbc:ID></cac:TaxScheme></cac:PartyTaxScheme><cac:PartyTaxScheme><cbc:CompanyID>${values.sellerVatId}</cbc:CompanyID><cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:PartyTaxScheme><cac:PartyLegalEntity><cbc:RegistrationName>${values.sellerName}</cbc:RegistrationName></cac:PartyLegalEntity></cac:Party></cac:AccountingSupplierParty>
<cac:AccountingCustomerParty><cac:Party><cac:PartyLegalEntity><cbc:RegistrationName>${values.buyerName}</cbc:RegistrationName></cac:PartyLegalEntity></cac:Party></cac:AccountingCustomerParty>
<cac:PaymentMeans><cac:PayeeFinancialAccount><cbc:ID>${values.iban}</cbc:ID></cac:PayeeFinancialAccount></cac:PaymentMeans>
<cac:TaxTotal><cbc:TaxAmount currencyID="DKK">283.86</cbc:TaxAmount></cac:TaxTotal>
<cac:TaxTotal><cbc:TaxAmount currencyID="EUR">${values.tax}</cbc:TaxAmount><cac:TaxSubtotal><cbc:TaxableAmount>${values.net}</cbc:TaxableAmount><cbc:TaxAmount>${values.tax}</cbc:TaxAmount><cac:TaxCategory><cbc:Percent>19</cbc:Percent></cac:TaxCategory></cac:TaxSubtotal></cac:TaxTotal>
<cac:LegalMonetaryTotal><cbc:LineExtensionAmount>${values.net}</cbc:LineExtensionAmount><cbc:TaxExclusiveAmount>${values.net}</cbc:TaxExclusiveAmount><cbc:TaxInclusiveAmount>${values.total}</cbc:TaxInclusiveAmount><cbc:PayableAmount currencyID="EUR">${values.total}</cbc:PayableAmount></cac:LegalMonetaryTotal>
<cac:${root}Line><cbc:LineExtensionAmount>${values.net}</cbc:LineExtensionAmount></cac:${root}Line></x:${root}>`
}

export function fatturaPaXml({ typeCode = 'TD01', bodies = 1, hasTotal = true } = {}): string {
  const body = `<FatturaElettronicaBody><DatiGenerali><DatiGeneraliDocumento><TipoDocumento>${typeCode}</TipoDocumento><Divisa>EUR</Divisa><Data>2026-03-14</Data><Numero>RE-2026-0042</Numero>${hasTotal ? '<ImportoTotaleDocumento>238.00</ImportoTotaleDocumento>' : ''}</DatiGeneraliDocumento><DatiContratto><IdDocumento>C-5</IdDocumento></DatiContratto></DatiGenerali><DatiBeniServizi><DatiRiepilogo><AliquotaIVA>19.00</AliquotaIVA><ImponibileImporto>200.00</ImponibileImporto><Imposta>38.00</Imposta></DatiRiepilogo></DatiBeniServizi><DatiPagamento><DettaglioPagamento><DataScadenzaPagamento>2026-04-13</DataScadenzaPagamento><ImportoPagamento>238.00</ImportoPagamento></DettaglioPagamento></DatiPagamento></FatturaElettronicaBody>`
  return `<?xml version="1.0"?><p:FatturaElettronica versione="FPR12" xmlns:p="http://ivaservizi.agenziaentrate.gov.it/docs/xsd/fatture/v1.2"><FatturaElettronicaHeader><CedentePrestatore><DatiAnagrafici><IdFiscaleIVA><IdPaese>IT</IdPaese><IdCodice>12345670017</IdCodice></IdFiscaleIVA><Anagrafica><Nome>Ada</Nome><Cognome>Neri</Cognome></Anagrafica></DatiAnagrafici><Sede><Nazione>IT</Nazione></Sede></CedentePrestatore></FatturaElettronicaHeader>${body.repeat(bodies)}</p:FatturaElettronica>`
}

export const FACTURAE_XML = `<?xml version="1.0"?><fe:Facturae xmlns:fe="http://www.facturae.es/Facturae/2014/v3.2.1/Facturae"><FileHeader><SchemaVersion>3.2.1</SchemaVersion></FileHeader><Parties><SellerParty><TaxIdentification><TaxIdentificationNumber>B12345674</TaxIdentificationNumber></TaxIdentification><LegalEntity><CorporateName>Levante SL</CorporateName><AddressInSpain><CountryCode>ESP</CountryCode></AddressInSpain></LegalEntity></SellerParty></Parties><Invoices><Invoice><InvoiceHeader><InvoiceNumber>RE-2026-0042</InvoiceNumber><InvoiceClass>OO</InvoiceClass></InvoiceHeader><InvoiceIssueData><IssueDate>2026-03-14</IssueDate><InvoiceCurrencyCode>EUR</InvoiceCurrencyCode></InvoiceIssueData><TaxesOutputs><Tax><TaxRate>19.00</TaxRate><TaxableBase><TotalAmount>200.00</TotalAmount></TaxableBase><TaxAmount><TotalAmount>38.00</TotalAmount></TaxAmount></Tax></TaxesOutputs><InvoiceTotals><TotalGrossAmountBeforeTaxes>200.00</TotalGrossAmountBeforeTaxes><TotalTaxOutputs>38.00</TotalTaxOutputs><InvoiceTotal>238.00</InvoiceTotal><TotalExecutableAmount>238.00</TotalExecutableAmount></InvoiceTotals></Invoice></Invoices></fe:Facturae>`

export const EB_INTERFACE_XML = `<?xml version="1.0"?><eb:Invoice xmlns:eb="http://www.ebinterface.at/schema/6p1/" eb:InvoiceCurrency="EUR" eb:DocumentType="Invoice"><eb:InvoiceNumber>RE-2026-0042</eb:InvoiceNumber><eb:InvoiceDate>2026-03-14</eb:InvoiceDate><eb:Biller><eb:VATIdentificationNumber>ATU13585627</eb:VATIdentificationNumber><eb:Address><eb:Name>Alpen OG</eb:Name><eb:Country eb:CountryCode="AT">Österreich</eb:Country></eb:Address></eb:Biller><eb:Tax><eb:TaxItem><eb:TaxableAmount>200.00</eb:TaxableAmount><eb:TaxPercent>19</eb:TaxPercent><eb:TaxAmount>38.00</eb:TaxAmount></eb:TaxItem></eb:Tax><eb:TotalGrossAmount>238.00</eb:TotalGrossAmount><eb:PayableAmount>238.00</eb:PayableAmount><eb:PaymentConditions><eb:DueDate>2026-04-13</eb:DueDate></eb:PaymentConditions></eb:Invoice>`

/** The invented invoice as it would be printed: text, column, text, column. */
export const PRINTED_LINES: [left: string, right?: string][] = [
  ['Nordwind Bürobedarf GmbH - Hafenstraße 3 - 20457 Hamburg'],
  ['Südstern AG, Am Markt 5, 80331 München'],
  ['Rechnung'],
  ['Rechnungsnummer', 'RE-2026-0042'],
  ['Rechnungsdatum', '14.03.2026'],
  ['Fällig am', '13.04.2026'],
  ['20 Ordner breit', '200,00 €'],
  ['Nettobetrag', '200,00 €'],
  ['Umsatzsteuer 19 %', '38,00 €'],
  ['Gesamtbetrag', '238,00 €'],
  ['IBAN DE89 3704 0044 0532 0130 00', 'USt-IdNr. DE136695976'],
]

export interface InventedPdf {
  /** The same page once more for each of these invoice numbers. */
  moreNumbers?: string[]
  /** Blank pages behind the printed one. */
  blankPages?: number
  attachments?: { name: string; content: string }[]
  lines?: typeof PRINTED_LINES
  /** Hangs the attachments on the document without listing them. */
  isUnlisted?: boolean
  /** Stores the page sideways, as some scanners and printers do; viewers turn it back. */
  isSideways?: boolean
}

export async function inventedPdf({
  blankPages = 0,
  moreNumbers = [],
  attachments = [],
  lines = PRINTED_LINES,
  isUnlisted = false,
  isSideways = false,
}: InventedPdf = {}): Promise<Uint8Array> {
  const pdf = await PDFDocument.create()
  const font = await pdf.embedFont(StandardFonts.Helvetica)
  for (const number of [INVENTED.number, ...moreNumbers]) {
    const page = pdf.addPage(isSideways ? [842, 595] : [595, 842])
    if (isSideways) page.setRotation(degrees(90))
    const draw = (text: string, x: number, y: number) =>
      page.drawText(text, { ...(isSideways ? { x: 842 - y, y: x, rotate: degrees(90) } : { x, y }), size: 11, font })
    for (const [index, [left, right]] of lines.entries()) {
      draw(left, 60, 780 - index * 26)
      if (right) draw(right.replace(INVENTED.number, number), 420, 780 - index * 26)
    }
  }
  for (let count = 0; count < blankPages; count++) pdf.addPage([595, 842])
  for (const { name, content } of attachments) await pdf.attach(Buffer.from(content), name, { mimeType: 'text/xml' })
  await pdf.flush()
  if (isUnlisted) pdf.catalog.delete(PDFName.of('Names'))
  return pdf.save({ useObjectStreams: false })
}

/** A minimal encrypted PDF (RC4, 40 bit, the oldest standard handler): its one line shows an invoice number. */
export function encryptedPdf(password: string): Uint8Array {
  const PADDING = Buffer.from('28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a', 'hex')
  const id = Buffer.alloc(16, 7)
  const permissions = Buffer.alloc(4)
  permissions.writeInt32LE(-4)
  const padded = Buffer.concat([Buffer.from(password, 'latin1'), PADDING]).subarray(0, 32)
  const md5 = (...parts: Buffer[]) => createHash('md5').update(Buffer.concat(parts)).digest()
  const owner = rc4(md5(padded).subarray(0, 5), padded)
  const key = md5(padded, owner, permissions, id).subarray(0, 5)
  const objectKey = (number: number) => md5(key, Buffer.from([number, 0, 0, 0, 0])).subarray(0, 10)
  const text =
    'BT /F1 12 Tf 60 700 Td (Invoice number: X-1 Total amount due: 12.00 EUR, thank you very much for your order) Tj ET'
  const content = rc4(objectKey(4), Buffer.from(text, 'latin1'))
  const objects = [
    '<</Type/Catalog/Pages 2 0 R>>',
    '<</Type/Pages/Kids[3 0 R]/Count 1>>',
    '<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>',
    `<</Length ${content.length}>>stream\n${content.toString('latin1')}\nendstream`,
    '<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>',
    `<</Filter/Standard/V 1/R 2/P -4/O<${owner.toString('hex')}>/U<${rc4(key, PADDING).toString('hex')}>>>`,
  ]
  const idHex = id.toString('hex')
  return rawPdf(objects, `/Encrypt 6 0 R/ID[<${idHex}><${idHex}>]`)
}

/** A PDF of exactly these objects, numbered from 1; the first one is the catalog. */
export function rawPdf(objects: string[], trailer = ''): Uint8Array {
  let pdf = '%PDF-1.4\n'
  const offsets = objects.map((object, index) => {
    const offset = pdf.length
    pdf += `${index + 1} 0 obj${object}endobj\n`
    return offset
  })
  const rows = offsets.map(offset => `${String(offset).padStart(10, '0')} 00000 n \n`).join('')
  const size = objects.length + 1
  const end = `xref\n0 ${size}\n0000000000 65535 f \n${rows}trailer<</Size ${size}/Root 1 0 R${trailer}>>\nstartxref\n${pdf.length}\n%%EOF`
  return new Uint8Array(Buffer.from(pdf + end, 'latin1'))
}

function rc4(key: Buffer, data: Buffer): Buffer {
  const state = Uint8Array.from({ length: 256 }, (_, index) => index)
  const swap = (a: number, b: number) => {
    const kept = state[a] ?? 0
    state[a] = state[b] ?? 0
    state[b] = kept
  }
  for (let i = 0, j = 0; i < 256; i++) {
    j = (j + (state[i] ?? 0) + (key[i % key.length] ?? 0)) & 255
    swap(i, j)
  }
  let i = 0
  let j = 0
  return Buffer.from(
    data.map(byte => {
      i = (i + 1) & 255
      j = (j + (state[i] ?? 0)) & 255
      swap(i, j)
      return byte ^ (state[((state[i] ?? 0) + (state[j] ?? 0)) & 255] ?? 0)
    }),
  )
}

/** A PKCS#7 signature envelope around a document, in DER or with BER's open lengths; the signers are left out. */
export function p7m(document: string | Uint8Array, { open = false } = {}): Uint8Array {
  const bytes = typeof document === 'string' ? Buffer.from(document) : Buffer.from(document)
  const element = (tag: number, body: Buffer) => {
    if (open && tag !== 0x04 && tag !== 0x06 && tag !== 0x02)
      return Buffer.concat([Buffer.from([tag, 0x80]), body, Buffer.from([0, 0])])
    const length = Buffer.alloc(4)
    length.writeUInt32BE(body.length)
    return Buffer.concat([Buffer.from([tag, 0x84]), length, body])
  }
  const oid = (hex: string) => Buffer.from(`06${(hex.length / 2).toString(16).padStart(2, '0')}${hex}`, 'hex')
  const half = Math.ceil(bytes.length / 2)
  const octets = open
    ? element(0x24, Buffer.concat([element(0x04, bytes.subarray(0, half)), element(0x04, bytes.subarray(half))]))
    : element(0x04, bytes)
  const inner = element(0x30, Buffer.concat([oid('2a864886f70d010701'), element(0xa0, octets)]))
  const signed = element(
    0x30,
    Buffer.concat([
      Buffer.from('020101', 'hex'),
      element(0x31, Buffer.alloc(0)),
      inner,
      element(0x31, Buffer.alloc(0)),
    ]),
  )
  return new Uint8Array(element(0x30, Buffer.concat([oid('2a864886f70d010702'), element(0xa0, signed)])))
}
