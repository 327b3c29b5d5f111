import { once } from 'node:events'
import { createServer as createPlainServer, type ServerResponse } from 'node:http'
import { createServer, type Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createCollectorHttp } from '#platform/http/collector-http.ts'
import { createGuardedClient, type GuardedClient } from '#platform/http/guarded-client.ts'
import { CollectorDriver } from '../../../tests/setup/collector-driver.ts'
import { composeMail, tinyPdf, tinyUblInvoice } from '../../../tests/setup/compose-mail.ts'
import { isDovecotInstalled, MAIL_PASSWORD, startDovecot, type TestDovecot } from '../../../tests/setup/dovecot.ts'
import { makeCertificate } from '../../../tests/setup/make-certificate.ts'
import { createMailbox } from './mailbox.ts'

const PASSED = 'Authentication-Results: localhost; dmarc=pass header.from=supplier.example'

describe.runIf(isDovecotInstalled())('links to documents, on a real Dovecot and a real https server', () => {
  let dovecot: TestDovecot
  let supplier: Server
  let plain: ReturnType<typeof createPlainServer>
  let origin: string
  let plainOrigin: string
  let clients: GuardedClient[]
  let asked: string[] = []
  let status = 200

  const serve = (url = '', response: ServerResponse) => {
    asked.push(url)
    if (url.startsWith('/to-plain')) return response.writeHead(302, { location: `${plainOrigin}/invoice.pdf` }).end()
    response.statusCode = status
    if (url.startsWith('/page')) return response.end('<html>Log in to see your invoice</html>')
    response.end(url.startsWith('/xml') ? tinyUblInvoice('17') : tinyPdf(url))
  }

  beforeAll(async () => {
    dovecot = await startDovecot()
    const { key, cert } = makeCertificate()
    supplier = createServer({ key, cert }, ({ url }, response) => void serve(url, response)).listen(0, '127.0.0.1')
    plain = createPlainServer(({ url }, response) => void serve(`plain ${url}`, response)).listen(0, '127.0.0.1')
    await Promise.all([once(supplier, 'listening'), once(plain, 'listening')])
    origin = `https://localhost:${(supplier.address() as AddressInfo).port}`
    plainOrigin = `http://localhost:${(plain.address() as AddressInfo).port}`
    // The supplier's server stands for a public one; everything else on this machine is as private as ever.
    clients = [[origin, plainOrigin], []].map(privateOrigins =>
      createGuardedClient({ policy: { allowPrivate: false, privateOrigins }, userAgent: 'test', ca: cert }),
    )
  })
  beforeEach(() => {
    asked = []
    status = 200
  })
  afterAll(async () => {
    for (const client of clients) await client.close()
    supplier.close()
    plain.close()
    await dovecot?.stop()
  })

  let accounts = 0
  /** A mailbox with one mail that links to `path` of the supplier. */
  async function mailboxWith(
    path: string,
    { headers = [PASSED], on = '2026-11-20', from = '', words = 'Download your invoice' } = {},
  ) {
    accounts += 1
    const username = `reader${accounts}`
    await dovecot.addUser(username)
    const link = {
      headers: ['Content-Type: text/html'],
      body: `<p>Your invoice<p><a href="${path.includes(':') ? path : origin + path}">${words}</a>`,
    }
    const mail = composeMail({ messageId: `${username}@supplier.example`, ...(from && { from }), parts: [link] })
    await dovecot.deliver(username, 'INBOX', {
      bytes: [...headers, mail].join('\r\n'),
      receivedAt: new Date(`${on}T12:00:00Z`),
    })
    const params = { host: 'localhost', port: dovecot.tlsPort, username, password: MAIL_PASSWORD }
    const driver = new CollectorDriver(createMailbox({ trustedCa: dovecot.trustedCa }), params)
    driver.http = httpVia(0)
    return driver
  }
  const httpVia = (index: number) => {
    const signal = new AbortController().signal
    return createCollectorHttp({
      client: clients[1] as GuardedClient,
      strangers: clients[index] as GuardedClient,
      signal,
    })
  }

  test('a PDF or an e-invoice behind a link is an invoice, and asked for once', async () => {
    for (const path of ['/pdf/17', '/xml/17']) {
      const driver = await mailboxWith(path)
      await driver.run()
      await driver.run()
      expect(driver.filenames()).toEqual([`${new URL(origin).host}${path.slice(0, 4).replace('/', '.')}`])
    }
    expect(asked).toEqual(['/pdf/17', '/xml/17'])
  })

  test('a page is no document', async () => {
    const driver = await mailboxWith('/page')
    await driver.run()
    expect(driver.filenames()).toEqual([])
    expect(asked).toEqual(['/page'])
  })

  test.each([
    ['whose sender nobody checked', { headers: [] }],
    [
      'whose sender failed',
      { headers: ['Authentication-Results: localhost; dmarc=fail header.from=supplier.example'] },
    ],
    ['whose sender another server checked', { headers: [PASSED.replace('localhost', 'mx.supplier.example')] }],
    ['that another server received last', { headers: ['Authentication-Results: other.example; none', PASSED] }],
    ['from another domain than the checked one', { from: 'billing@supplier.example.evil.test' }],
    ['from a list', { headers: [PASSED, 'List-Id: <news.supplier.example>'] }],
    ['that can be unsubscribed', { headers: [PASSED, 'List-Unsubscribe:\r\n <https://supplier.example/u>'] }],
    ['sent in bulk', { headers: [PASSED, 'Precedence: bulk'] }],
    ['whose link does something', { words: 'Pay your invoice' }],
  ])('a mail %s is not followed', async (_what, mail) => {
    const driver = await mailboxWith('/pdf/17', mail)
    await driver.run()
    expect(driver.counts.listed).toBe(0)
    expect(asked).toEqual([])
  })

  test('neither plain http nor a private address is asked, redirects included', async () => {
    const redirected = await mailboxWith('/to-plain')
    await redirected.run()
    const secret = await mailboxWith('/pdf/17')
    secret.http = httpVia(1)
    await secret.run()
    await (await mailboxWith(`${plainOrigin}/invoice.pdf`)).run()

    expect([...redirected.filenames(), ...secret.filenames()]).toEqual([])
    expect(asked).toEqual(['/to-plain'])
    expect(secret.warnings).toContain('A link in a mail could not be followed')
  })

  test('a server that is down is asked again in the next run, for some days', async () => {
    const [recent, old] = [await mailboxWith('/pdf/17'), await mailboxWith('/pdf/18', { on: '2026-11-01' })]
    status = 503
    for (const driver of [recent, old]) await driver.run()
    status = 200
    for (const driver of [recent, recent, old]) await driver.run()

    expect(recent.filenames()).toHaveLength(1)
    expect(old.filenames()).toEqual([])
    expect(asked).toEqual(['/pdf/17', '/pdf/18', '/pdf/17'])
  })
})
