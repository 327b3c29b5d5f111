import { nextAttemptAt, parseRetryAfterMs } from '#domain/delivery-schedule.ts'
import type { GuardedClient } from '#platform/http/guarded-client.ts'
import type { Metrics } from '#platform/metrics/metrics.ts'
import { postWebhook, type WebhookResult } from '#platform/webhook/post-webhook.ts'
import {
  type AttemptVerdict,
  type OpenDelivery,
  openDelivery,
  parkDelivery,
  recordAttempt,
} from '#records/deliveries.ts'
import { documentLink } from '#records/document-link.ts'
import { listSigningSecrets } from '#records/signing-secrets.ts'
import type { Store } from '#records/store.ts'

const GONE = 410

export interface DeliverParts {
  store: Store
  /** Held to the policy for callbacks. */
  client: GuardedClient
  publicUrl: string
  metrics: Pick<Metrics, 'attempts'>
  log: { info(fields: object, message: string): void; error(fields: object, message: string): void }
  /** 0 to 1. */
  random(): number
}

/** One attempt of one delivery: signs, posts, records, and queues the next attempt when this one failed. */
export async function deliverEvent(parts: DeliverParts, deliveryId: string): Promise<void> {
  const { store, log } = parts
  const delivery = await openDelivery(store, deliveryId)
  if (!delivery) return
  if (delivery.callback === null || delivery.callback_stopped_at !== null) return parkDelivery(store, delivery)

  const payload = await completePayload(parts, delivery)
  const secrets = await listSigningSecrets(store, delivery.customer_id)
  const attemptedAt = store.now()
  const message = { url: delivery.callback, id: delivery.event_id, payload, secrets }
  const result = await postWebhook(parts.client, message, attemptedAt)
  await recordAttempt(store, delivery, {
    result: { ...result, url: delivery.callback, attemptedAt },
    verdict: judge(parts, delivery, result),
  })
  parts.metrics.attempts.inc({ result: result.isDelivered ? 'delivered' : 'refused' })
  log.info({ deliveryId, status: result.status, durationMs: result.durationMs }, 'Delivery attempted')
}

function judge({ store, random }: DeliverParts, delivery: OpenDelivery, result: WebhookResult): AttemptVerdict {
  if (result.isDelivered) return { kind: 'delivered' }
  if (result.status === GONE) return { kind: 'stop' }
  const now = store.now()
  const retryAfterMs = parseRetryAfterMs(result.retryAfter, now)
  const at = nextAttemptAt({ attempts: delivery.attempts + 1, retryAfterMs }, now, random())
  return at ? { kind: 'again', at } : { kind: 'failed' }
}

/** Adds what is made anew at each attempt: the document's bytes, and a link that is valid from now. */
async function completePayload(parts: DeliverParts, delivery: OpenDelivery): Promise<Record<string, unknown>> {
  const { event_id: id, type, created_at, payload } = delivery
  const envelope = { id, type, created_at: created_at.getTime(), ...payload }
  const { invoice_id: invoiceId, user_id: userId, sha256 } = delivery
  if (!invoiceId || !userId || !sha256) return envelope
  const invoice = {
    ...(payload.invoice as object),
    ...(delivery.inline_documents && { data: await readDocument(parts, { userId, sha256, invoiceId }) }),
    url: documentLink(parts.store, parts.publicUrl, invoiceId),
  }
  return { ...envelope, invoice }
}

/** A document lost from the disk must not keep the facts from the customer; the operator hears of it. */
async function readDocument(
  { store, log }: DeliverParts,
  { userId, sha256, invoiceId }: { userId: string; sha256: string; invoiceId: string },
): Promise<string | null> {
  try {
    const bytes = await store.files.get(userId, sha256)
    if (bytes) return Buffer.from(bytes).toString('base64')
    log.error({ invoiceId }, 'Document is missing')
  } catch (error) {
    log.error({ invoiceId, err: error }, 'Document cannot be read')
  }
  return null
}
