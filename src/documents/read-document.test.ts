import { zipSync } from 'fflate'
import { describe, expect, test } from 'vitest'
import type { DocumentReading } from '#domain/facts.ts'
import {
  ciiXml,
  EB_INTERFACE_XML,
  encryptedPdf,
  FACTURAE_XML,
  fatturaPaXml,
  INVENTED,
  inventedPdf,
  p7m,
  ublXml,
} from '../../tests/conformance/invented-documents.ts'
import { seededRandom } from '../../tests/setup/seeded-random.ts'
import { readDocument } from './read-document.ts'

const bytesOf = (text: string) => new Uint8Array(Buffer.from(text))
const codes = ({ notices }: DocumentReading) => notices.map(({ code }) => code)
const failed = ({ checks }: DocumentReading) => checks.filter(({ ok }) => !ok).map(({ rule }) => rule)

function valuesOf({ facts }: DocumentReading): Record<string, unknown> {
  return Object.fromEntries(Object.entries(facts).map(([key, fact]) => [key, fact.value]))
}

const COMMON = {
  number: INVENTED.number,
  issuedOn: INVENTED.issuedOn,
  total: '238.00',
  net: '200.00',
  tax: '38.00',
  currency: 'EUR',
}
const GERMAN = {
  ...COMMON,
  dueOn: INVENTED.dueOn,
  sellerName: INVENTED.sellerName,
  sellerVatId: INVENTED.sellerVatId,
  sellerCountry: 'DE',
  iban: INVENTED.iban,
  orderNumber: 'B-77',
  amountDue: '238.00',
}

describe('e-invoices', () => {
  test.each([
    ['CII', ciiXml(), 'EN 16931 (CII)', GERMAN],
    ['Factur-X', ciiXml({ profile: 'urn:factur-x.eu:1p0:extended' }), 'Factur-X EXTENDED (CII)', GERMAN],
    ['ZUGFeRD 2', ciiXml({ profile: 'urn:zugferd.de:2p0:basic' }), 'ZUGFeRD 2 BASIC (CII)', GERMAN],
    [
      'ZUGFeRD 1',
      ciiXml({ profile: 'urn:ferd:CrossIndustryDocument:invoice:1p0:comfort' }),
      'ZUGFeRD 1 COMFORT (CII)',
      GERMAN,
    ],
    ['UBL', ublXml(), 'EN 16931 (UBL)', GERMAN],
    [
      'XRechnung',
      ublXml({ specification: 'urn:cen.eu:en16931:2017#compliant#urn:xeinkauf.de:kosit:xrechnung_3.0' }),
      'XRechnung 3.0 (UBL)',
      GERMAN,
    ],
    [
      'Peppol',
      ublXml({ specification: 'urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0' }),
      'Peppol BIS (UBL)',
      GERMAN,
    ],
    [
      'FatturaPA',
      fatturaPaXml(),
      'FatturaPA FPR12',
      { ...COMMON, sellerName: 'Ada Neri', sellerVatId: 'IT12345670017', contractNumber: 'C-5' },
    ],
    ['FatturaPA without its optional total', fatturaPaXml({ hasTotal: false }), 'FatturaPA FPR12', COMMON],
    [
      'Facturae',
      FACTURAE_XML,
      'Facturae 3.2.1',
      { ...COMMON, sellerName: 'Levante SL', sellerVatId: 'ESB12345674', sellerCountry: 'ES' },
    ],
    [
      'ebInterface',
      EB_INTERFACE_XML,
      'ebInterface 6.1',
      { ...COMMON, dueOn: INVENTED.dueOn, sellerName: 'Alpen OG', sellerCountry: 'AT' },
    ],
  ])('reads %s', async (_name, xml, syntax, expected) => {
    const reading = await readDocument(bytesOf(xml))
    expect(reading).toMatchObject({ syntax, mimetype: 'application/xml', extension: 'xml', notices: [] })
    expect(valuesOf(reading)).toMatchObject({ ...expected, type: 'invoice' })
    expect(reading.facts.number).toMatchObject({ source: 'xml', confidence: 1 })
    expect(reading.facts.taxLines?.value).toEqual([{ net: '200.00', rate: '19.00', tax: '38.00' }])
    expect(failed(reading).filter(rule => rule !== 'BR-16')).toEqual([])
  })

  test.each([
    ['a CII credit note', ciiXml({ typeCode: '381' }), 'credit_note'],
    ['a UBL credit note', ublXml({ root: 'CreditNote' }), 'credit_note'],
    ['a FatturaPA credit note', fatturaPaXml({ typeCode: 'TD04' }), 'credit_note'],
    ['an Order-X order', ciiXml({ profile: 'urn:order-x.eu:1p0:basic', typeCode: '220' }), 'order_confirmation'],
  ])('tells %s', async (_name, xml, type) => {
    expect((await readDocument(bytesOf(xml))).facts.type?.value).toBe(type)
  })

  test('names every broken rule of EN 16931', async () => {
    const values = { ...INVENTED, total: '240.00', buyerName: '' }
    expect(failed(await readDocument(bytesOf(ciiXml({ values }))))).toEqual(['BR-07', 'BR-CO-15'])
  })

  test('reads other encodings and decodes references once', async () => {
    const latin = Buffer.from(
      ublXml().replace('UTF-8', 'ISO-8859-1').replace('Nordwind Bürobedarf GmbH', 'Bür&#246; &amp;amp; Co'),
      'latin1',
    )
    expect((await readDocument(new Uint8Array(latin))).facts.sellerName?.value).toBe('Bürö &amp; Co')
    const wide = Buffer.from(`\uFEFF${ublXml().replace('UTF-8', 'UTF-16')}`, 'utf16le')
    expect((await readDocument(new Uint8Array(wide))).facts.sellerName?.value).toBe(INVENTED.sellerName)
  })

  test('other XML is no invoice', async () => {
    const reading = await readDocument(bytesOf('<Invoice><ID>1</ID></Invoice>'))
    expect(reading).toMatchObject({ facts: {}, syntax: null, notices: [] })
  })

  test('a batch is noticed, and its first values are not sure', async () => {
    const reading = await readDocument(bytesOf(fatturaPaXml({ bodies: 3 })))
    expect(codes(reading)).toEqual(['several_invoices'])
    expect(reading.facts.number?.confidence).toBe(0.5)
  })
})

