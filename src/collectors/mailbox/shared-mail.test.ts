import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from '#collector-kit/index.ts'
import { CollectorDriver } from '../../../tests/setup/collector-driver.ts'
import { isDovecotInstalled, MAIL_PASSWORD, startDovecot, type TestDovecot } from '../../../tests/setup/dovecot.ts'
import { createMailbox } from './mailbox.ts'

const MAIL = resolve(import.meta.dirname, '../../../../shared/mail')
const isHere = existsSync(resolve(MAIL, 'expected.json'))

const Expected = z.array(
  z.object({
    file: z.string(),
    folder: z.string(),
    invoices: z.array(z.object({ sha256: z.string().optional(), html_only: z.boolean().optional() })),
  }),
)

/** Handed on although nothing can be read in them: whoever reads documents reports them, nobody drops them. */
const HANDED_ON_UNREADABLE = ['geheim.zip', 'kaputt.pdf']

if (!isHere || !isDovecotInstalled()) {
  test('the shared mails and a Dovecot to put them in are here', () => {
    console.warn(`NOT RUN: the mails of ${MAIL} (${isHere}) on a Dovecot (${isDovecotInstalled()})`)
    expect(isHere && process.env.CI === 'true').toBe(false)
  })
}

describe.runIf(isHere && isDovecotInstalled())('the shared mails', () => {
  let dovecot: TestDovecot
  beforeAll(async () => {
    dovecot = await startDovecot()
  })
  afterAll(() => dovecot?.stop())

  test('every document expected is found exactly once, and nothing else', async () => {
    const mails = Expected.parse(JSON.parse(readFileSync(resolve(MAIL, 'expected.json'), 'utf8')))
    await dovecot.addUser('shared')
    for (const { file, folder } of mails) {
      await dovecot.deliver('shared', folder, { bytes: readFileSync(resolve(MAIL, file)) })
    }
    const params = { host: 'localhost', port: dovecot.tlsPort, username: 'shared', password: MAIL_PASSWORD }
    const driver = new CollectorDriver(createMailbox({ trustedCa: dovecot.trustedCa }), params)

    await driver.run()

    // Receipts whose text is the invoice have no document yet: they are to become one by rendering the mail itself.
    const withDocument = mails.flatMap(({ invoices }) => invoices).filter(invoice => !invoice.html_only)
    const readable = driver.invoices.filter(({ filename }) => !HANDED_ON_UNREADABLE.includes(filename ?? ''))
    expect(readable.map(({ sha256 }) => sha256).toSorted()).toEqual(
      [...new Set(withDocument.map(({ sha256 }) => sha256))].toSorted(),
    )
    expect(driver.invoices).toHaveLength(readable.length + HANDED_ON_UNREADABLE.length)
  })
})
