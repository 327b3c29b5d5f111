import { createHash } from 'node:crypto'
import type { MessageEnvelopeObject } from 'imapflow'

/**
 * Identifies a document for ever by what its sender wrote, so it is the same in every folder, after every change of
 * UIDs and on every server, and is known without a download. The Message-ID alone would not do: some mails have none,
 * and some programs write the same one into all of theirs. (The same file sent again in another mail gets another
 * reference: the engine tells it by its bytes.)
 */
export function messageReference({ messageId, date, from, subject }: MessageEnvelopeObject, path: string): string {
  const sentAt = date instanceof Date && !Number.isNaN(date.getTime()) ? date.toISOString() : String(date ?? '')
  const sender = from?.[0]?.address?.toLowerCase() ?? ''
  const identity = JSON.stringify([messageId?.trim() ?? '', sentAt, sender, subject ?? '', path])
  return createHash('sha256').update(identity).digest('hex').slice(0, 40)
}
