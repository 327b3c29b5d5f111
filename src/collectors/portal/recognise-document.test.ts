import { expect, test } from 'vitest'
import { filenameIn } from './capture-document.ts'
import { pdfInText, recogniseDocument } from './recognise-document.ts'

test.each([
  ['%PDF-1.7 ...', 'pdf'],
  ['\n\n  %PDF-1.4', 'pdf'],
  ['\u0089PNG\r\n\u001a\n', 'image'],
  ['\u00ff\u00d8\u00ff\u00e0', 'image'],
  ['<?xml version="1.0"?><Invoice/>', 'xml'],
  ['<!DOCTYPE html><html>', 'html'],
  ['<html><body>Document not available', 'html'],
  ['<div>Sorry</div>', 'html'],
  ['{"error":1}', 'other'],
  ['', 'other'],
])('%j is %s', (text, kind) => expect(recogniseDocument(Buffer.from(text, 'latin1'))).toBe(kind))

test('a PDF in JSON', () => {
  const pdf = Buffer.from(`%PDF-1.4\n${'x'.repeat(300)}`)
  expect(pdfInText(JSON.stringify({ data: pdf.toString('base64') }))).toEqual(new Uint8Array(pdf))
  expect(pdfInText('{"data":"JVBERi0"}')).toBeNull()
})

test('names in headers', () => {
  expect(filenameIn('attachment; filename="a b.pdf"')).toBe('a b.pdf')
  expect(filenameIn("attachment; filename*=UTF-8''Facture%20%C3%A9t%C3%A9.pdf")).toBe('Facture été.pdf')
  expect(filenameIn('inline')).toBeUndefined()
})
