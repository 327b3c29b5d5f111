import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type CallbackSink, startCallbackSink } from '../setup/callback-sink.ts'
import { composeMail, pdfAttachment } from '../setup/compose-mail.ts'
import { isDovecotInstalled, MAIL_PASSWORD, startDovecot, type TestDovecot } from '../setup/dovecot.ts'
import { readableInvoice } from '../setup/readable-invoice.ts'
import { startTestServer, type TestServer } from '../setup/test-server.ts'
import { until } from '../setup/until.ts'

if (!isDovecotInstalled()) {
  test('Dovecot is here', () => {
    console.warn('NOT RUN: new mail to callback. Install a mail server: apt-get install dovecot-imapd')
    expect(process.env.CI).not.toBe('true')
  })
}

describe.runIf(isDovecotInstalled())('a mailbox that the server watches', () => {
  let dovecot: TestDovecot
  let server: TestServer
  let sink: CallbackSink
  let folder: string
  let delivered = 0

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ic-ca-'))
    dovecot = await startDovecot()
    // The server trusts what its operator makes Node trust, nothing else.
    const caFile = join(folder, 'ca.pem')
    await writeFile(caFile, dovecot.trustedCa)
    sink = await startCallbackSink()
    server = await startTestServer({ NODE_EXTRA_CA_CERTS: caFile, LOG_LEVEL: 'info' })
    await server.call('POST', '/customer', { body: { callback: sink.url } })
  })
  afterAll(async () => {
    await server?.dispose()
    await sink?.close()
    await dovecot?.stop()
    await rm(folder, { recursive: true })
  })

  async function newMailbox(username: string) {
    await dovecot.addUser(username)
    const user = await server.addUser(username)
    const params = { host: 'localhost', port: dovecot.tlsPort, username, password: MAIL_PASSWORD }
    const body = { collector: 'mailbox', params, download_from: '2026-01-01' }
    const { json } = await server.call('POST', '/credential', { token: user.token, body })
    const path = `/credential/${json.id}`
    const state = async () => (await server.call('GET', path, { token: user.token })).json.state.index
    const deliver = async () => {
      delivered += 1
      const parts = [pdfAttachment(`${delivered}.pdf`, await readableInvoice(`INV-2026-${delivered}`))]
      return dovecot.deliver(username, 'INBOX', {
        bytes: composeMail({ messageId: `${delivered}@supplier.example`, parts }),
      })
    }
    await until('the first run', async () => (await state()) === 7)
    return { user, path, state, deliver }
  }
  const loginsOf = async (username: string) =>
    (await dovecot.log()).split('\n').filter(line => line.includes(`Login: user=<${username}>`)).length
  const logoutsOf = async (username: string) =>
    (await dovecot.log()).split('\n').filter(line => line.includes(`imap(${username})`)).length

  test('a new invoice is at the callback within 3 seconds', async () => {
    const tookMs: number[] = []
    for (const [index, username] of ['anna', 'anton', 'aline'].entries()) {
      const mailbox = await newMailbox(username)
      await until('the watch', async () => (await loginsOf(username)) === 2)
      const startedAt = performance.now()
      await mailbox.deliver()
      await until('the invoice', () => sink.accepted('invoice').length === index + 1)
      tookMs.push(performance.now() - startedAt)
    }
    console.info(`New mail to callback: ${tookMs.map(ms => `${Math.round(ms)} ms`).join(', ')}`)
    expect(Math.max(...tookMs)).toBeLessThan(3_000)
    expect(server.output()).not.toContain(MAIL_PASSWORD)
  })

  test('a deleted credential is let go, and a stopped server leaves nobody connected', async () => {
    const mailbox = await newMailbox('berta')
    await until('the watch', async () => (await loginsOf('berta')) === 2)
    await server.call('DELETE', mailbox.path, { token: mailbox.user.token })
    await until('the end of the watch', async () => (await logoutsOf('berta')) === 2, 8_000)

    await newMailbox('cesar')
    await until('the watch', async () => (await loginsOf('cesar')) === 2)
    expect(await server.stop()).toBe(0)
    await until('the end of all watches', async () => (await logoutsOf('cesar')) === 2, 8_000)
    await server.start()
    await until('the watch to be back', async () => (await loginsOf('cesar')) === 3, 8_000)
  })
})
