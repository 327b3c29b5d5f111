import type { IsoDate } from '#domain/iso-date.ts'
import {
  decimal,
  SANDBOX_CURRENCY,
  type SandboxInvoice,
  type SandboxLine,
  type SandboxVat,
} from './sandbox-invoices.ts'
import { SANDBOX_BUYER_ADDRESS, SANDBOX_NOTICE, SANDBOX_SELLER } from './sandbox-seller.ts'

/** UNTDID 1001: commercial invoice. */
const COMMERCIAL_INVOICE = '380'
/** UNTDID 4461: SEPA credit transfer. */
const SEPA_TRANSFER = '58'
/** UN/ECE recommendation 20: one piece. */
const PIECE = 'C62'
/** ISO 6523: French SIREN. */
const SIREN_SCHEME = '0002'

/** The invoice as Factur-X XML, profile EN 16931 (UN/CEFACT Cross Industry Invoice D16B/D22B; the order of elements is the schema's). */
export function composeInvoiceXml(invoice: SandboxInvoice): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<rsm:CrossIndustryInvoice xmlns:rsm="urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100" xmlns:ram="urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100" xmlns:udt="urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100">
  <rsm:ExchangedDocumentContext>
    <ram:GuidelineSpecifiedDocumentContextParameter>
      <ram:ID>urn:cen.eu:en16931:2017</ram:ID>
    </ram:GuidelineSpecifiedDocumentContextParameter>
  </rsm:ExchangedDocumentContext>
  <rsm:ExchangedDocument>
    <ram:ID>${escapeXml(invoice.number)}</ram:ID>
    <ram:TypeCode>${COMMERCIAL_INVOICE}</ram:TypeCode>
    <ram:IssueDateTime>${day(invoice.issuedOn)}</ram:IssueDateTime>
    <ram:IncludedNote>
      <ram:Content>${escapeXml(SANDBOX_NOTICE)}</ram:Content>
    </ram:IncludedNote>
  </rsm:ExchangedDocument>
  <rsm:SupplyChainTradeTransaction>
${invoice.lines.map(lineXml).join('\n')}
    <ram:ApplicableHeaderTradeAgreement>
      <ram:SellerTradeParty>
        <ram:Name>${escapeXml(SANDBOX_SELLER.name)}</ram:Name>
        <ram:SpecifiedLegalOrganization>
          <ram:ID schemeID="${SIREN_SCHEME}">${SANDBOX_SELLER.siren}</ram:ID>
        </ram:SpecifiedLegalOrganization>
${addressXml(SANDBOX_SELLER)}
        <ram:SpecifiedTaxRegistration>
          <ram:ID schemeID="VA">${SANDBOX_SELLER.vatId}</ram:ID>
        </ram:SpecifiedTaxRegistration>
      </ram:SellerTradeParty>
      <ram:BuyerTradeParty>
        <ram:Name>${escapeXml(invoice.buyer)}</ram:Name>
${addressXml(SANDBOX_BUYER_ADDRESS)}
      </ram:BuyerTradeParty>
    </ram:ApplicableHeaderTradeAgreement>
    <ram:ApplicableHeaderTradeDelivery>
      <ram:ActualDeliverySupplyChainEvent>
        <ram:OccurrenceDateTime>${day(invoice.issuedOn)}</ram:OccurrenceDateTime>
      </ram:ActualDeliverySupplyChainEvent>
    </ram:ApplicableHeaderTradeDelivery>
${settlementXml(invoice)}
  </rsm:SupplyChainTradeTransaction>
