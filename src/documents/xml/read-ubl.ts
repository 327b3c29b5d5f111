import type { DocumentType } from '#domain/facts.ts'
import { amountAt, amountsAt, compactId, type EInvoice, type En16931Parts, typeOfCode } from './e-invoice.ts'
import { nameSyntax } from './name-syntax.ts'
import { xmlDate } from './xml-date.ts'
import type { XmlElement } from './xml-element.ts'

/** Roots of UBL 2 we read, with the type of those that have no type code. */
export const UBL_ROOTS: Record<string, DocumentType> = {
  Invoice: 'invoice',
  CreditNote: 'credit_note',
  SelfBilledInvoice: 'invoice',
  SelfBilledCreditNote: 'credit_note',
  DebitNote: 'invoice',
  FreightInvoice: 'invoice',
  Order: 'order_confirmation',
  OrderResponse: 'order_confirmation',
  Reminder: 'reminder',
  Statement: 'statement',
}

/** OASIS UBL 2: XRechnung, Peppol BIS, and every other use of it. */
export function readUbl(root: XmlElement, rootName: string): EInvoice {
  const seller = root.first('AccountingSupplierParty/Party') ?? root.first('SellerSupplierParty/Party')
  const totals =
    root.first('LegalMonetaryTotal') ?? root.first('RequestedMonetaryTotal') ?? root.first('AnticipatedMonetaryTotal')
  const currency = root.text('DocumentCurrencyCode') ?? totals?.first('PayableAmount')?.attribute('currencyID') ?? null
  const taxTotal = taxTotalIn(root, currency)
  const typeCode = root.text('InvoiceTypeCode', 'CreditNoteTypeCode')
  const rootType = UBL_ROOTS[rootName] ?? 'invoice'
  return {
    syntax: nameSyntax('UBL', root.text('CustomizationID')),
    type: rootType === 'invoice' ? typeOfCode(typeCode) : rootType,
    number: root.text('ID'),
    issuedOn: xmlDate(root.text('IssueDate')),
    dueOn: xmlDate(root.text('DueDate', 'PaymentMeans/PaymentDueDate', 'PaymentTerms/PaymentDueDate')),
    currency,
    total: amountAt(totals, 'TaxInclusiveAmount', 'PayableAmount'),
    net: amountAt(totals, 'TaxExclusiveAmount'),
    tax: amountAt(taxTotal, 'TaxAmount'),
    taxLines: (taxTotal?.all('TaxSubtotal') ?? []).map(line => ({
      net: amountAt(line, 'TaxableAmount'),
      rate: amountAt(line, 'TaxCategory/Percent', 'Percent'),
      tax: amountAt(line, 'TaxAmount'),
    })),
    amountDue: amountAt(totals, 'PayableAmount'),
    sellerName: nameOf(seller),
    sellerVatId: vatIdOf(seller),
    sellerCountry: seller?.text('PostalAddress/Country/IdentificationCode') ?? null,
    iban: ibanOf(root),
    orderNumber: root.text('OrderReference/ID'),
    contractNumber: root.text('ContractDocumentReference/ID'),
    invoiceCount: 1,
    en16931: en16931PartsOf(root, { totals, typeCode }),
  }
}

/** The registered name is the seller's name of EN 16931 (BT-27); `PartyName` is the trading name (BT-28). */
function nameOf(party: XmlElement | null): string | null {
  return party?.text('PartyLegalEntity/RegistrationName', 'PartyName/Name') ?? null
}

/** A second total may exist in the accounting currency. */
function taxTotalIn(root: XmlElement, currency: string | null): XmlElement | null {
  const taxTotals = root.all('TaxTotal')
  const own = taxTotals.filter(total => total.first('TaxAmount')?.attribute('currencyID') === currency)
  return own.find(total => total.first('TaxSubtotal')) ?? own[0] ?? taxTotals[0] ?? null
}

/** `PartyTaxScheme` also holds other tax registrations, each with its own scheme. */
function vatIdOf(seller: XmlElement | null): string | null {
  const schemes = seller?.all('PartyTaxScheme') ?? []
  const vat = schemes.find(scheme => /^(VAT|TVA|IVA|MWST|UST)$/i.test(scheme.text('TaxScheme/ID') ?? ''))
  return compactId(vat?.text('CompanyID') ?? null)
}

function ibanOf(root: XmlElement): string | null {
  const accounts = root.all('PaymentMeans/PayeeFinancialAccount/ID').map(account => compactId(account.ownText()))
  return accounts.find(account => /^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(account ?? '')) ?? null
}

function en16931PartsOf(
  root: XmlElement,
  { totals, typeCode }: { totals: XmlElement | null; typeCode: string | null },
): En16931Parts {
  const buyer = root.first('AccountingCustomerParty/Party')
  const ofKind = (isCharge: boolean) =>
    root
      .all('AllowanceCharge')
      .filter(each => (each.text('ChargeIndicator') === 'true') === isCharge)
      .flatMap(each => amountAt(each, 'Amount') ?? [])
  return {
    hasLines: true,
    typeCode,
    lineNets: [
      ...amountsAt(root, 'InvoiceLine/LineExtensionAmount'),
      ...amountsAt(root, 'CreditNoteLine/LineExtensionAmount'),
    ],
    lineTotal: amountAt(totals, 'LineExtensionAmount'),
    allowances: ofKind(false),
    allowanceTotal: amountAt(totals, 'AllowanceTotalAmount'),
    charges: ofKind(true),
    chargeTotal: amountAt(totals, 'ChargeTotalAmount'),
    prepaid: amountAt(totals, 'PrepaidAmount'),
    rounding: amountAt(totals, 'PayableRoundingAmount'),
    buyerName: nameOf(buyer),
    buyerCountry: buyer?.text('PostalAddress/Country/IdentificationCode') ?? null,
    paymentTerms: root.text('PaymentTerms/Note'),
  }
}
