import { expect, test } from 'vitest'
import type { FoundDocument } from './find-documents.ts'
import { innerFile } from './mail-file.ts'
import { pickInvoices } from './pick-invoices.ts'

function picked(...names: (string | null)[]): (string | null)[] {
  const documents = names.map(
    (name, index): FoundDocument => ({
      file: innerFile(String(index + 1), name, new Uint8Array()),
      kind: name?.endsWith('.xml') ? 'xml' : 'pdf',
    }),
  )
  return pickInvoices(documents).map(({ file }) => file.name)
}

test.each([
  'AGB.pdf',
  'agb_2026.pdf',
  'Terms and Conditions.pdf',
  'CGV-2026.pdf',
  'Conditions générales de vente.pdf',
  'Allgemeine Geschäftsbedingungen.pdf',
  'Widerrufsbelehrung.pdf',
  'Datenschutzhinweise.pdf',
  'algemene-voorwaarden.pdf',
  'privacy.pdf',
])('%s is no invoice', name => {
  expect(picked(name, '4711.pdf')).toEqual(['4711.pdf'])
})

test.each([
  '4711.pdf',
  'Terminal-bill.pdf',
  'Rechnung mit AGB.pdf',
  'Magbau GmbH.pdf',
  'unconditional.pdf',
  'Facture conditions.pdf',
  null,
])('%j may be one', name => {
  expect(picked(name)).toEqual([name])
})

test('an XML e-invoice stands for the PDF of the same name', () => {
  expect(picked('RE-2026-17.pdf', 'RE-2026-17.xml')).toEqual(['RE-2026-17.xml'])
  expect(picked('Rechnung_2026-17.pdf', 'XRechnung 2026-17.xml')).toEqual(['XRechnung 2026-17.xml'])
  expect(picked('rechnung.pdf', 'xrechnung.xml')).toEqual(['xrechnung.xml'])
})

test('any doubt keeps both', () => {
  expect(picked('RE-2026-18.pdf', 'RE-2026-17.xml')).toEqual(['RE-2026-18.pdf', 'RE-2026-17.xml'])
  expect(picked('delivery note.pdf', 'factur-x.xml')).toEqual(['delivery note.pdf', 'factur-x.xml'])
  expect(picked('a.pdf', 'a.pdf')).toEqual(['a.pdf', 'a.pdf'])
})
