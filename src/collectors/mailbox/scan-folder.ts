import { type FoundInvoice, SupplierUnavailable } from '#collector-kit/index.ts'
import { addDays, type IsoDate } from '#domain/iso-date.ts'
import { isOwnMail } from './choose-folders.ts'
import { type FolderPosition, startingPosition } from './folder-position.ts'
import { type MessageReading, readMessage } from './read-message.ts'
import { addRangeWithout, missingRanges, type UidRange } from './uid-ranges.ts'

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
    let position = startingPosition(scan.position, scan.since, String(uidValidity))
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
