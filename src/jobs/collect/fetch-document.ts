import { CollectError, type FoundInvoice } from '#collector-kit/index.ts'

/** This one document could not be had; the run goes on without it. */
export class DocumentFailed extends Error {
  override readonly name = 'DocumentFailed'
}

/** A refused login or an unanswered question ends the run; anything else only costs this document. */
export async function fetchDocument(found: FoundInvoice): Promise<Uint8Array> {
  try {
    const fetched = await found.document()
    const bytes = fetched instanceof Uint8Array ? fetched : fetched.bytes
    if (bytes.byteLength > 0) return bytes
  } catch (cause) {
    if (cause instanceof CollectError && cause.actor === 'user') throw cause
    throw new DocumentFailed('The document did not come', { cause })
  }
  throw new DocumentFailed('An empty document came')
}