describe('PDF', () => {
  test.each(['factur-x.xml', 'ZUGFeRD-invoice.xml', 'anything.bin'])('reads the XML inside, called %s', async name => {
    const attachments = [
      { name: 'delivery.xml', content: '<DeliveryNote/>' },
      { name, content: ciiXml() },
    ]
    const reading = await readDocument(await inventedPdf({ attachments }))
    expect(reading).toMatchObject({
      attachment: name,
      mimetype: 'application/pdf',
      facts: { total: { value: '238.00', source: 'xml' } },
    })
  })

  test('finds XML that hangs on the document without being listed', async () => {
    const reading = await readDocument(
      await inventedPdf({ attachments: [{ name: 'factur-x.xml', content: ciiXml() }], isUnlisted: true }),
    )
    expect(reading).toMatchObject({ attachment: 'factur-x.xml', syntax: 'Factur-X EN 16931 (CII)' })
  })

  test('reads a page that is stored sideways', async () => {
    const { facts } = await readDocument(await inventedPdf({ isSideways: true }))
    expect(facts).toMatchObject({
      number: { value: INVENTED.number, source: 'text' },
      total: { value: INVENTED.total, source: 'text' },
    })
  })

  test('a broken attachment leaves the print to be read', async () => {
    const reading = await readDocument(
      await inventedPdf({ attachments: [{ name: 'factur-x.xml', content: ciiXml().slice(0, 900) }] }),
    )
    expect(reading.facts.total).toMatchObject({ value: '238.00', source: 'text' })
    expect(codes(reading)).toEqual(['broken'])
  })

  test('reads the print when told so', async () => {
    const attachments = [{ name: 'factur-x.xml', content: ciiXml({ values: { ...INVENTED, number: 'XML-1' } }) }]
    const reading = await readDocument(await inventedPdf({ attachments }), { ignoreXml: true })
    const { sellerCountry, orderNumber, amountDue, ...printed } = GERMAN
    expect(valuesOf(reading)).toMatchObject({ ...printed, type: 'invoice' })
    expect(Object.values(reading.facts).every(({ source }) => source === 'text')).toBe(true)
    expect(reading.checks).toContainEqual({ rule: 'net + tax = total', ok: true, detail: '200.00 + 38.00 = 238.00' })
  })

  test('says when a password is missing, and tries those it is given', async () => {
    const locked = encryptedPdf('s3cret')
    expect(await readDocument(locked, { passwords: ['wrong'] })).toMatchObject({
      facts: {},
      mimetype: 'application/pdf',
      notices: [{ code: 'encrypted' }],
    })
    const opened = await readDocument(locked, { passwords: ['wrong', 's3cret'] })
    expect(opened).toMatchObject({ notices: [], facts: { number: { value: 'X-1' } } })
  })

  test('several invoices in one file are noticed, pages of one are not', async () => {
    expect(codes(await readDocument(await inventedPdf({ moreNumbers: ['RE-2026-0043'] })))).toEqual([
      'several_invoices',
    ])
    expect(codes(await readDocument(await inventedPdf({ moreNumbers: [INVENTED.number] })))).toEqual([])
  })

  test('ten thousand pages are not all read', async () => {
    const reading = await readDocument(await inventedPdf({ blankPages: 10_000 }))
    expect(reading.facts.number?.value).toBe(INVENTED.number)
    expect(codes(reading)).toEqual(['too_many_pages'])
  })
})

