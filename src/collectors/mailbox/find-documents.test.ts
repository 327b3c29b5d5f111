import { createHash } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { CollectorDriver } from '../../../tests/setup/collector-driver.ts'
import {
  attachment,
  composeMail,
  type MailPart,
  multipart,
  pdfAttachment,
  tinyPdf,
  tinyUblInvoice,
  tnef,
  zip,
} from '../../../tests/setup/compose-mail.ts'
import { isDovecotInstalled, MAIL_PASSWORD, startDovecot, type TestDovecot } from '../../../tests/setup/dovecot.ts'
import { createMailbox } from './mailbox.ts'

const OCTETS = 'Content-Type: application/octet-stream'
const attachedAs = (name: string) => `Content-Disposition: attachment; filename="${name}"`

interface Case {
  what: string
  parts: MailPart[]
  /** Name and bytes of every document; an archive handed on as it is counts as one. */
  finds: [name: string | null, bytes: Uint8Array | string][]
  warnings?: string[]
}

const pdf = tinyPdf('Invoice 17')
const ubl = tinyUblInvoice('INV-17')
const forwarded = composeMail({ messageId: 'inner@supplier.example', parts: [pdfAttachment('inner.pdf', pdf)] })
const sealed = zip([{ name: 'invoice.pdf', bytes: pdf, isEncrypted: true }])
const bomb = zip([{ name: 'bomb.pdf', bytes: Buffer.alloc(50 * 1024 * 1024) }])

const CASES: Case[] = [
  { what: 'a PDF', parts: [pdfAttachment('a.pdf', pdf)], finds: [['a.pdf', pdf]] },
  {
    what: 'a PDF shown inside the text',
    parts: [attachment(pdf, 'Content-Type: application/pdf; name=a.pdf', 'Content-Disposition: inline')],
    finds: [['a.pdf', pdf]],
  },
  { what: 'octets called .PDF', parts: [attachment(pdf, OCTETS, attachedAs('a.PDF'))], finds: [['a.PDF', pdf]] },
  { what: 'octets without a name', parts: [attachment(pdf, OCTETS)], finds: [[null, pdf]] },
  {
    what: 'octets whose name ends in a year',
    parts: [attachment(pdf, OCTETS, attachedAs('Rechnung 17.2026'))],
    finds: [['Rechnung 17.2026', pdf]],
  },
  {
    what: 'a name in pieces (RFC 2231)',
    parts: [
      attachment(
        pdf,
        'Content-Type: application/pdf',
        "Content-Disposition: attachment;\r\n filename*0*=utf-8''Re%C3%A7u%20;\r\n filename*1*=%E2%82%AC.pdf",
      ),
    ],
    finds: [['Reçu €.pdf', pdf]],
  },
  {
    what: 'a forwarded mail',
    parts: [{ headers: ['Content-Type: message/rfc822'], body: forwarded }],
    finds: [['inner.pdf', pdf]],
  },
  {
    what: 'a mail attached as a file',
    parts: [attachment(forwarded, OCTETS, attachedAs('mail.eml'))],
    finds: [['inner.pdf', pdf]],
  },
  {
    what: 'a signed mail',
    parts: [
      {
        headers: ['Content-Type: multipart/signed; boundary=s; protocol="application/pkcs7-signature"'],
        body: `--s\r\n${multipart('mixed', [pdfAttachment('a.pdf', pdf)])}\r\n--s\r\nContent-Type: application/pkcs7-signature; name=smime.p7s\r\n\r\nx\r\n--s--`,
      },
    ],
    finds: [['a.pdf', pdf]],
  },
  {
    what: 'an archive',
    parts: [
      attachment(
        zip([
          { name: 'sub/one.pdf', bytes: pdf },
          { name: 'two.xml', bytes: Buffer.from(ubl) },
          { name: 'logo.png', bytes: pdf },
        ]),
        'Content-Type: application/zip; name=all.zip',
      ),
    ],
    finds: [
      ['one.pdf', pdf],
      ['two.xml', ubl],
    ],
  },
  {
    what: 'an archive in an archive',
    parts: [attachment(zip([{ name: 'b.zip', bytes: zip([{ name: 'c.pdf', bytes: pdf }]) }]), OCTETS)],
    finds: [['c.pdf', pdf]],
  },
  {
    what: 'an archive with a password: as it is',
    parts: [attachment(sealed, 'Content-Type: application/zip; name=sealed.zip')],
    finds: [['sealed.zip', sealed]],
    warnings: ['An archive needs a password'],
  },
  {
    what: 'a damaged archive: as it is',
    parts: [attachment(sealed.subarray(0, 60), 'Content-Type: application/zip; name=broken.zip')],
    finds: [['broken.zip', sealed.subarray(0, 60)]],
    warnings: ['An archive cannot be opened'],
  },
  {
    what: 'winmail.dat with a long name',
    parts: [attachment(tnef([{ name: 'Facture n° 17.pdf', bytes: pdf }]), 'Content-Type: application/ms-tnef')],
    finds: [['Facture n° 17.pdf', pdf]],
  },
  {
    what: 'an XML e-invoice',
    parts: [attachment(ubl, 'Content-Type: text/xml; name=a.xml')],
    finds: [['a.xml', ubl]],
  },
  {
    what: 'XML as quoted-printable',
    parts: [
      {
        headers: ['Content-Type: application/xml; name=a.xml', 'Content-Transfer-Encoding: quoted-printable'],
        body: ubl.trimEnd().replaceAll('=', '=3D').replaceAll('\n', '\r\n').replace('INV', 'I=\r\n=4EV'),
      },
    ],
    finds: [['a.xml', ubl.trimEnd().replaceAll('\n', '\r\n')]],
  },
  {
    what: 'a signed document',
    parts: [attachment('signed', 'Content-Type: application/pkcs7-mime; name=IT01.xml.p7m')],
    finds: [['IT01.xml.p7m', 'signed']],
  },
  {
    what: 'two invoices beside the conditions of sale',
    parts: [
      pdfAttachment('RE-1.pdf', pdf),
      pdfAttachment('RE-2.pdf', tinyPdf('Invoice 18')),
      pdfAttachment('AGB_2026.pdf', tinyPdf('Conditions')),
    ],
    finds: [
      ['RE-1.pdf', pdf],
      ['RE-2.pdf', tinyPdf('Invoice 18')],
    ],
  },
  {
    what: 'an XML e-invoice with its picture: the XML',
    parts: [pdfAttachment('Rechnung_17.pdf', pdf), attachment(ubl, 'Content-Type: text/xml; name=xrechnung-17.xml')],
    finds: [['xrechnung-17.xml', ubl]],
  },
  {
    what: 'nothing in other files',
    parts: [
      attachment('<feedback><report/></feedback>', 'Content-Type: text/xml; name=report.xml'),
      attachment(zip([{ name: 'report.xml', bytes: Buffer.from('<feedback/>') }]), 'Content-Type: application/zip'),
      attachment('%PDF- not at all', 'Content-Type: image/png; name=logo.png'),
      attachment('%PDF- nor here', OCTETS, attachedAs('table.xlsx')),
      attachment('BEGIN:VCALENDAR', 'Content-Type: text/calendar; name=invite.ics'),
      attachment('hello', OCTETS),
    ],
    finds: [],
  },
]

