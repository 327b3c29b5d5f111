import { createHash } from 'node:crypto'
import type { PDFDocument, PDFFont, PDFPage, RGB } from 'pdf-lib'
import { addFacturxMetadata } from './facturx-metadata.ts'
import { composeInvoiceXml } from './invoice-xml.ts'
import type { SandboxInvoice } from './sandbox-invoices.ts'
import { SANDBOX_BUYER_ADDRESS, SANDBOX_NOTICE, SANDBOX_SELLER } from './sandbox-seller.ts'
import { writtenDate, writtenEuros } from './written-words.ts'

/** The name Factur-X prescribes. */
const ATTACHMENT = 'factur-x.xml'

/** A4, in points. */
const PAGE = { width: 595.28, height: 841.89, margin: 56 }
const RIGHT = PAGE.width - PAGE.margin

/** Where the columns of the table of lines end (numbers) or begin (the name). */
const COLUMNS = { name: PAGE.margin, quantity: 340, price: 420, vat: 470, net: RIGHT }

interface Sheet {
  page: PDFPage
  regular: PDFFont
  bold: PDFFont
  colours: Record<'ink' | 'muted' | 'accent' | 'rule' | 'tint', RGB>
}

/** A printed invoice with its own data inside (Factur-X). The same invoice always gives the same bytes. */
export async function drawInvoicePdf(invoice: SandboxInvoice): Promise<Uint8Array> {
  // Loaded with the first document: who never uses the sandbox does not pay for it.
  const { PDFDocument, StandardFonts, rgb } = await import('pdf-lib')
  const pdf = await PDFDocument.create({ updateMetadata: false })
  const sheet: Sheet = {
    page: pdf.addPage([PAGE.width, PAGE.height]),
    regular: await pdf.embedFont(StandardFonts.Helvetica),
    bold: await pdf.embedFont(StandardFonts.HelveticaBold),
    colours: {
      ink: rgb(0.11, 0.13, 0.17),
      muted: rgb(0.38, 0.41, 0.47),
      accent: rgb(0.05, 0.42, 0.39),
      rule: rgb(0.85, 0.87, 0.89),
      tint: rgb(0.94, 0.97, 0.97),
    },
  }
  drawHead(sheet, invoice)
  drawParties(sheet, invoice)
  const below = drawLines(sheet, invoice)
  drawTotals(sheet, invoice, below - 14)
  drawFoot(sheet, invoice)
  await addData(pdf, invoice)
  return pdf.save()
}

function drawHead(sheet: Sheet, invoice: SandboxInvoice): void {
  const { page, bold, colours } = sheet
  page.drawRectangle({ x: PAGE.margin, y: 752, width: 34, height: 34, color: colours.accent })
  page.drawText('S', { x: PAGE.margin + 10.5, y: 761, size: 20, font: bold, color: colours.tint })
  write(sheet, 'Sandbox Supplier', { x: PAGE.margin + 46, y: 763, size: 16, isBold: true })
  write(sheet, 'Invoice', { x: RIGHT, y: 763, size: 22, isBold: true, toTheRight: true })
  const facts = [
    ['Invoice number', invoice.number],
    ['Invoice date', writtenDate(invoice.issuedOn)],
    ['Due date', writtenDate(invoice.dueOn)],
  ] as const
  for (const [index, [label, value]] of facts.entries()) {
    const y = 722 - index * 16
    write(sheet, label, { x: 340, y, isMuted: true })
    write(sheet, value, { x: RIGHT, y, isBold: true, toTheRight: true })
  }
}

function drawParties(sheet: Sheet, invoice: SandboxInvoice): void {
  const seller = [
    SANDBOX_SELLER.name,
    SANDBOX_SELLER.street,
    `${SANDBOX_SELLER.postcode} ${SANDBOX_SELLER.city}, France`,
  ]
  drawParty(sheet, {
    x: PAGE.margin,
    heading: 'From',
    lines: [...seller, `VAT ${SANDBOX_SELLER.vatId}`, SANDBOX_SELLER.email],
  })
  const { street, postcode, city } = SANDBOX_BUYER_ADDRESS
  drawParty(sheet, { x: 340, heading: 'To', lines: [invoice.buyer, street, `${postcode} ${city}, France`] })
}

function drawParty(sheet: Sheet, party: { x: number; heading: string; lines: string[] }): void {
  write(sheet, party.heading, { x: party.x, y: 648, isMuted: true })
  for (const [index, line] of party.lines.entries()) {
    write(sheet, line, { x: party.x, y: 631 - index * 14, isBold: index === 0 })
  }
}

