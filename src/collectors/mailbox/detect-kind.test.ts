import { expect, test } from 'vitest'
import { tinyUblInvoice } from '../../../tests/setup/compose-mail.ts'
import { declaredKind, HEAD_BYTES, sniffedKind } from './detect-kind.ts'

const OCTETS = 'application/octet-stream'

test.each([
  ['a.pdf', 'image/png', 'pdf'],
  [null, 'application/pdf', 'pdf'],
  ['a.docx', OCTETS, null],
  ['a.xlsx', 'application/pdf', 'pdf'],
  ['facture', OCTETS, 'unclear'],
  [null, OCTETS, 'unclear'],
  ['logo.svg', 'image/svg+xml', null],
  ['a', 'application/vnd.example+xml', 'xml'],
  ['a.xml', 'text/plain', 'xml'],
  ['x.pdf.p7m', 'application/pkcs7-mime', 'signed'],
  ['smime.p7m', 'application/pkcs7-mime', null],
  ['WINMAIL.DAT', OCTETS, 'tnef'],
  ['mail.eml', OCTETS, 'message'],
  ['photo.jpg', 'image/jpeg', null],
])('%s as %s is %s', (name, type, kind) => {
  expect(declaredKind(name, type)).toBe(kind)
})

const kindOf = (text: string, encoding: BufferEncoding = 'utf8') => sniffedKind(Buffer.from(text, encoding))

test('the first bytes tell a PDF, even one that starts late, an archive and TNEF', () => {
  expect(kindOf(`${'x'.repeat(900)}%PDF-1.7`)).toBe('pdf')
  expect(kindOf(`${'x'.repeat(1100)}%PDF-1.7`)).toBe(null)
  expect(kindOf('PK\x03\x04', 'latin1')).toBe('zip')
  expect(kindOf('\x78\x9f\x3e\x22', 'latin1')).toBe('tnef')
  expect(kindOf('')).toBe(null)
})

test('of XML only e-invoices count', () => {
  expect(kindOf(tinyUblInvoice('1'))).toBe('xml')
  expect(kindOf('\uFEFF<rsm:CrossIndustryInvoice xmlns:rsm="x">')).toBe('xml')
  expect(kindOf('\uFEFF<Invoice\n>', 'utf16le')).toBe('xml')
  expect(kindOf('<?xml version="1.0"?><!-- <Invoice> --><feedback>')).toBe(null)
  expect(kindOf('<InvoiceList>')).toBe(null)
  expect(kindOf('<html><Invoice>')).toBe(null)
})

test('nothing but comments in the part that was looked at: left to whoever reads it whole', () => {
  expect(kindOf(`<?xml version="1.0"?><!-- ${'x'.repeat(HEAD_BYTES)}`)).toBe('xml')
})

test('hostile beginnings take no time', () => {
  const startedAt = performance.now()
  for (const text of ['<!--', '<?', '<!DOCTYPE ', '<!-- -->', ' ']) kindOf(text.repeat(HEAD_BYTES / text.length))
  expect(performance.now() - startedAt).toBeLessThan(200)
})
