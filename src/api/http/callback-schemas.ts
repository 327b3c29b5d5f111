import { z } from 'zod'
import { COLLECTOR_KINDS } from '#collector-kit/index.ts'
import { DOCUMENT_TYPES } from '#domain/facts.ts'
import { RHYTHM_NAMES } from '#domain/invoice-rhythm.ts'

const Millis = z.int().describe('Milliseconds since 1970.')

const Envelope = z.object({
  id: z.string().describe('`evt_…`; the same at every attempt, and in the header `webhook-id`.'),
  created_at: Millis,
  remote_id: z.string().describe('Your own id of the user.'),
  user_id: z.string(),
  credential_id: z.string().nullable().describe('Null once the credential is removed.'),
  collector: z.object({ id: z.string(), name: z.string(), website: z.string(), kind: z.enum(COLLECTOR_KINDS) }),
  test: z.literal(true).optional().describe('Only in what GET /test_callback sends.'),
})

const InvoiceBody = z.object({
  id: z.string(),
  timestamp: Millis.nullable().describe('The issue date, in milliseconds.'),
  collected_timestamp: Millis,
  link: z.string().nullable().describe('The supplier’s page of the invoice.'),
  number: z.string().nullable(),
  issued_on: z.string().nullable().describe('`YYYY-MM-DD`'),
  due_on: z.string().nullable(),
  amount: z.string().nullable().describe('With tax, a decimal string: `12.30`.'),
  currency: z.string().nullable().describe('ISO 4217.'),
  tax: z.string().nullable(),
  seller: z.object({ name: z.string().nullable(), vat_id: z.string().nullable(), country: z.string().nullable() }),
  type: z.enum(DOCUMENT_TYPES),
  filename: z.string(),
  mimetype: z.string(),
  size: z.int(),
  sha256: z.string(),
  metadata: z.object({
    facts: z.array(z.looseObject({ name: z.string(), value: z.unknown(), source: z.string(), confidence: z.number() })),
    checks: z.array(z.object({ rule: z.string(), ok: z.boolean(), detail: z.string() })),
  }),
  data: z.string().nullable().optional().describe('The document, base64. Absent when inline documents are off.'),
  url: z.string().describe('A signed link to the document, valid 7 days.'),
})

/** An invoice that should have come, and why we think so. */
export const Expected = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('rhythm'),
    every: z.enum(RHYTHM_NAMES),
    around: z.string().describe('`YYYY-MM-DD`, the day the supplier usually writes it.'),
    since: z.string().describe('The latest invoice before.'),
  }),
  z.object({
    kind: z.literal('number'),
    number: z.string(),
    after: z.string().describe('The number before, which has come.'),
    before: z.string().describe('The number after, which has come.'),
    since: z.string(),
    until: z.string(),
  }),
])

/** What a callback receives, by the event's type. */
export const CALLBACK_BODIES = {
  invoice: {
    summary: 'A new invoice',
    schema: Envelope.extend({ type: z.literal('invoice'), invoice: InvoiceBody }),
  },
  invoice_missing: {
    summary: 'An invoice that should have come has not',
    schema: Envelope.extend({
      type: z.literal('invoice_missing'),
      missing: z.object({
        id: z.string().describe('To dismiss it: POST …/credential/{id}/missing/{id}/dismiss.'),
        seller: z.string().nullable().describe('For a mailbox: which of its suppliers.'),
        expected: Expected,
        message: z.string().describe('In the user’s language.'),
      }),
    }),
  },
  notification_disconnected: {
    summary: 'The user must act before collection can go on',
    schema: Envelope.extend({
      type: z.literal('notification_disconnected'),
      reason: z.object({ code: z.string(), message: z.string(), actor: z.string() }),
      reconnect_url: z.string().describe('Add `&token=` with a fresh user token.'),
    }),
  },
  notification_reconnected: {
    summary: 'Collection goes on',
    schema: Envelope.extend({ type: z.literal('notification_reconnected') }),
  },
} as const
