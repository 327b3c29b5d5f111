import type { HttpAnswer } from './contract.ts'
import type { SentRequest } from './http-over.ts'

/** An answer with a status or headers; a plain value is enough for 200. */
export class RecordedAnswer {
  readonly status: number
  readonly body: string | Uint8Array
  readonly headers: Record<string, string>

  constructor(status: number, body: string | Uint8Array, headers: Record<string, string>) {
    this.status = status
    this.body = body
    this.headers = headers
  }
}

/** A recorded answer that is not a plain 200: `answer(503)`, `answer(302, '', { location: '/login' })`. */
export function answer(status: number, body: string | Uint8Array = '', headers: Record<string, string> = {}) {
  return new RecordedAnswer(status, body, headers)
}

export class NoAnswer {}

/** The supplier does not answer in time. */
export const noAnswer = new NoAnswer()

/** HTML or text, a file's bytes, `answer(...)`, `noAnswer`; anything else is sent as JSON. */
export type Reply = string | Uint8Array | RecordedAnswer | NoAnswer | object | null

/**
 * What the supplier answers: by `url` or `METHOD url`, or as one function for all. Hand-made and invented: real
 * recordings hold personal data.
 */
export type Recording =
  | Record<string, Reply | ((request: SentRequest) => Reply)>
  | ((request: SentRequest) => Reply | Promise<Reply>)

/** A request the recording has no answer for: fails the replay. */
export class UnrecordedRequest extends Error {
  override readonly name = 'UnrecordedRequest'
}

export async function replyTo(recording: Recording, request: SentRequest): Promise<Reply> {
  if (typeof recording === 'function') return recording(request)
  const reply =
    recording[`${request.method} ${request.url}`] ?? (request.method === 'GET' ? recording[request.url] : undefined)
  if (reply === undefined) throw new UnrecordedRequest(`${request.method} ${request.url} is not recorded`)
  return typeof reply === 'function' ? reply(request) : reply
}

export function asHttpAnswer(reply: Reply): HttpAnswer {
  const { status, headers, body } = spellOut(reply)
  const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body
  return { status, headers, bytes, text: () => new TextDecoder().decode(bytes) }
}

function spellOut(reply: Reply): RecordedAnswer {
  if (reply instanceof RecordedAnswer) return reply
  if (reply instanceof Uint8Array) return answer(200, reply, { 'content-type': 'application/octet-stream' })
  if (typeof reply === 'string') return answer(200, reply, { 'content-type': 'text/html; charset=utf-8' })
  return answer(200, JSON.stringify(reply), { 'content-type': 'application/json' })
}