/** Returns the height below the last line. */
function drawLines(sheet: Sheet, invoice: SandboxInvoice): number {
  const top = 530
  sheet.page.drawRectangle({
    x: PAGE.margin - 8,
    y: top - 8,
    width: RIGHT - PAGE.margin + 16,
    height: 24,
    color: sheet.colours.tint,
  })
  drawRow(sheet, ['Description', 'Quantity', 'Unit price', 'VAT', 'Net'], { y: top, isMuted: true })
  let y = top
  for (const line of invoice.lines) {
    y -= 26
    const cells = [
      line.name,
      String(line.quantity),
      writtenEuros(line.unitPrice),
      `${line.vatRate} %`,
      writtenEuros(line.net),
    ]
    drawRow(sheet, cells, { y, isMuted: false })
    drawRule(sheet, { from: PAGE.margin - 8, to: RIGHT + 8, y: y - 10 })
  }
  return y - 10
}

function drawRow(sheet: Sheet, cells: string[], { y, isMuted }: { y: number; isMuted: boolean }): void {
  for (const [index, x] of Object.values(COLUMNS).entries()) {
    write(sheet, cells[index] ?? '', { x, y, isMuted, toTheRight: index > 0 })
  }
}

function drawTotals(sheet: Sheet, invoice: SandboxInvoice, top: number): void {
  const rows = [
    ['Total without VAT', writtenEuros(invoice.net)],
    ...invoice.vat.map(({ rate, basis, amount }) => [`VAT ${rate} % of ${writtenEuros(basis)}`, writtenEuros(amount)]),
  ]
  let y = top
  for (const [label = '', value = ''] of rows) {
    y -= 18
    write(sheet, label, { x: 340, y, isMuted: true })
    write(sheet, value, { x: RIGHT, y, toTheRight: true })
  }
  drawRule(sheet, { from: 340, to: RIGHT + 8, y: y - 9 })
  write(sheet, 'Total to pay', { x: 340, y: y - 28, size: 13, isBold: true })
  write(sheet, writtenEuros(invoice.total), { x: RIGHT, y: y - 28, size: 13, isBold: true, toTheRight: true })
}

function drawFoot(sheet: Sheet, invoice: SandboxInvoice): void {
  const iban = SANDBOX_SELLER.iban.replaceAll(/(.{4})/g, '$1 ').trim()
  const payment = [`By bank transfer before ${writtenDate(invoice.dueOn)}, quoting ${invoice.number}.`, `IBAN ${iban}`]
  write(sheet, 'Payment', { x: PAGE.margin, y: 176, isBold: true })
  for (const [index, line] of payment.entries()) write(sheet, line, { x: PAGE.margin, y: 160 - index * 14 })
  drawRule(sheet, { from: PAGE.margin - 8, to: RIGHT + 8, y: 104 })
  write(sheet, SANDBOX_NOTICE, { x: PAGE.margin, y: 86, size: 9, isMuted: true })
  const { name, siren, vatId } = SANDBOX_SELLER
  write(sheet, `${name}, SIREN ${siren}, VAT ${vatId}`, { x: PAGE.margin, y: 73, size: 9, isMuted: true })
}

interface Placing {
  /** The left end of the text, or its right end. */
  x: number
  y: number
  size?: number
  isBold?: boolean
  isMuted?: boolean
  toTheRight?: boolean
}

function write(sheet: Sheet, text: string, placing: Placing): void {
  const { x, y, size = 10, isBold = false, isMuted = false, toTheRight = false } = placing
  const font = isBold ? sheet.bold : sheet.regular
  const left = toTheRight ? x - font.widthOfTextAtSize(text, size) : x
  sheet.page.drawText(text, { x: left, y, size, font, color: isMuted ? sheet.colours.muted : sheet.colours.ink })
}

function drawRule(sheet: Sheet, { from, to, y }: { from: number; to: number; y: number }): void {
  sheet.page.drawLine({ start: { x: from, y }, end: { x: to, y }, thickness: 0.75, color: sheet.colours.rule })
}

async function addData(pdf: PDFDocument, invoice: SandboxInvoice): Promise<void> {
  const { AFRelationship, PDFHexString } = await import('pdf-lib')
  const createdAt = new Date(`${invoice.issuedOn}T08:00:00Z`)
  const title = `Invoice ${invoice.number}`
  pdf.setTitle(title, { showInWindowTitleBar: true })
  pdf.setAuthor(SANDBOX_SELLER.name)
  pdf.setSubject(SANDBOX_NOTICE)
  pdf.setLanguage('en')
  pdf.setCreationDate(createdAt)
  pdf.setModificationDate(createdAt)
  const xml = composeInvoiceXml(invoice)
  await pdf.attach(new TextEncoder().encode(xml), ATTACHMENT, {
    mimeType: 'text/xml',
    description: 'The invoice as data (Factur-X, EN 16931)',
    creationDate: createdAt,
    modificationDate: createdAt,
    afRelationship: AFRelationship.Alternative,
  })
  await addFacturxMetadata(pdf, { title, author: SANDBOX_SELLER.name, createdAt, attachment: ATTACHMENT })
  // PDF/A wants a file identifier; derived from the content, so that the bytes stay the same.
  const id = PDFHexString.of(createHash('sha256').update(xml).digest('hex').slice(0, 32))
  pdf.context.trailerInfo.ID = pdf.context.obj([id, id])
}
