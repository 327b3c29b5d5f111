import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { z } from '#collector-kit/index.ts'
import { readDocument } from '#documents/read-document.ts'
import { CollectorDriver, type TakenInvoice } from '../../../tests/setup/collector-driver.ts'
import { isDovecotInstalled, MAIL_PASSWORD, startDovecot, type TestDovecot } from '../../../tests/setup/dovecot.ts'
import { openTestBrowser } from '../../../tests/setup/test-browser.ts'
import { createMailbox } from './mailbox.ts'

const MAIL = resolve(import.meta.dirname, '../../../../shared/mail')
const isHere = existsSync(resolve(MAIL, 'expected.json'))

const Expected = z.array(
  z.object({
    file: z.string(),
    folder: z.string(),
    invoices: z.array(
      z.object({
        number: z.string(),
        date: z.string(),
        total: z.number(),
        currency: z.string(),
        sha256: z.string().optional(),
        html_only: z.boolean().optional(),
      }),
    ),
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
    const browser = openTestBrowser()
    onTestFinished(() => browser.close())
    const driver = new CollectorDriver(createMailbox({ trustedCa: dovecot.trustedCa }), params)

    driver.openBrowser = browser.openContext
    await driver.run()

    const [drawn, sent] = partition(
      mails.flatMap(({ invoices }) => invoices),
      ({ html_only }) => html_only === true,
    )
    const isDrawn = ({ filename }: TakenInvoice) => drawn.some(({ number }) => filename?.includes(number))
    const readable = driver.invoices.filter(({ filename }) => !HANDED_ON_UNREADABLE.includes(filename ?? ''))
    const [drawnFound, sentFound] = partition(readable, isDrawn)
    expect(sentFound.map(({ sha256 }) => sha256).toSorted()).toEqual(
      [...new Set(sent.map(({ sha256 }) => sha256))].toSorted(),
    )
    expect(driver.invoices).toHaveLength(readable.length + HANDED_ON_UNREADABLE.length)
    expect(await Promise.all(drawnFound.map(factsOf))).toEqual(
      drawn.map(({ number, date, total, currency }) => ({ number, date, total, currency })),
    )
  })
})

function partition<Item>(items: Item[], isFirst: (item: Item) => boolean): [Item[], Item[]] {
  return [items.filter(isFirst), items.filter(item => !isFirst(item))]
}

async function factsOf({ bytes }: TakenInvoice) {
  const { facts } = await readDocument(bytes)
  return {
    number: facts.number?.value,
    date: facts.issuedOn?.value,
    total: Number(facts.total?.value),
    currency: facts.currency?.value,
  }
}