let dovecot: TestDovecot | undefined
beforeAll(async () => {
  if (isDovecotInstalled()) dovecot = await startDovecot()
})
afterAll(() => dovecot?.stop())

test.each(CASES)('finds $what', async ({ what, parts, finds, warnings = [] }) => {
  if (!dovecot) return withoutDovecot()
  const user = `user${CASES.findIndex(other => other.what === what)}`
  const driver = await newAccount(dovecot, user)
  await dovecot.deliver(user, 'INBOX', { bytes: composeMail({ messageId: 'outer@supplier.example', parts }) })

  await driver.run()

  expect(driver.invoices.map(({ filename, sha256 }) => [filename, sha256])).toEqual(
    finds.map(([name, bytes]) => [name, sha256Of(bytes)]),
  )
  expect(driver.warnings).toEqual(warnings)
})

test('finds a mail that is nothing but a PDF', async () => {
  if (!dovecot) return withoutDovecot()
  const driver = await newAccount(dovecot, 'bare')
  const head = 'From: b@supplier.example\r\nSubject: Invoice\r\nContent-Type: application/pdf; name=bare.pdf'
  const bytes = `${head}\r\nContent-Transfer-Encoding: base64\r\n\r\n${pdf.toString('base64')}\r\n`
  await dovecot.deliver('bare', 'INBOX', { bytes })

  await driver.run()

  expect(driver.sha256s()).toEqual([sha256Of(pdf)])
})

test('an archive that unpacks to more than we read is handed on as it is', async () => {
  if (!dovecot) return withoutDovecot()
  const driver = await newAccount(dovecot, 'bomb')
  const parts = [attachment(bomb, 'Content-Type: application/zip; name=bomb.zip')]
  await dovecot.deliver('bomb', 'INBOX', { bytes: composeMail({ parts }) })

  await driver.run()

  expect(driver.filenames()).toEqual(['bomb.zip'])
  expect(driver.warnings).toEqual(['An archive cannot be opened'])
})

async function newAccount(server: TestDovecot, username: string): Promise<CollectorDriver> {
  await server.addUser(username)
  const params = { host: 'localhost', port: server.tlsPort, username, password: MAIL_PASSWORD }
  return new CollectorDriver(createMailbox({ trustedCa: server.trustedCa }), params)
}

function sha256Of(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex')
}

function withoutDovecot(): void {
  console.warn('NOT RUN: reading real mail. Install a server for it: apt-get install dovecot-imapd')
  expect(process.env.CI).not.toBe('true')
}
