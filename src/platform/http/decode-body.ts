import { Readable, type Transform } from 'node:stream'
import { createBrotliDecompress, createGunzip, createInflate, createInflateRaw } from 'node:zlib'

/** What `decodeBody` understands, as a request says it. */
export const ACCEPTED_ENCODINGS = 'gzip, deflate, br'

/** Nobody honest compresses more than twice. */
const MAX_CODINGS = 2

/**
 * The body without its content codings, in pieces of at most 64 kB, so that the reader can stop a bomb early.
 * Codings we do not know leave the body as it is, as browsers do.
 */
export async function* decodeBody(body: AsyncIterable<Uint8Array>, contentEncoding = ''): AsyncGenerator<Uint8Array> {
  const codings = contentEncoding
    .toLowerCase()
    .split(',')
    .map(coding => coding.trim())
    .reverse()
  const pieces = body[Symbol.asyncIterator]()
  const first = await pieces.next()
  // A 204 or an answer to HEAD may name a coding and have no body: no decompressor accepts that.
  if (first.done) return

  const decoders = codings.slice(0, MAX_CODINGS).flatMap(coding => decoderOf(coding, first.value) ?? [])
  let decoded: Readable = Readable.from(withFirst(first.value, pieces), { objectMode: false })
  for (const decoder of decoders) decoded = chain(decoded, decoder)
  yield* decoded
}

function decoderOf(coding: string, start: Uint8Array): Transform | undefined {
  if (coding === 'gzip' || coding === 'x-gzip') return createGunzip()
  if (coding === 'br') return createBrotliDecompress()
  // RFC 9110 means zlib; some servers send bare deflate. The first byte of zlib says method 8.
  if (coding === 'deflate') return ((start[0] ?? 0) & 0x0f) === 8 ? createInflate() : createInflateRaw()
  return undefined
}

async function* withFirst(first: Uint8Array, rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  let isComplete = false
  try {
    yield first
    for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value
    isComplete = true
  } finally {
    // Whoever stops reading closes the connection; a body read to its end leaves it open for the next request.
    if (!isComplete) await rest.return?.()
  }
}

/** Like `pipe`, but an error and an early end travel in both directions. */
function chain(from: Readable, decoder: Transform): Transform {
  from.once('error', error => decoder.destroy(error))
  decoder.once('close', () => from.destroy())
  return from.pipe(decoder)
}