</rsm:CrossIndustryInvoice>
`
}

function lineXml(line: SandboxLine, index: number): string {
  return `    <ram:IncludedSupplyChainTradeLineItem>
      <ram:AssociatedDocumentLineDocument>
        <ram:LineID>${index + 1}</ram:LineID>
      </ram:AssociatedDocumentLineDocument>
      <ram:SpecifiedTradeProduct>
        <ram:Name>${escapeXml(line.name)}</ram:Name>
      </ram:SpecifiedTradeProduct>
      <ram:SpecifiedLineTradeAgreement>
        <ram:NetPriceProductTradePrice>
          <ram:ChargeAmount>${decimal(line.unitPrice)}</ram:ChargeAmount>
        </ram:NetPriceProductTradePrice>
      </ram:SpecifiedLineTradeAgreement>
      <ram:SpecifiedLineTradeDelivery>
        <ram:BilledQuantity unitCode="${PIECE}">${line.quantity}</ram:BilledQuantity>
      </ram:SpecifiedLineTradeDelivery>
      <ram:SpecifiedLineTradeSettlement>
        <ram:ApplicableTradeTax>
          <ram:TypeCode>VAT</ram:TypeCode>
          <ram:CategoryCode>S</ram:CategoryCode>
          <ram:RateApplicablePercent>${line.vatRate}</ram:RateApplicablePercent>
        </ram:ApplicableTradeTax>
        <ram:SpecifiedTradeSettlementLineMonetarySummation>
          <ram:LineTotalAmount>${decimal(line.net)}</ram:LineTotalAmount>
        </ram:SpecifiedTradeSettlementLineMonetarySummation>
      </ram:SpecifiedLineTradeSettlement>
    </ram:IncludedSupplyChainTradeLineItem>`
}

function addressXml(address: { street: string; postcode: string; city: string; country: string }): string {
  return `        <ram:PostalTradeAddress>
          <ram:PostcodeCode>${address.postcode}</ram:PostcodeCode>
          <ram:LineOne>${escapeXml(address.street)}</ram:LineOne>
          <ram:CityName>${escapeXml(address.city)}</ram:CityName>
          <ram:CountryID>${address.country}</ram:CountryID>
        </ram:PostalTradeAddress>`
}

function settlementXml(invoice: SandboxInvoice): string {
  return `    <ram:ApplicableHeaderTradeSettlement>
      <ram:PaymentReference>${escapeXml(invoice.number)}</ram:PaymentReference>
      <ram:InvoiceCurrencyCode>${SANDBOX_CURRENCY}</ram:InvoiceCurrencyCode>
      <ram:SpecifiedTradeSettlementPaymentMeans>
        <ram:TypeCode>${SEPA_TRANSFER}</ram:TypeCode>
        <ram:PayeePartyCreditorFinancialAccount>
          <ram:IBANID>${SANDBOX_SELLER.iban}</ram:IBANID>
        </ram:PayeePartyCreditorFinancialAccount>
      </ram:SpecifiedTradeSettlementPaymentMeans>
${invoice.vat.map(vatXml).join('\n')}
      <ram:SpecifiedTradePaymentTerms>
        <ram:DueDateDateTime>${day(invoice.dueOn)}</ram:DueDateDateTime>
      </ram:SpecifiedTradePaymentTerms>
      <ram:SpecifiedTradeSettlementHeaderMonetarySummation>
        <ram:LineTotalAmount>${decimal(invoice.net)}</ram:LineTotalAmount>
        <ram:TaxBasisTotalAmount>${decimal(invoice.net)}</ram:TaxBasisTotalAmount>
        <ram:TaxTotalAmount currencyID="${SANDBOX_CURRENCY}">${decimal(invoice.tax)}</ram:TaxTotalAmount>
        <ram:GrandTotalAmount>${decimal(invoice.total)}</ram:GrandTotalAmount>
        <ram:DuePayableAmount>${decimal(invoice.total)}</ram:DuePayableAmount>
      </ram:SpecifiedTradeSettlementHeaderMonetarySummation>
    </ram:ApplicableHeaderTradeSettlement>`
}

function vatXml(vat: SandboxVat): string {
  return `      <ram:ApplicableTradeTax>
        <ram:CalculatedAmount>${decimal(vat.amount)}</ram:CalculatedAmount>
        <ram:TypeCode>VAT</ram:TypeCode>
        <ram:BasisAmount>${decimal(vat.basis)}</ram:BasisAmount>
        <ram:CategoryCode>S</ram:CategoryCode>
        <ram:RateApplicablePercent>${vat.rate}</ram:RateApplicablePercent>
      </ram:ApplicableTradeTax>`
}

/** Format 102 of UNTDID 2379: `20261123`. */
function day(date: IsoDate): string {
  return `<udt:DateTimeString format="102">${date.replaceAll('-', '')}</udt:DateTimeString>`
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}
