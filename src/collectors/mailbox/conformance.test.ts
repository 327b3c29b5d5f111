import { afterAll, beforeAll, describe } from 'vitest'
import { describeCollector, outcomeOf } from '#collector-kit/conformance.ts'
import type { Replay } from '#collector-kit/replay.ts'
import { CollectorDriver } from '../../../tests/setup/collector-driver.ts'
import { composeMail, pdfAttachment, tinyPdf } from '../../../tests/setup/compose-mail.ts'
import { isDovecotInstalled, MAIL_PASSWORD, startDovecot, type TestDovecot } from '../../../tests/setup/dovecot.ts'
import { type Relay, startRelay } from '../../../tests/setup/start-relay.ts'
import { createMailbox } from './mailbox.ts'
import { messageReference } from './message-reference.ts'

/** Two of the same day; the newest last, as they arrive. */
const MAILS = ['2026-09-01', '2026-10-01', '2026-10-01', '2026-11-01'].map((day, index) => ({
  messageId: `${index}@supplier.example`,
  subject: `Invoice ${index}`,
  from: 'billing@supplier.example',
  sentAt: new Date(`${day}T12:00:00Z`),
  parts: [pdfAttachment(`${index}.pdf`, tinyPdf(`Invoice ${index}`))],
}))

const referenceOf = ({ messageId, subject, from, sentAt }: (typeof MAILS)[number]) =>
  messageReference({ messageId: `<${messageId}>`, subject, from: [{ address: from }], date: sentAt }, '2')

/** Nothing here corresponds to a redesigned page: a server speaks IMAP or it is none. */
const CHANGED = {}

describe.runIf(isDovecotInstalled())('the kit’s suite, on a real Dovecot', () => {
  let dovecot: TestDovecot
  let relay: Relay

  beforeAll(async () => {
    dovecot = await startDovecot()
    relay = await startRelay(dovecot.tlsPort)
    await dovecot.addUser('nobody-writes-to')
    await dovecot.addUser('full')
    for (const mail of MAILS)
      await dovecot.deliver('full', 'INBOX', { bytes: composeMail(mail), receivedAt: mail.sentAt })
  })
  afterAll(async () => {
    await relay?.stop()
    await dovecot?.stop()
  })

  const fill = async (username: string) => {
    for (const mail of MAILS) {
      await dovecot.deliver(username, 'INBOX', { bytes: composeMail(mail), receivedAt: mail.sentAt })
    }
  }

  const newDriver = (params: Record<string, unknown> = {}) =>
    new CollectorDriver(createMailbox({ trustedCa: dovecot.trustedCa }), {
      host: 'localhost',
      port: relay.port,
      username: 'full',
      password: MAIL_PASSWORD,
      ...params,
    })

  let later = 0
  /** A first run that got in, then one in which something breaks. */
  const breakAfterFirstRun = async (what: string, breakIt: (driver: CollectorDriver) => void) => {
    later += 1
    const username = `later${later}`
    await dovecot.addUser(username)
    const driver = newDriver({ username })
    await driver.run()
    await fill(username)
    breakIt(driver)
    return [await outcomeOf(what, () => replayed(driver))]
  }

  describeCollector(createMailbox(), {
    complete: known => replayed(newDriver(), known),
    lists: MAILS.map(referenceOf).toReversed(),
    secrets: [MAIL_PASSWORD],
    rejected: () => replayed(newDriver({ password: 'wrong' })),
    none: () => replayed(newDriver({ username: 'nobody-writes-to' })),
    unavailable: {
      'the connection breaks': () => breakAfterFirstRun('login', () => relay.cutAfter(2_500)),
      'the connection breaks while reading': () => breakAfterFirstRun('reading', () => relay.cutAfter(7_000)),
      'nobody answers': () =>
        breakAfterFirstRun('connecting', driver => {
          driver.params = { ...driver.params, port: 1 }
        }),
    },
    changed: CHANGED,
  })
})

async function replayed(driver: CollectorDriver, known: string[] = []): Promise<Replay> {
  await driver.run({ known })
  const { listed, counts, memory } = driver
  return {
    invoices: listed,
    downloads: counts.downloaded,
    questions: [],
    handOvers: [],
    requests: [],
    memory,
    recipes: {},
  }
}
