import type { ImapFlow, ListResponse, StatusObject } from 'imapflow'
import { z } from '#collector-kit/index.ts'
import type { IsoDate } from '#domain/iso-date.ts'
import { missingRanges, UidRange } from './uid-ranges.ts'

/** How far a folder was read. */
export const FolderPosition = z.object({
  /** UIDs mean nothing under another one (RFC 9051, 2.3.1.1). */
  uidValidity: z.string(),
  /** Mails that arrived earlier were never asked for. */
  since: z.iso.date(),
  read: z.array(UidRange),
})
export type FolderPosition = z.output<typeof FolderPosition>

/** What shows whether a folder holds anything new. */
export const STATUS_QUERY = { uidNext: true, uidValidity: true }

/** Comes with the list from most servers; asking costs one round trip. */
export async function statusOf(client: ImapFlow, { path, status }: ListResponse): Promise<StatusObject | undefined> {
  return status?.uidNext === undefined ? (await client.status(path, STATUS_QUERY)) || undefined : status
}

/** A folder without news need not even be opened. */
export function isReadToItsEnd(
  position: FolderPosition | undefined,
  since: IsoDate,
  status: Pick<StatusObject, 'uidNext' | 'uidValidity'> | undefined,
): boolean {
  if (status?.uidNext === undefined || status.uidValidity === undefined) return false
  const { read } = startingPosition(position, since, String(status.uidValidity))
  return missingRanges(read, status.uidNext - 1).length === 0
}

/**
 * Older mails than at the first run are never asked for later (an archive moved into the folder is no news), while one
 * that was rescued from the junk is, although it arrived long ago. Unless the user wants to go further back.
 */
export function startingPosition(
  position: FolderPosition | undefined,
  since: IsoDate,
  uidValidity: string,
): FolderPosition {
  const goesFurtherBack = position !== undefined && since < position.since
  const bound = position === undefined || goesFurtherBack ? since : position.since
  const isValid = position?.uidValidity === uidValidity && !goesFurtherBack
  return { uidValidity, since: bound, read: isValid ? position.read : [] }
}
