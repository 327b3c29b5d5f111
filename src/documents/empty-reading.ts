import type { DocumentReading } from '#domain/facts.ts'
import type { DetectedType } from './detect-type.ts'

/** What is known before anything was read. */
export function emptyReading({ mimetype, extension }: DetectedType): DocumentReading {
  return { facts: {}, checks: [], syntax: null, attachment: null, notices: [], mimetype, extension }
}
