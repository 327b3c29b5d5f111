import { createMailbox } from '../src/collectors/mailbox/mailbox.ts'
import { CollectorDriver } from '../tests/setup/collector-driver.ts'
import { composeMail, pdfAttachment, tinyPdf } from '../tests/setup/compose-mail.ts'
import { isDovecotInstalled, MAIL_PASSWORD, startDovecot, type TestDovecot } from '../tests/setup/dovecot.ts'
import { atMost, type Measurement } from './measurement.ts'

const MESSAGES = 10_000
/** One mail in ten carries an invoice: far more than in anybody's mailbox. */
const INVOICE_EVERY = 10
const INVOICE_BYTES = 40_000
const IDLE_CHECKS = 20

/** A mailbox of 10,000 mails on a real Dovecot on this machine: the first scan, documents included, then idle checks. */
export default async function bench(): Promise<Measurement[]> {
  if (!isDovecotInstalled()) {
    console.warn('NOT MEASURED: the mailbox needs a Dovecot: apt-get install dovecot-imapd')
    return []
  }
  const dovecot = await startDovecot()
  try {
    await fill(dovecot)
    const params = { host: 'localhost', port: dovecot.tlsPort, username: 'bench', password: MAIL_PASSWORD }
    const driver = new CollectorDriver(createMailbox({ trustedCa: dovecot.trustedCa }), params)
    const firstScanMs = await timed(driver)
    if (driver.counts.taken !== MESSAGES / INVOICE_EVERY) throw new Error(`${driver.counts.taken} invoices found`)
    const idleMs: number[] = []
    for (let check = 0; check < IDLE_CHECKS; check++) idleMs.push(await timed(driver))
    return [
      atMost('mailbox: first scan of 10,000 mails, 1,000 invoices', firstScanMs / 1000, { unit: 's', target: 60 }),
      atMost('mailbox: idle check, median of 20', median(idleMs), { unit: 'ms', target: 300 }),
    ]
  } finally {
    await dovecot.stop()
  }
}

async function fill(dovecot: TestDovecot): Promise<void> {
  await dovecot.addUser('bench')
  const startMs = Date.UTC(2026, 0, 2)
  for (let index = 0; index < MESSAGES; index++) {
    const bytes = index % INVOICE_EVERY === 0 ? invoiceMail(index) : newsletter(index)
    await dovecot.deliver('bench', 'INBOX', { bytes, receivedAt: new Date(startMs + index * 2_000_000) })
  }
}

function invoiceMail(index: number): string {
  const pdf = Buffer.concat([tinyPdf(`Invoice ${index}`), Buffer.alloc(INVOICE_BYTES, `%${index}\n`)])
  return composeMail({ messageId: `${index}@supplier.example`, parts: [pdfAttachment(`${index}.pdf`, pdf)] })
}

function newsletter(index: number): string {
  const text = {
    headers: ['Content-Type: text/html; charset=utf-8'],
    body: '<p>Buy more of everything.</p>\r\n'.repeat(200),
  }
  return composeMail({ messageId: `news-${index}@shop.example`, subject: `News ${index}`, parts: [text] })
}

async function timed(driver: CollectorDriver): Promise<number> {
  const startedAt = performance.now()
  await driver.run()
  return performance.now() - startedAt
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
}
