import { decimalAmount } from '../amount.ts'
import { amountAt, amountsAt, compactId, type EInvoice, type En16931Parts, typeOfCode } from './e-invoice.ts'
import { nameSyntax } from './name-syntax.ts'
import { xmlDate } from './xml-date.ts'
import { XmlElement } from './xml-element.ts'

/** UN/CEFACT Cross Industry Invoice (D16B), its forerunner in ZUGFeRD 1, and Order-X: one model, three sets of names. */
export function readCii(root: XmlElement): EInvoice {
  const parts = partsOf(root)
  const { document, agreement, settlement, summation } = parts
  const seller = agreement.first('SellerTradeParty')
  const currency =
    settlement.text('InvoiceCurrencyCode', 'OrderCurrencyCode') ??
    summation?.first('GrandTotalAmount')?.attribute('currencyID') ??
    null
  const typeCode = document.text('TypeCode')
  const specification = root.text(
    'ExchangedDocumentContext/GuidelineSpecifiedDocumentContextParameter/ID',
    'SpecifiedExchangedDocumentContext/GuidelineSpecifiedDocumentContextParameter/ID',
  )
  return {
    syntax: nameSyntax('CII', specification),
    type: typeOfCode(typeCode),
    number: document.text('ID'),
    issuedOn: xmlDate(document.text('IssueDateTime/DateTimeString', 'IssueDateTime/DateTime')),
    dueOn: xmlDate(settlement.text('SpecifiedTradePaymentTerms/DueDateDateTime/DateTimeString')),
    currency,
    total: amountAt(summation, 'GrandTotalAmount'),
    net: amountAt(summation, 'TaxBasisTotalAmount'),
    tax: taxIn(summation, currency),
    taxLines: settlement.all('ApplicableTradeTax').map(line => ({
      net: amountAt(line, 'BasisAmount'),
      rate: amountAt(line, 'RateApplicablePercent', 'ApplicablePercent'),
      tax: amountAt(line, 'CalculatedAmount'),
    })),
    amountDue: amountAt(summation, 'DuePayableAmount'),
    sellerName: seller?.text('Name') ?? seller?.text('SpecifiedLegalOrganization/TradingBusinessName') ?? null,
    sellerVatId: vatIdOf(seller),
    sellerCountry: seller?.text('PostalTradeAddress/CountryID') ?? null,
    iban: compactId(settlement.text('SpecifiedTradeSettlementPaymentMeans/PayeePartyCreditorFinancialAccount/IBANID')),
    orderNumber: agreement.text('BuyerOrderReferencedDocument/IssuerAssignedID', 'BuyerOrderReferencedDocument/ID'),
    contractNumber: agreement.text('ContractReferencedDocument/IssuerAssignedID', 'ContractReferencedDocument/ID'),
    invoiceCount: 1,
    // ZUGFeRD 1 is older than the norm, Order-X is no invoice.
    en16931: /urn:ferd|order-x/i.test(specification ?? '') ? null : en16931PartsOf(parts, { typeCode, specification }),
  }
}

interface CiiParts {
  document: XmlElement
  agreement: XmlElement
  settlement: XmlElement
  summation: XmlElement | null
  lines: XmlElement[]
}

function partsOf(root: XmlElement): CiiParts {
  const nothing = new XmlElement('')
  const transaction =
    root.first('SupplyChainTradeTransaction') ?? root.first('SpecifiedSupplyChainTradeTransaction') ?? nothing
  const settlement =
    transaction.first('ApplicableHeaderTradeSettlement') ??
    transaction.first('ApplicableSupplyChainTradeSettlement') ??
    nothing
  return {
    document: root.first('ExchangedDocument') ?? root.first('HeaderExchangedDocument') ?? nothing,
    agreement:
      transaction.first('ApplicableHeaderTradeAgreement') ??
      transaction.first('ApplicableSupplyChainTradeAgreement') ??
      nothing,
    settlement,
    summation:
      settlement.first('SpecifiedTradeSettlementHeaderMonetarySummation') ??
      settlement.first('SpecifiedTradeSettlementMonetarySummation'),
    lines: transaction.all('IncludedSupplyChainTradeLineItem'),
  }
}

/** The tax may be given a second time in the accounting currency. */
function taxIn(summation: XmlElement | null, currency: string | null): string | null {
  const totals = summation?.all('TaxTotalAmount') ?? []
  const own = totals.find(total => total.attribute('currencyID') === currency) ?? totals[0]
  return decimalAmount(own?.ownText() ?? null)
}

function vatIdOf(seller: XmlElement | null): string | null {
  const registrations = seller?.all('SpecifiedTaxRegistration/ID') ?? []
  const vat = registrations.find(id => id.attribute('schemeID') === 'VA')
  return compactId(vat?.ownText() ?? null)
}

function en16931PartsOf(
  { agreement, settlement, summation, lines }: CiiParts,
  { typeCode, specification }: { typeCode: string | null; specification: string | null },
): En16931Parts {
  const buyer = agreement.first('BuyerTradeParty')
  const allowanceCharges = settlement.all('SpecifiedTradeAllowanceCharge')
  const ofKind = (isCharge: boolean) =>
    allowanceCharges
      .filter(each => (each.text('ChargeIndicator/Indicator', 'ChargeIndicator') === 'true') === isCharge)
      .flatMap(each => amountAt(each, 'ActualAmount') ?? [])
  return {
    hasLines: !/minimum|basic-?wl/i.test(specification ?? ''),
    typeCode,
    // Group and information lines of the EXTENDED profile repeat what their detail lines already count.
    lineNets: lines
      .filter(line => (line.text('AssociatedDocumentLineDocument/LineStatusReasonCode') ?? 'DETAIL') === 'DETAIL')
      .flatMap(lineNet),
    lineTotal: amountAt(summation, 'LineTotalAmount'),
    allowances: ofKind(false),
    allowanceTotal: amountAt(summation, 'AllowanceTotalAmount'),
    charges: [...ofKind(true), ...amountsAt(settlement, 'SpecifiedLogisticsServiceCharge/AppliedAmount')],
    chargeTotal: amountAt(summation, 'ChargeTotalAmount'),
    prepaid: amountAt(summation, 'TotalPrepaidAmount'),
    rounding: amountAt(summation, 'RoundingAmount'),
    buyerName: buyer?.text('Name') ?? null,
    buyerCountry: buyer?.text('PostalTradeAddress/CountryID') ?? null,
    paymentTerms: settlement.text('SpecifiedTradePaymentTerms/Description'),
  }
}

function lineNet(line: XmlElement): string[] {
  const net = amountAt(
    line,
    'SpecifiedLineTradeSettlement/SpecifiedTradeSettlementLineMonetarySummation/LineTotalAmount',
    'SpecifiedSupplyChainTradeSettlement/SpecifiedTradeSettlementMonetarySummation/LineTotalAmount',
  )
  return net === null ? [] : [net]
}