describe('wrapped files', () => {
  const signed = p7m(fatturaPaXml())
  test.each([
    ['DER', signed],
    ['open lengths', p7m(fatturaPaXml(), { open: true })],
    ['base64', bytesOf(Buffer.from(signed).toString('base64'))],
    ['two layers', p7m(signed)],
  ])('opens a signature in %s', async (_name, bytes) => {
    const reading = await readDocument(bytes)
    expect(reading).toMatchObject({
      mimetype: 'application/pkcs7-mime',
      extension: 'p7m',
      facts: { number: { value: INVENTED.number } },
    })
  })

  test('opens a zip with one invoice, twice in it', async () => {
    const bytes = zipSync({
      'a/invoice.pdf': await inventedPdf(),
      'invoice.xml': bytesOf(ciiXml()),
      'readme.txt': bytesOf('hi'),
    })
    const reading = await readDocument(bytes)
    expect(reading).toMatchObject({
      mimetype: 'application/zip',
      attachment: 'invoice.xml',
      facts: { total: { source: 'xml' } },
      notices: [],
    })
  })

  test('a zip with several invoices has no facts of its own', async () => {
    const other = bytesOf(ciiXml({ values: { ...INVENTED, number: 'RE-2' } }))
    const reading = await readDocument(zipSync({ 'a.xml': bytesOf(ciiXml()), 'b.xml': other }))
    expect(reading.facts).toEqual({})
    expect(codes(reading)).toEqual(['several_invoices'])
  })

  test.each(['../evil.xml', '/etc/evil.xml', 'a\\..\\..\\evil.xml'])('refuses a zip that writes to %s', async name => {
    expect(codes(await readDocument(zipSync({ [name]: bytesOf(ciiXml()) })))).toEqual(['unsafe_archive'])
  })

  test('refuses a zip bomb whatever its headers say', async () => {
    const bomb = zipSync({ 'a.xml': new Uint8Array(60 * 1024 * 1024) }, { level: 9 })
    expect(codes(await readDocument(bomb))).toEqual(['unsafe_archive'])
  })

  test('says that a zip needs a password', async () => {
    const bytes = Buffer.from(zipSync({ 'a.xml': bytesOf(ciiXml()) }))
    const central = bytes.indexOf('PK\x01\x02')
    bytes[central + 8] = (bytes[central + 8] ?? 0) | 1
    expect(codes(await readDocument(new Uint8Array(bytes)))).toEqual(['encrypted'])
  })
})

describe('hostile files', () => {
  test.each([
    ['entities', '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bbbb">]><a>&b;</a>', 'dtd_refused'],
    ['external entities', '<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>', 'dtd_refused'],
    ['deep nesting', '<a>'.repeat(100_000), 'broken'],
    ['cut-off XML', ciiXml().slice(0, 900), 'broken'],
    ['a PDF of nothing', '%PDF-1.7\n%%EOF', 'broken'],
    [
      'a PDF that contains itself',
      '%PDF-1.4\n1 0 obj<</Type/Pages/Kids[1 0 R]/Count 5>>endobj 2 0 obj<</Type/Catalog/Pages 1 0 R>>endobj trailer<</Root 2 0 R>>',
      undefined,
    ],
  ])('%s: no facts, no throw', async (_name, text, code) => {
    const reading = await readDocument(bytesOf(text))
    expect(reading.facts).toEqual({})
    if (code) expect(codes(reading)).toEqual([code])
  })

  test('nothing and noise are files too', async () => {
    expect(await readDocument(new Uint8Array())).toMatchObject({
      facts: {},
      mimetype: 'application/octet-stream',
      extension: 'bin',
    })
  })

  test('no damage makes it throw', async () => {
    const originals = [
      await inventedPdf(),
      bytesOf(ublXml()),
      p7m(fatturaPaXml()),
      zipSync({ 'a.xml': bytesOf(ciiXml()) }),
    ]
    const next = seededRandom(42)
    const random = (below: number) => Math.floor(next() * below)
    for (const original of originals) {
      for (let round = 0; round < 25; round++) {
        const damaged = new Uint8Array(original)
        for (let hit = 0; hit < 1 + random(20); hit++) damaged[random(damaged.length)] = random(256)
        const reading = await readDocument(damaged.subarray(0, round % 3 ? damaged.length : random(damaged.length)))
        expect(reading.mimetype).toMatch(/\//)
      }
    }
  })
})

test('reads a receipt that is HTML only', async () => {
  const html = `<html><head><style>td{}</style></head><body><h2>Receipt</h2><div style="display:none">Total 1.00</div>
    <table><tr><td>Receipt number</td><td>2031-7718</td></tr><tr><td>Date paid</td><td>Oct 3, 2026</td></tr>
    <tr><td>Subtotal</td><td>&euro;20.00</td></tr><tr><td>VAT 20%</td><td>&#8364;4.00</td></tr><tr><td>Total</td><td>&euro;24.00</td></tr></table></body></html>`
  const reading = await readDocument(bytesOf(html))
  expect(reading).toMatchObject({ mimetype: 'text/html', extension: 'html' })
  expect(valuesOf(reading)).toMatchObject({ type: 'receipt', number: '2031-7718', total: '24.00', currency: 'EUR' })
})
