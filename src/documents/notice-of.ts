import type { ReadingNotice } from '#domain/facts.ts'
import { ReadingRefused } from './reading-refused.ts'

/** Whatever a parser stumbles over is the file's fault here: it is kept as it is. */
export function noticeOf(error: unknown): ReadingNotice {
  if (error instanceof ReadingRefused) return { code: error.code, detail: error.message }
  const name = error instanceof Error ? error.name : typeof error
  return { code: 'broken', detail: `The file cannot be read (${name})` }
}
