import { amountAt, compactId, type EInvoice } from './e-invoice.ts'
import { xmlDate } from './xml-date.ts'
import { XmlElement } from './xml-element.ts'

/** ISO 3166-1 alpha-3, which this syntax uses, for the countries its invoices come from. */
const ALPHA_2: Record<string, string> = {
  ESP: 'ES',
  FRA: 'FR',
  PRT: 'PT',
  DEU: 'DE',
  ITA: 'IT',
  NLD: 'NL',
  BEL: 'BE',
  LUX: 'LU',
  IRL: 'IE',
  GBR: 'GB',
  AUT: 'AT',
  CHE: 'CH',
  POL: 'PL',
  SWE: 'SE',
  DNK: 'DK',
  FIN: 'FI',
  AND: 'AD',
  USA: 'US',
}

/** The Spanish Facturae 3.x, signed or not. One file may hold a batch: the first invoice's values count. */
export function readFacturae(root: XmlElement): EInvoice {
  const invoices = root.all('Invoices/Invoice')
  const invoice = invoices[0] ?? new XmlElement('')
  const seller = root.first('Parties/SellerParty')
  const totals = invoice.first('InvoiceTotals')
  const version = root.text('FileHeader/SchemaVersion')
  const className = invoice.text('InvoiceHeader/InvoiceClass')
  const total = amountAt(totals, 'InvoiceTotal')
  const country = seller?.text(
    'LegalEntity/AddressInSpain/CountryCode',
    'LegalEntity/OverseasAddress/CountryCode',
    'Individual/AddressInSpain/CountryCode',
    'Individual/OverseasAddress/CountryCode',
  )
  return {
    syntax: version ? `Facturae ${version}` : 'Facturae',
    // A corrective invoice (OR) that gives money back is what others call a credit note.
    type: className === 'OR' && total?.startsWith('-') ? 'credit_note' : 'invoice',
    number: invoice.text('InvoiceHeader/InvoiceNumber'),
    issuedOn: xmlDate(invoice.text('InvoiceIssueData/IssueDate')),
    dueOn: xmlDate(invoice.text('PaymentDetails/Installment/InstallmentDueDate')),
    currency: invoice.text('InvoiceIssueData/InvoiceCurrencyCode'),
    total,
    net: amountAt(totals, 'TotalGrossAmountBeforeTaxes'),
    tax: amountAt(totals, 'TotalTaxOutputs'),
    taxLines: invoice.all('TaxesOutputs/Tax').map(line => ({
      net: amountAt(line, 'TaxableBase/TotalAmount'),
      rate: amountAt(line, 'TaxRate'),
      tax: amountAt(line, 'TaxAmount/TotalAmount'),
    })),
    amountDue: amountAt(totals, 'TotalExecutableAmount', 'TotalOutstandingAmount'),
    sellerName: nameOf(seller),
    sellerVatId: vatIdOf(seller),
    sellerCountry: (country && ALPHA_2[country]) ?? null,
    iban: compactId(invoice.text('PaymentDetails/Installment/AccountToBeCredited/IBAN')),
    orderNumber: invoice.text(
      'AdditionalData/RelatedDocuments/OrderReference',
      'Items/InvoiceLine/ReceiverTransactionReference',
    ),
    contractNumber: invoice.text('Items/InvoiceLine/ReceiverContractReference'),
    invoiceCount: invoices.length,
    en16931: null,
  }
}

function nameOf(seller: XmlElement | null): string | null {
  const company = seller?.text('LegalEntity/CorporateName')
  if (company) return company
  return (
    ['Name', 'FirstSurname', 'SecondSurname'].flatMap(part => seller?.text(`Individual/${part}`) ?? []).join(' ') ||
    null
  )
}

/** Spanish sellers often leave the country prefix out. */
function vatIdOf(seller: XmlElement | null): string | null {
  const id = compactId(seller?.text('TaxIdentification/TaxIdentificationNumber') ?? null)
  if (id === null || /^[A-Z]{2}/.test(id)) return id
  return seller?.first('LegalEntity/AddressInSpain') || seller?.first('Individual/AddressInSpain') ? `ES${id}` : id
}
