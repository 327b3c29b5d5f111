import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { CredentialRejected, SupplierUnavailable, UserActionNeeded } from '#collector-kit/index.ts'
import { CollectorDriver } from '../../../tests/setup/collector-driver.ts'
import { composeMail, pdfAttachment, tinyPdf } from '../../../tests/setup/compose-mail.ts'
import { isDovecotInstalled, MAIL_PASSWORD, startDovecot, type TestDovecot } from '../../../tests/setup/dovecot.ts'
import { type Relay, startRelay } from '../../../tests/setup/start-relay.ts'
import { until } from '../../../tests/setup/until.ts'
import { createMailbox } from './mailbox.ts'

describe.runIf(isDovecotInstalled())('a watch on a real Dovecot', () => {
  let dovecot: TestDovecot
  let relay: Relay
  let accounts = 0

  beforeAll(async () => {
    dovecot = await startDovecot()
    relay = await startRelay(dovecot.tlsPort)
  })
  afterAll(async () => {
    await relay?.stop()
    await dovecot?.stop()
  })

  /** A mailbox with one mail that a run has read, and a watch on it. */
  async function newWatch(params: Record<string, unknown> = {}) {
    accounts += 1
    const username = `watched${accounts}`
    const collector = createMailbox({ trustedCa: dovecot.trustedCa })
    await dovecot.addUser(username)
    let delivered = 0
    const deliver = (folder = 'INBOX') => {
      delivered += 1
      const parts = [pdfAttachment('a.pdf', tinyPdf(`${username} ${delivered}`))]
      return dovecot.deliver(username, folder, { bytes: composeMail({ messageId: `${username}.${delivered}`, parts }) })
    }
    await deliver()
    const driver = new CollectorDriver(collector, {
      host: 'localhost',
      port: relay.port,
      username,
      password: MAIL_PASSWORD,
    })
    await driver.run()
    driver.params = { ...driver.params, ...params }
    const start = () => {
      const stop = new AbortController()
      const seen = { news: 0, end: undefined as unknown }
      onTestFinished(() => stop.abort())
      void collector
        .watch?.(driver.context(stop.signal), () => {
          seen.news += 1
        })
        .then(
          end => {
            seen.end = end
          },
          error => {
            seen.end = error
          },
        )
      return { seen, stop }
    }
    return { username, driver, deliver, start }
  }
  const isIdling = async (username: string) =>
    (await dovecot.log()).split('\n').some(line => line.includes(`user=<${username}>`) && line.includes('Login'))

  test('tells a new mail at once, and nothing while nothing happens', async () => {
    const { driver, username, deliver, start } = await newWatch()
    const before = await dovecot.snapshot(username)
    const { seen } = start()
    await until('the login', () => isIdling(username))
    await deliver()
    const startedAt = performance.now()
    await until('the news', () => seen.news > 0, 5_000)

    expect(performance.now() - startedAt).toBeLessThan(2_000)
    expect(seen).toEqual({ news: 1, end: undefined })
    const after = await dovecot.snapshot(username)
    expect(after.filter(name => before.includes(name))).toEqual(before)
    await driver.run()
    expect(driver.counts.taken).toBe(1)
  })

  test('tells what came while nobody watched, in any folder', async () => {
    for (const folder of ['INBOX', 'Invoices']) {
      const { deliver, start } = await newWatch()
      await deliver(folder)
      const { seen } = start()
      await until('the news', () => seen.news > 0, 5_000)
    }
  })

  test('ends with the signal, and with the connection', async () => {
    const { username, deliver, start } = await newWatch()
    const stopped = start()
    await until('the login', () => isIdling(username))
    const reason = new Error('enough')
    stopped.stop.abort(reason)
    await until('the end', () => stopped.seen.end !== undefined, 5_000)
    expect(stopped.seen.end).toBe(reason)

    const cut = start()
    await deliver()
    await until('the news', () => cut.seen.news > 0, 5_000)
    relay.cutAfter(1)
    await deliver()
    await until('the end', () => cut.seen.end !== undefined, 5_000)
    expect(cut.seen.end).toBeInstanceOf(SupplierUnavailable)
  })

  test('says who must act', async () => {
    const refused = (await newWatch({ password: 'wrong' })).start()
    const misnamed = (await newWatch({ folders: 'Nowhere' })).start()
    const down = (await newWatch({ port: 1 })).start()
    await until('the ends', () => [refused, misnamed, down].every(({ seen }) => seen.end !== undefined), 5_000)
    expect(refused.seen.end).toBeInstanceOf(CredentialRejected)
    expect(misnamed.seen.end).toBeInstanceOf(UserActionNeeded)
    expect(down.seen.end).toBeInstanceOf(SupplierUnavailable)
  })
})
