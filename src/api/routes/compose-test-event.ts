import { createHash } from 'node:crypto'
import { addDays, isoDateOf } from '#domain/iso-date.ts'
import { describeMissing } from '#domain/missing-invoice.ts'
import type { EventType } from '#records/events.ts'
import { newId } from '#records/store.ts'
import type { ApiParts } from '../api-parts.ts'
import { drawInvoicePdf } from '../sandbox/invoice-pdf.ts'
import { findAccount } from '../sandbox/sandbox-accounts.ts'
import { decimal, listSandboxInvoices, SANDBOX_CURRENCY, type SandboxInvoice } from '../sandbox/sandbox-invoices.ts'
import { SANDBOX_SELLER } from '../sandbox/sandbox-seller.ts'

const COLLECTOR = { id: 'test', name: 'Test Supplier', website: 'https://example.com', kind: 'api' }

interface TestEvent {
  eventId: string
  type: EventType
}

/** An event like a real one in every field, of a user and a supplier that do not exist. */
export async function composeTestEvent({ store, publicUrl }: ApiParts, { eventId, type }: TestEvent) {
  const now = store.now()
  const credentialId = newId()
  const envelope = {
    id: eventId,
    type,
    created_at: now.getTime(),
    test: true,
    remote_id: 'test',
    user_id: newId(),
    credential_id: credentialId,
    collector: COLLECTOR,
  }
  if (type === 'invoice') return { ...envelope, invoice: await composeInvoice(now, publicUrl) }
  if (type === 'notification_reconnected') return envelope
  if (type === 'invoice_missing') return { ...envelope, missing: composeMissing(now) }
  const reason = { code: 'credential_rejected', message: 'The supplier refused this login.', actor: 'user' }
  return { ...envelope, reason, reconnect_url: `${publicUrl}/api/v1/ui?credential_id=${credentialId}` }
}

function composeMissing(now: Date) {
  const [around, since] = [-10, -40].map(days => addDays(isoDateOf(now), days)) as [string, string]
  const expected = { kind: 'rhythm', every: 'month', around, since } as const
  return { id: newId(), seller: null, expected, message: describeMissing({ seller: null, expected }).en }
}

/** A real document: what reads real deliveries can read this one. */
async function composeInvoice(now: Date, publicUrl: string) {
  const sample = sampleInvoice()
  const bytes = await drawInvoicePdf(sample)
  const facts = { number: sample.number, issued_on: sample.issuedOn, total: decimal(sample.total) }
  return {
    id: newId(),
    timestamp: Date.parse(`${sample.issuedOn}T00:00:00Z`),
    collected_timestamp: now.getTime(),
    link: null,
    number: sample.number,
    issued_on: sample.issuedOn,
    due_on: sample.dueOn,
    amount: decimal(sample.total),
    currency: SANDBOX_CURRENCY,
    tax: decimal(sample.tax),
    seller: { name: SANDBOX_SELLER.name, vat_id: SANDBOX_SELLER.vatId, country: SANDBOX_SELLER.country },
    type: 'invoice',
    filename: `${sample.issuedOn}_test_${sample.number}.pdf`,
    mimetype: 'application/pdf',
    size: bytes.byteLength,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    metadata: {
      facts: Object.entries(facts).map(([name, value]) => ({ name, value, source: 'xml', confidence: 1 })),
      checks: [],
    },
    data: Buffer.from(bytes).toString('base64'),
    // The fake invoice is kept nowhere, so there is nothing behind a signed link.
    url: `${publicUrl}/sandbox`,
  }
}

function sampleInvoice(): SandboxInvoice {
  const account = findAccount('demo')
  const [newest] = account ? listSandboxInvoices(account, []) : []
  if (!newest) throw new Error('The sandbox has no invoice to show')
  return newest
}
