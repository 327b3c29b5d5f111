import type { DocumentReading } from '#domain/facts.ts'
import { unpackZip } from './archive/unpack-zip.ts'
import { detectKnownType } from './detect-type.ts'

/** What a zip says: its one invoice's facts, or only that there are several. Archives inside archives stay closed. */
export async function readArchiveInto(
  reading: DocumentReading,
  bytes: Uint8Array,
  readEntry: (bytes: Uint8Array) => Promise<DocumentReading>,
): Promise<void> {
  const entries: { name: string; reading: DocumentReading }[] = []
  for (const entry of unpackZip(bytes)) {
    if (detectKnownType(entry.bytes)) entries.push({ name: entry.name, reading: await readEntry(entry.bytes) })
  }
  const invoices = entries.filter(entry => entry.reading.facts.number !== undefined)
  const numbers = new Set(invoices.map(entry => entry.reading.facts.number?.value))
  if (numbers.size > 1) {
    reading.notices.push({ code: 'several_invoices', detail: `The archive holds ${numbers.size} invoices` })
    return
  }
  // The same invoice may be there as XML and as PDF: the XML knows better.
  const best = invoices.find(entry => entry.reading.syntax !== null) ?? invoices[0]
  if (!best) {
    reading.notices.push(...entries.flatMap(entry => entry.reading.notices))
    return
  }
  const { facts, checks, syntax, notices } = best.reading
  Object.assign(reading, { facts, checks, syntax, attachment: best.name })
  reading.notices.push(...notices)
}
