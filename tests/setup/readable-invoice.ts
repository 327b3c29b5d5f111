import { PDFDocument } from 'pdf-lib'

/** A PDF that can be read to its last fact without looking at its picture, as suppliers' are. */
export async function readableInvoice(number: string): Promise<Uint8Array> {
  const pdf = await PDFDocument.create()
  const lines = ['Acme Ltd', `Invoice number: ${number}`, 'Invoice date: 2026-11-20', 'Desk lamp EUR 10.00']
  pdf.addPage().drawText([...lines, 'VAT 20 % EUR 2.00', 'Total: EUR 12.00'].join('\n'), { x: 50, y: 700, size: 12 })
  return pdf.save()
}
