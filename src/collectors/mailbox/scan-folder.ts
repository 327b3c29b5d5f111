import { type FoundInvoice, SupplierUnavailable, z } from '#collector-kit/index.ts'
import { addDays, type IsoDate } from '#domain/iso-date.ts'
import { isOwnMail } from './choose-folders.ts'
import { type MessageReading, readMessage } from './read-message.ts'
import { addRangeWithout, missingRanges, UidRange } from './uid-ranges.ts'

/** How far a folder was read. */
export const FolderPosition = z.object({
  /** UIDs mean nothing under another one (RFC 9051, 2.3.1.1). */
  uidValidity: z.string(),
  /** Mails that arrived earlier were never asked for. */
  since: z.iso.date(),
  read: z.array(UidRange),
})
export type FolderPosition = z.output<typeof FolderPosition>

export interface FolderScan extends Omit<MessageReading, 'postpone'> {
  since: IsoDate
  isGmail: boolean
  position: FolderPosition | undefined
  /** Called when all that was yielded so far is stored. */
  keep(position: FolderPosition): Promise<void>
}

/** Messages described by one FETCH: bounds memory, and what is looked at again after a broken run. */
const BATCH = 200

/** Yields what may be an invoice in the messages not read yet, the newest first. */
export async function* scanFolder(scan: FolderScan): AsyncGenerator<FoundInvoice> {
  const { client, path, keep } = scan
  // Read-only means EXAMINE: the server itself then refuses any change.
  const lock = await client.getMailboxLock(path, { readOnly: true })
  try {
    if (!client.mailbox) throw new SupplierUnavailable(`The folder ${path} could not be opened`)
    const { uidValidity, uidNext } = client.mailbox
    let position = startingPosition(scan, String(uidValidity))
    const postponed: number[] = []
    const postpone = (uid: number) => void postponed.push(uid)
    for (const [from, to] of missingRanges(position.read, uidNext - 1)) {
      let readDownTo = to + 1
      for (const uids of batches(await arrivedSince(client, [from, to], position.since))) {
        yield* invoicesIn({ ...scan, postpone }, uids)
        readDownTo = uids.at(-1) ?? readDownTo
        position = { ...position, read: addRangeWithout(position.read, [readDownTo, to], postponed) }
        await keep(position)
      }
      if (readDownTo === from) continue
      position = { ...position, read: addRangeWithout(position.read, [from, to], postponed) }
      await keep(position)
    }
  } finally {
    lock.release()
  }
}

/**
 * Older mails than at the first run are never asked for later (an archive moved into the folder is no news), while one
 * that was rescued from the junk is, although it arrived long ago. Unless the user wants to go further back.
 */
export function startingPosition(
  { position, since }: Pick<FolderScan, 'position' | 'since'>,
  uidValidity: string,
): FolderPosition {
  const goesFurtherBack = position !== undefined && since < position.since
  const bound = position === undefined || goesFurtherBack ? since : position.since
  const isValid = position?.uidValidity === uidValidity && !goesFurtherBack
  return { uidValidity, since: bound, read: isValid ? position.read : [] }
}

/** Days in IMAP have no time zone, hence one more. */
async function arrivedSince(client: FolderScan['client'], [from, to]: UidRange, since: IsoDate): Promise<number[]> {
  const query = { uid: `${from}:${to}`, since: new Date(`${addDays(since, -1)}T00:00:00Z`) }
  const uids = await client.search(query, { uid: true })
  if (!Array.isArray(uids)) throw new SupplierUnavailable('The mail server refused to search')
  return uids.toSorted((a, b) => b - a)
}

function* batches(uids: number[]): Generator<number[]> {
  for (let at = 0; at < uids.length; at += BATCH) yield uids.slice(at, at + BATCH)
}

async function* invoicesIn(scan: FolderScan & MessageReading, uids: number[]): AsyncGenerator<FoundInvoice> {
  const query = { uid: true, envelope: true, internalDate: true, bodyStructure: true, labels: scan.isGmail }
  const messages = await scan.client.fetchAll(uids, query, { uid: true })
  for (const message of messages.toSorted((a, b) => b.uid - a.uid)) {
    if (!isOwnMail(message.labels)) yield* readMessage(scan, message)
  }
}
