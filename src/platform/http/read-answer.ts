import type { Dispatcher } from 'undici'
import { decodeBody } from './decode-body.ts'
import type { GuardedRequest } from './guarded-client.ts'
import { AnswerTooLarge } from './request-errors.ts'

interface ReadAnswer {
  status: number
  headers: Record<string, string>
  bytes: Uint8Array
}

/** Reads an answer's body within the limits of its request; see `GuardedRequest.bodyLimit`. */
export async function readAnswer(
  response: Dispatcher.ResponseData,
  { maxBytes, bodyLimit = 'whole', signal }: GuardedRequest,
): Promise<ReadAnswer> {
  const headers = flatHeaders(response.headers)
  const pieces: Uint8Array[] = []
  let size = 0
  try {
    // Leaving the loop early closes the connection.
    for await (const piece of decodeBody(response.body, headers['content-encoding'])) {
      pieces.push(piece)
      size += piece.length
      if (size > maxBytes) throw new AnswerTooLarge(`The answer is larger than ${maxBytes} bytes.`)
    }
  } catch (error) {
    if (bodyLimit === 'whole' || signal?.aborted) throw error
  }
  return { status: response.statusCode, headers, bytes: Buffer.concat(pieces).subarray(0, maxBytes) }
}

function flatHeaders(headers: Dispatcher.ResponseData['headers']): Record<string, string> {
  const flat = Object.entries(headers).map(([name, value = '']) => {
    const separator = name === 'set-cookie' ? '\n' : ', '
    return [name, Array.isArray(value) ? value.join(separator) : value]
  })
  return Object.fromEntries(flat)
}
