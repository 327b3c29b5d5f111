import type { GuardedClient } from '#platform/http/guarded-client.ts'
import { RequestError } from '#platform/http/request-errors.ts'
import { signWebhook } from './sign-webhook.ts'

/** The contract with receivers: whoever needs longer answers first and works afterwards. */
const TIMEOUT_MS = 15_000
const EXCERPT_BYTES = 1000

export interface WebhookMessage {
  url: string
  id: string
  payload: Record<string, unknown>
  /** All in force, newest first. */
  secrets: string[]
}

export interface WebhookResult {
  isDelivered: boolean
  status: number | null
  /** Why there was no answer, or what was wrong with it, in words; null when delivered. */
  error: string | null
  retryAfter: string | undefined
  responseExcerpt: string | null
  durationMs: number
}

/** Signs and posts once. Any 2xx in time is success; a redirect is not followed. Never throws for what a receiver does. */
export async function postWebhook(
  client: GuardedClient,
  message: WebhookMessage,
  sentAt: Date,
): Promise<WebhookResult> {
  const body = JSON.stringify(message.payload)
  const headers = {
    'content-type': 'application/json',
    ...signWebhook({ id: message.id, sentAt, body }, message.secrets),
  }
  const startedAtMs = performance.now()
  try {
    const answer = await client.request({
      url: message.url,
      method: 'POST',
      headers,
      body,
      timeoutMs: TIMEOUT_MS,
      maxBytes: EXCERPT_BYTES,
      redirects: 'none',
      bodyLimit: 'excerpt',
    })
    const isDelivered = answer.status >= 200 && answer.status < 300
    return {
      isDelivered,
      status: answer.status,
      error: isDelivered ? null : `The callback answered with status ${answer.status}`,
      retryAfter: answer.headers['retry-after'],
      // PostgreSQL's text cannot hold the zero character.
      responseExcerpt: Buffer.from(answer.bytes).toString('utf8').replaceAll('\0', '') || null,
      durationMs: Math.round(answer.durationMs),
    }
  } catch (error) {
    if (!(error instanceof RequestError)) throw error
    const durationMs = Math.round(performance.now() - startedAtMs)
    return {
      isDelivered: false,
      status: null,
      error: error.message,
      retryAfter: undefined,
      responseExcerpt: null,
      durationMs,
    }
  }
}
