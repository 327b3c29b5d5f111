import type { DocumentType } from '#domain/facts.ts'
import { sumOf } from '../amount.ts'
import { amountAt, compactId, type EInvoice } from './e-invoice.ts'
import { xmlDate } from './xml-date.ts'
import type { XmlElement } from './xml-element.ts'

const TYPES: Record<string, DocumentType> = { CreditMemo: 'credit_note', SelfBillingCreditMemo: 'credit_note' }

/** The Austrian ebInterface, 4.x to 6.x: what moved between versions is looked for in both places. */
export function readEbInterface(root: XmlElement, namespace: string): EInvoice {
  const seller = root.first('Biller')
  const version = /(\d+)p(\d+)/.exec(namespace)
  const taxItems = [...root.all('Tax/TaxItem'), ...root.all('Tax/VAT/VATItem'), ...root.all('Tax/VAT/Item')]
  const taxLines = taxItems.map(line => ({
    net: amountAt(line, 'TaxableAmount', 'TaxedAmount'),
    rate: amountAt(line, 'TaxPercent', 'VATRate'),
    tax: amountAt(line, 'TaxAmount', 'Amount'),
  }))
  const nets = taxLines.flatMap(line => line.net ?? [])
  const taxes = taxLines.flatMap(line => line.tax ?? [])
  return {
    syntax: version ? `ebInterface ${version[1]}.${version[2]}` : 'ebInterface',
    type: TYPES[root.attribute('DocumentType') ?? ''] ?? 'invoice',
    number: root.text('InvoiceNumber'),
    issuedOn: xmlDate(root.text('InvoiceDate')),
    dueOn: xmlDate(root.text('PaymentConditions/DueDate')),
    currency: root.attribute('InvoiceCurrency'),
    total: amountAt(root, 'TotalGrossAmount', 'PayableAmount'),
    net: nets.length ? sumOf(nets) : null,
    tax: taxes.length ? sumOf(taxes) : null,
    taxLines,
    amountDue: amountAt(root, 'PayableAmount', 'TotalGrossAmount'),
    sellerName: seller?.text('Address/Name') ?? null,
    sellerVatId: compactId(seller?.text('VATIdentificationNumber') ?? null),
    sellerCountry: seller?.first('Address/Country')?.attribute('CountryCode') ?? null,
    iban: compactId(
      root.text(
        'PaymentMethod/UniversalBankTransaction/BeneficiaryAccount/IBAN',
        'UniversalBankTransaction/BeneficiaryAccount/IBAN',
      ),
    ),
    orderNumber: root.text('InvoiceRecipient/OrderReference/OrderID'),
    contractNumber: null,
    invoiceCount: 1,
    en16931: null,
  }
}
