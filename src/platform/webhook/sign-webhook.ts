import { createHmac } from 'node:crypto'

const SECRET_PREFIX = 'whsec_'

interface Message {
  /** Stable over retries: receivers drop repeats by it. */
  id: string
  sentAt: Date
  /** Exactly as posted. */
  body: string
}

export interface WebhookHeaders {
  'webhook-id': string
  'webhook-timestamp': string
  'webhook-signature': string
}

/**
 * The headers of Standard Webhooks (https://www.standardwebhooks.com): HMAC-SHA256 over id, seconds and body, one
 * signature a secret, so that receivers may change over while two are in force.
 */
export function signWebhook({ id, sentAt, body }: Message, secrets: string[]): WebhookHeaders {
  const timestamp = String(Math.floor(sentAt.getTime() / 1000))
  const signatures = secrets.map(secret => `v1,${sign(`${id}.${timestamp}.${body}`, secret)}`)
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures.join(' ') }
}

function sign(content: string, secret: string): string {
  const key = Buffer.from(secret.slice(SECRET_PREFIX.length), 'base64')
  return createHmac('sha256', key).update(content).digest('base64')
}
