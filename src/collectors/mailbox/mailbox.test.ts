import { chmod, rm } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { CredentialRejected, fieldHints, SupplierUnavailable, UserActionNeeded } from '#collector-kit/index.ts'
import { CollectorDriver } from '../../../tests/setup/collector-driver.ts'
import { attachment, composeMail, type MailPart, pdfAttachment, tinyPdf } from '../../../tests/setup/compose-mail.ts'
import { isDovecotInstalled, MAIL_PASSWORD, startDovecot, type TestDovecot } from '../../../tests/setup/dovecot.ts'
import { type Relay, startRelay } from '../../../tests/setup/start-relay.ts'
import { openTestBrowser, type TestBrowser } from '../../../tests/setup/test-browser.ts'
import mailbox, { createMailbox } from './mailbox.ts'

const LOGO = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)
const FILTERS = ['senders', 'subjects', 'texts', 'attachments']

test('every field of the form has a label in both languages, and only the password is sealed', () => {
  const fields = Object.entries(mailbox.params.shape).map(([name, schema]) => ({ name, hints: fieldHints(schema) }))

  expect(fields.map(({ name }) => name)).toEqual([
    'host',
    'port',
    'security',
    'username',
    'password',
    'folders',
    ...FILTERS,
  ])
  expect(fields.every(({ hints }) => hints?.label.en && hints.label.fr)).toBe(true)
  expect(fields.filter(({ hints }) => hints?.secret).map(({ name }) => name)).toEqual(['password'])
})

test.each(['imaps://mail.example.com', 'mail.example.com/x', 'a b', '', '-x'])('%j is no mail server', host => {
  expect(mailbox.params.shape.host?.safeParse(host).success).toBe(false)
})

if (!isDovecotInstalled()) {
  test('Dovecot is here', () => {
    console.warn('NOT RUN: the mailbox against a real server. Install one: apt-get install dovecot-imapd')
    expect(process.env.CI).not.toBe('true')
  })
}

