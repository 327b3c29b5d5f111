import type { DocumentReading } from '#domain/facts.ts'
import type { ReadingOptions } from './read-document.ts'
import { ReaderPool } from './reader-pool.ts'

let pool: ReaderPool | undefined

/**
 * Reads a file from outside in a worker thread with limits on time and memory. Never throws: a file that is broken,
 * too slow or too large has no facts, and a notice says why. Threads start with the first file, are reused,
 * and end when nothing was read for a while; they do not keep the process alive.
 */
export function readDocumentSafely(
  bytes: Uint8Array,
  options: Omit<ReadingOptions, 'onRecognising'> = {},
): Promise<DocumentReading> {
  pool ??= new ReaderPool()
  return pool.read(bytes, options)
}
