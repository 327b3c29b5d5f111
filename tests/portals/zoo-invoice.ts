import { randomBytes } from 'node:crypto'
import type { Answer } from './site.ts'

/** An invoice of a portal in the zoo, and what is expected to be found of it. */
export interface ZooInvoice {
  number: string
  /** `YYYY-MM-DD`. */
  date: string
  /** Decimal string. */
  amount: string
  currency: string
}

/** `count` monthly invoices, newest first, from October 2026 back; amounts and days differ from month to month. */
export function monthlyInvoices(
  count: number,
  options: { prefix?: string; currency?: string; day?: number } = {},
): ZooInvoice[] {
  const { prefix = 'F-', currency = 'EUR', day = 4 } = options
  return Array.from({ length: count }, (_, index) => {
    const month = new Date(Date.UTC(2026, 9 - index, day + (index % 5)))
    const cents = 1999 + index * 737
    const number = `${prefix}${month.getUTCFullYear()}-${String(1000 - index * 7)}`
    return { number, date: month.toISOString().slice(0, 10), amount: (cents / 100).toFixed(2), currency }
  })
}

/** A PDF with one line of text, different bytes each time it is made. */
export function pdfSaying(text: string): Uint8Array {
  const line = text.replace(/[\\()]/g, '\\$&')
  const stream = `BT /F1 12 Tf 50 780 Td (${line}) Tj ET`
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    `<< /Length ${stream.length} >>\nstream\n${stream}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  ]
  let file = `%PDF-1.4\n% ${randomBytes(8).toString('hex')}\n`
  const offsets = objects.map((object, index) => {
    const offset = file.length
    file += `${index + 1} 0 obj\n${object}\nendobj\n`
    return offset
  })
  const table = offsets.map(offset => `${String(offset).padStart(10, '0')} 00000 n \n`).join('')
  const end = `xref\n0 6\n0000000000 65535 f \n${table}trailer << /Size 6 /Root 1 0 R >>\nstartxref\n${file.length}\n%%EOF\n`
  return Buffer.from(file + end, 'latin1')
}

/** The document of an invoice as a server sends it. */
export function pdfOf(invoice: ZooInvoice | undefined, headers: Record<string, string> = {}): Answer {
  if (!invoice) return { status: 404, body: 'No such invoice' }
  const { number, date, amount, currency } = invoice
  return {
    headers: { 'content-type': 'application/pdf', ...headers },
    body: pdfSaying(`Invoice ${number} of ${date} total ${amount} ${currency}`),
  }
}

/** `1234.50` in a country's way: `1.234,50 €`. */
export function money({ amount, currency }: ZooInvoice, locale: string): string {
  return new Intl.NumberFormat(locale, { style: 'currency', currency }).format(Number(amount))
}

export function day({ date }: ZooInvoice, locale: string, month: '2-digit' | 'long' | 'short' = '2-digit'): string {
  const options = { day: month === '2-digit' ? '2-digit' : 'numeric', month, year: 'numeric', timeZone: 'UTC' } as const
  return new Intl.DateTimeFormat(locale, options).format(new Date(date))
}