describe.runIf(isDovecotInstalled())('a mailbox on a real Dovecot', () => {
  let dovecot: TestDovecot
  let relay: Relay
  let browser: TestBrowser
  let accounts = 0

  beforeAll(async () => {
    dovecot = await startDovecot()
    relay = await startRelay(dovecot.tlsPort)
    browser = openTestBrowser()
  })
  afterAll(async () => {
    await browser?.close()
    await relay?.stop()
    await dovecot?.stop()
  })

  /** A mailbox of our own, reached through the relay. */
  async function newAccount(params: Record<string, unknown> = {}) {
    accounts += 1
    const username = `user${accounts}`
    await dovecot.addUser(username)
    const all = { host: 'localhost', port: relay.port, username, password: MAIL_PASSWORD, ...params }
    const driver = new CollectorDriver(createMailbox({ trustedCa: dovecot.trustedCa }), all)
    let delivered = 0
    /** Answers the mail's text, to be delivered elsewhere too. */
    const deliver = async (name: string, { folder = 'INBOX', on = '2026-10-01', mail = '' } = {}) => {
      delivered += 1
      const bytes =
        mail ||
        composeMail({
          messageId: `${username}-${delivered}@supplier.example`,
          parts: [pdfAttachment(name, tinyPdf(name))],
        })
      await dovecot.deliver(username, folder, { bytes, receivedAt: new Date(`${on}T12:00:00Z`) })
      return bytes
    }
    return { username, driver, deliver }
  }

  test('lists the newest first, with the day of arrival and nothing it cannot know', async () => {
    const { driver, deliver } = await newAccount()
    await deliver('old.pdf', { on: '2026-09-01' })
    await deliver('new.pdf', { on: '2026-10-01' })

    await driver.run()

    expect(driver.invoices.map(({ filename, receivedOn }) => [filename, receivedOn])).toEqual([
      ['new.pdf', '2026-10-01'],
      ['old.pdf', '2026-09-01'],
    ])
    expect(driver.invoices[0]).toMatchObject({ number: null, issuedOn: null, total: null })
    expect(driver.invoices[0]).not.toHaveProperty('link')
  })

  test('a second run downloads nothing and opens no folder', async () => {
    const { driver, deliver } = await newAccount()
    await deliver('a.pdf')
    await driver.run()
    const receivedBefore = relay.receivedBytes()

    await driver.run()

    expect(driver.counts).toEqual({ listed: 0, downloaded: 0, taken: 0 })
    expect(relay.receivedBytes() - receivedBefore).toBeLessThan(6_000)
  })

  test('a new mail is all that a later run finds', async () => {
    const { driver, deliver } = await newAccount()
    await deliver('a.pdf')
    await driver.run()
    await deliver('b.pdf')

    await driver.run()

    expect(driver.counts).toEqual({ listed: 1, downloaded: 1, taken: 1 })
    expect(driver.filenames()).toEqual(['a.pdf', 'b.pdf'])
  })

  test('leaves no trace: no flag, no move, not even “recent” is taken away', async () => {
    const { username, driver, deliver } = await newAccount()
    await deliver('a.pdf')
    await deliver('b.pdf', { folder: 'Invoices' })
    const before = await dovecot.snapshot(username)

    await driver.run()

    expect(driver.counts.taken).toBe(2)
    expect(before.filter(name => name.includes('new/'))).toHaveLength(2)
    expect(await dovecot.snapshot(username)).toEqual(before)
  })

  test('downloads the document, not the film beside it', async () => {
    const { driver, deliver } = await newAccount()
    const film = attachment(Buffer.alloc(3_000_000, 'film'), 'Content-Type: video/mp4; name=film.mp4')
    await deliver('', { mail: composeMail({ parts: [film, pdfAttachment('a.pdf', tinyPdf('a'))] }) })
    const receivedBefore = relay.receivedBytes()

    await driver.run()

    expect(driver.filenames()).toEqual(['a.pdf'])
    expect(relay.receivedBytes() - receivedBefore).toBeLessThan(20_000)
  })

  test('new UIDs under a new UIDVALIDITY make nothing new, and cost no download', async () => {
    const { username, driver, deliver } = await newAccount()
    for (const name of ['a.pdf', 'b.pdf', 'c.pdf']) await deliver(name)
    await driver.run()
    const before = driver.memory
    await dovecot.renumber(username, 'INBOX')
    await deliver('d.pdf')

    await driver.run()

    expect(driver.counts).toEqual({ listed: 4, downloaded: 1, taken: 1 })
    expect(uidValidity(driver.memory)).not.toBe(uidValidity(before))
  })

  test('the same mail in two folders, and the same file in another mail, are one invoice', async () => {
    const { driver, deliver } = await newAccount()
    const mail = await deliver('a.pdf')
    await deliver('', { folder: 'Archive', mail })
    await deliver('', { mail: mail.replace(/Message-ID: .*/, 'Message-ID: <again@supplier.example>') })

    await driver.run()

    expect(driver.counts).toEqual({ listed: 3, downloaded: 2, taken: 1 })
  })

  test('mails without a Message-ID, or all with the same one, are told apart', async () => {
    const { driver, deliver } = await newAccount()
    const mailOf = (day: number, messageId?: string) =>
      composeMail({
        ...(messageId && { messageId }),
        sentAt: new Date(Date.UTC(2026, 9, day)),
        parts: [pdfAttachment('invoice.pdf', tinyPdf(`${day} ${messageId}`))],
      })
    for (const day of [1, 2]) await deliver('', { mail: mailOf(day) })
    for (const day of [1, 2]) await deliver('', { mail: mailOf(day, 'always-the-same@erp.example') })

    await driver.run()

    expect(driver.counts.taken).toBe(4)
  })

  test('mails older than asked for are not found at first, nor when moved in later; a rescued one is', async () => {
    const { driver, deliver } = await newAccount()
    driver.since = '2026-06-01'
    await deliver('ancient.pdf', { on: '2026-01-15' })
    await deliver('a.pdf', { on: '2026-06-01' })
    await driver.run()
    driver.since = '2026-11-01'
    await deliver('archived.pdf', { on: '2026-02-15' })
    await deliver('rescued-from-junk.pdf', { on: '2026-08-15' })

    await driver.run()

    expect(driver.filenames()).toEqual(['a.pdf', 'rescued-from-junk.pdf'])
  })

  test('asked to go further back later, it does', async () => {
    const { driver, deliver } = await newAccount()
    driver.since = '2026-06-01'
    await deliver('older.pdf', { on: '2026-03-01' })
    await deliver('a.pdf', { on: '2026-07-01' })
    await driver.run()
    driver.since = '2026-01-01'

    await driver.run()

    expect(driver.counts).toEqual({ listed: 2, downloaded: 1, taken: 1 })
    expect(driver.filenames()).toEqual(['a.pdf', 'older.pdf'])
  })

  test('reads every folder but trash, junk and sent mail; or those the user names', async () => {
    const folders = ['INBOX', 'Factures/2026', 'Trash', 'Trash/Old', 'Spam', 'Sent', 'Brouillons', 'Éléments envoyés']
    const { username, driver, deliver } = await newAccount()
    for (const folder of folders) await deliver(`${folder.replace('/', '-')}.pdf`, { folder: utf7(folder) })

    await driver.run()
    const named = new CollectorDriver(createMailbox({ trustedCa: dovecot.trustedCa }), {
      ...driver.params,
      username,
      folders: 'factures/*, Éléments*',
    })
    await named.run()

    expect(driver.filenames()).toEqual(['Factures-2026.pdf', 'INBOX.pdf'])
    expect(named.filenames()).toEqual(['Factures-2026.pdf', 'Éléments envoyés.pdf'])
  })

  test('takes only what the filters let through, and asks for no text unless a filter does', async () => {
    const { driver, deliver } = await newAccount({ senders: '*@acme.example', attachments: 'invoice*' })
    const mailOf = (from: string, text: string, name: string) => {
      const html = { headers: ['Content-Type: text/html; charset=iso-8859-1'], body: `<p>${text}</p>` }
      return composeMail({
        messageId: `${from}${text}${name}`,
        from,
        parts: [html, pdfAttachment(name, tinyPdf(text + name))],
      })
    }
    await deliver('', { mail: mailOf('billing@acme.example', 'your invoice', 'invoice-1.pdf') })
    await deliver('', { mail: mailOf('billing@acme.example', 'your terms', 'invoice-2.pdf') })
    await deliver('', { mail: mailOf('billing@acme.example', 'your invoice', 'letter.pdf') })
    await deliver('', { mail: mailOf('billing@other.example', 'your invoice', 'invoice-3.pdf') })
    const narrower = new CollectorDriver(createMailbox({ trustedCa: dovecot.trustedCa }), {
      ...driver.params,
      texts: 'YOUR * INVOICE, your invoice',
    })
    const none = new CollectorDriver(createMailbox({ trustedCa: dovecot.trustedCa }), {
      ...driver.params,
      subjects: 'reminder',
    })

    for (const each of [driver, narrower, none]) await each.run()

    expect(driver.filenames()).toEqual(['invoice-1.pdf', 'invoice-2.pdf'])
    expect(narrower.filenames()).toEqual(['invoice-1.pdf'])
    expect(none.filenames()).toEqual([])
  })

  test('a receipt without a document is drawn, its own pictures included; one with a document is not', async () => {
    const { driver, deliver } = await newAccount()
    driver.openBrowser = browser.openContext
    const text =
      '<h1>Receipt</h1><p>Receipt number: 1042-7731<p>Date: 2026-10-03<p>Amount paid: €24.00<img src="cid:logo@acme">'
    const html = { headers: ['Content-Type: text/html'], body: text }
    const logo = attachment(LOGO, 'Content-Type: image/png; name=logo.png', 'Content-ID: <logo@acme>')
    const mailOf = (messageId: string, parts: MailPart[]) =>
      composeMail({ messageId, subject: 'Your receipt', parts: [html, ...parts] })
    await deliver('', { mail: mailOf('drawn@acme.example', [logo]) })
    await deliver('', { mail: mailOf('sent@acme.example', [pdfAttachment('sent.pdf', tinyPdf('sent'))]) })
    await deliver('', { mail: mailOf('with-terms@acme.example', [pdfAttachment('AGB.pdf', tinyPdf('AGB'))]) })

    await driver.run()
    const onlyAttachments = new CollectorDriver(createMailbox({ trustedCa: dovecot.trustedCa }), {
      ...driver.params,
      attachments: '*.pdf',
    })
    await onlyAttachments.run()

    expect(driver.filenames()).toEqual(['Your receipt.pdf', 'Your receipt.pdf', 'sent.pdf'])
    const drawn = driver.invoices.map(({ bytes }) => Buffer.from(bytes).toString('latin1'))
    expect(drawn.map(pdf => pdf.includes('/Subtype /Image'))).toEqual([false, false, true])
    expect(onlyAttachments.filenames()).toEqual(['sent.pdf'])
  })

  test('a receipt that cannot be drawn keeps nothing else away; a server without a browser is told so', async () => {
    const { driver, deliver } = await newAccount()
    const text = 'Receipt number: 1042-7731\r\nAmount paid: EUR 24.00'
    await deliver('', { mail: `Subject: Your receipt\r\nMessage-ID: <1@acme.example>\r\n\r\n${text}\r\n` })
    const closed = await browser.openContext()
    await closed.close()
    const outcomes: string[] = []
    const shrug = async () => {
      for await (const invoice of createMailbox({ trustedCa: dovecot.trustedCa }).collect(driver.context())) {
        outcomes.push(await invoice.document().then(String, error => error.message))
      }
    }
    driver.openBrowser = async () => {
      throw new Error('No browser here')
    }
    await expect(shrug()).rejects.toThrow('No browser here')
    driver.openBrowser = async () => closed
    await shrug()

    expect(outcomes).toEqual(['No browser here', 'The text of a mail could not be drawn'])
  })

  test('a folder that does not exist is the user’s to correct', async () => {
    const { driver } = await newAccount({ folders: 'Rechnungen' })
    await expect(driver.run()).rejects.toThrow(/no folder called Rechnungen/)
    await expect(driver.run()).rejects.toBeInstanceOf(UserActionNeeded)
  })

  test('an empty mailbox is a success', async () => {
    const { driver } = await newAccount()
    await driver.run()
    expect(driver.counts.listed).toBe(0)
    expect(driver.memory).toBeDefined()
  })

  test('a connection lost in the middle loses nothing and repeats little', async () => {
    const { driver, deliver } = await newAccount()
    for (let count = 0; count < 250; count++) await deliver(`${count}.pdf`)
    const afterEach = () => {
      if (driver.invoices.length === 230) relay.cutAfter(1)
    }
    await expect(driver.run({ afterEach })).rejects.toBeInstanceOf(SupplierUnavailable)
    expect(driver.invoices).toHaveLength(230)

    await driver.run()

    // Of the second batch of 200, 30 were stored, and are listed again without being downloaded.
    expect(driver.counts).toEqual({ listed: 50, downloaded: 20, taken: 20 })
    expect(driver.invoices).toHaveLength(250)
  })

  test('another account in the same credential starts anew', async () => {
    const { driver, deliver } = await newAccount()
    await deliver('a.pdf')
    await driver.run()
    const { driver: other, deliver: deliverToOther } = await newAccount()
    await deliverToOther('b.pdf')
    driver.params = other.params

    await driver.run()

    expect(driver.filenames()).toEqual(['a.pdf', 'b.pdf'])
  })

  test('a document the server could not give is asked for again, even if the caller shrugs', async () => {
    const { username, driver, deliver } = await newAccount()
    await deliver('a.pdf')
    const [file = ''] = await dovecot.messageFiles(username, 'INBOX')
    const shrug = async () => {
      for await (const invoice of createMailbox({ trustedCa: dovecot.trustedCa }).collect(driver.context())) {
        await chmod(file, 0o000)
        await invoice.document().catch(() => {})
      }
    }
    await expect(shrug()).rejects.toBeInstanceOf(SupplierUnavailable)
    await chmod(file, 0o600)

    await driver.run()

    expect(driver.filenames()).toEqual(['a.pdf'])
  })

  test('a mail deleted while it is read is no document, and does not keep the others away', async () => {
    const { username, driver, deliver } = await newAccount()
    await deliver('a.pdf')
    await deliver('b.pdf')
    const outcomes: string[] = []
    for await (const invoice of createMailbox({ trustedCa: dovecot.trustedCa }).collect(driver.context())) {
      if (outcomes.length === 0) for (const file of await dovecot.messageFiles(username, 'INBOX')) await rm(file)
      outcomes.push(await invoice.document().then(String, error => error.code))
    }
    expect(outcomes).toEqual(['supplier_unavailable', 'supplier_unavailable'])
  })

  test('a run that is told to stop stops, with the reason it was given', async () => {
    const { driver, deliver } = await newAccount()
    for (let count = 0; count < 5; count++) await deliver(`${count}.pdf`)
    const stop = new AbortController()
    const reason = new Error('The server stops')

    const run = driver.run({
      signal: stop.signal,
      afterEach: () => {
        if (driver.invoices.length === 2) stop.abort(reason)
      },
    })

    await expect(run).rejects.toBe(reason)
  })

  test('starts TLS on the plain port, and says so when the two are mixed up', async () => {
    const { driver, deliver } = await newAccount({ security: 'starttls', port: dovecot.startTlsPort })
    await deliver('a.pdf')
    await driver.run()
    expect(driver.filenames()).toEqual(['a.pdf'])

    const { driver: mixedUp } = await newAccount({ security: 'tls', port: dovecot.startTlsPort })
    const refusal = await mixedUp.run().catch(error => error)
    expect(refusal).toBeInstanceOf(UserActionNeeded)
    expect(refusal.sentence.fr).toMatch(/connexion chiffrée/)
  })

  test('a wrong password is rejected in plain words', async () => {
    const { driver } = await newAccount({ password: 'wrong' })
    const refusal = await driver.run().catch(error => error)
    expect(refusal).toBeInstanceOf(CredentialRejected)
    expect(refusal.sentence.en).toMatch(/refused this user name and password/)
    expect(refusal.sentence.fr).toMatch(/a refusé/)
  })

  test('never sends a password to a server whose certificate is not valid', async () => {
    const { driver } = await newAccount()
    const untrusting = new CollectorDriver(mailbox, driver.params)
    const otherName = new CollectorDriver(createMailbox({ trustedCa: dovecot.trustedCa }), {
      ...driver.params,
      host: 'imap.other.example',
    })
    for (const refused of [untrusting, otherName]) {
      const refusal = await refused.run().catch(error => error)
      expect(refusal).toBeInstanceOf(UserActionNeeded)
      expect(refusal.sentence.en).toMatch(/certificate of .* is not valid/)
    }
    expect(await dovecot.log()).not.toContain(`user=<${driver.params.username}>`)
  })

  test('connects to the address it was given, not to the name', async () => {
    const { driver } = await newAccount()
    const asked: string[] = []
    driver.resolveHost = async host => {
      asked.push(host)
      throw new UserActionNeeded('not a public address')
    }
    await expect(driver.run()).rejects.toThrow('not a public address')
    expect(asked).toEqual(['localhost'])
  })

  test('a server that leads nowhere is the user’s to correct at first, and the supplier’s trouble later', async () => {
    const { driver } = await newAccount()
    const closed = { ...driver.params, port: 1 }
    const unknown = async () => {
      throw Object.assign(new Error('getaddrinfo ENOTFOUND'), { code: 'ENOTFOUND' })
    }
    const first = new CollectorDriver(mailbox, closed)
    await expect(first.run()).rejects.toThrow(/No mail server answers at localhost, port 1/)
    first.resolveHost = unknown
    await expect(first.run()).rejects.toThrow(/no server called localhost/)

    await driver.run()
    driver.params = closed
    await expect(driver.run()).rejects.toBeInstanceOf(SupplierUnavailable)
    driver.resolveHost = unknown
    await expect(driver.run()).rejects.toBeInstanceOf(SupplierUnavailable)
  })

  test('scans 2,000 mails quickly, 40 invoices among them', async () => {
    const { driver, deliver } = await newAccount()
    for (let count = 0; count < 2_000; count++) {
      const mail = `Subject: News ${count}\r\nMessage-ID: <news-${count}@shop.example>\r\n\r\nNothing attached.\r\n`
      await deliver(`${count}.pdf`, count % 50 === 0 ? {} : { mail })
    }
    const startedAt = performance.now()

    await driver.run()

    expect(driver.counts.taken).toBe(40)
    expect(performance.now() - startedAt).toBeLessThan(12_000)
  })
})

function uidValidity(memory = '{}'): unknown {
  return JSON.parse(memory).folders?.INBOX?.uidValidity
}

/** Folder names on Dovecot's disk are in IMAP's own UTF-7; the two letters we use are enough here. */
function utf7(folder: string): string {
  return folder.replaceAll('É', '&AMk-').replaceAll('é', '&AOk-')
}
