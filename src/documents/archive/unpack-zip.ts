import { crc32, inflateRawSync } from 'node:zlib'
import { ReadingRefused } from '../reading-refused.ts'

export interface ZipEntry {
  /** The last part of the path only: where it says it wants to be written is not our concern. */
  name: string
  bytes: Uint8Array
}

/** Mailed archives hold a month of invoices at most. */
const MAX_ENTRIES = 200
const MAX_ENTRY_BYTES = 50 * 1024 * 1024
const MAX_TOTAL_BYTES = 200 * 1024 * 1024

const END_SIGNATURE = 0x06054b50
const CENTRAL_SIGNATURE = 0x02014b50
const END_BYTES = 22
const MAX_COMMENT_BYTES = 0xffff
const ENCRYPTED_FLAG = 1
const UTF8_FLAG = 1 << 11
const STORED = 0
const DEFLATED = 8

/**
 * The files of a zip, in memory. Throws `ReadingRefused`: `encrypted`, `unsafe_archive` for bombs and for paths that climb
 * out of their folder, `broken`. Sizes are enforced while inflating: a header can lie.
 */
export function unpackZip(bytes: Uint8Array): ZipEntry[] {
  const zip = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  try {
    return unpack(zip)
  } catch (cause) {
    if (cause instanceof ReadingRefused) throw cause
    const isTooLarge = cause instanceof Error && 'code' in cause && cause.code === 'ERR_BUFFER_TOO_LARGE'
    throw isTooLarge
      ? new ReadingRefused('unsafe_archive', 'A file in the archive is larger than allowed', { cause })
      : new ReadingRefused('broken', 'The archive cannot be read', { cause })
  }
}

interface Header {
  path: string
  flags: number
  method: number
  crc: number
  packedBytes: number
  start: number
}

function unpack(zip: Buffer): ZipEntry[] {
  const headers = headersOf(zip)
  const isClimbing = headers.some(({ path }) => /(?:^|[/\\])\.\.(?:[/\\]|$)|^[/\\]|^[A-Za-z]:/.test(path))
  if (isClimbing) throw new ReadingRefused('unsafe_archive', 'The archive wants to write outside its folder')
  let totalBytes = 0
  return headers
    .filter(({ path }) => !path.endsWith('/'))
    .map(header => {
      const content = contentOf(zip, header)
      totalBytes += content.length
      if (totalBytes > MAX_TOTAL_BYTES) throw new ReadingRefused('unsafe_archive', 'The archive unpacks to too much')
      return { name: header.path.split(/[/\\]/).at(-1) ?? header.path, bytes: content }
    })
}

function headersOf(zip: Buffer): Header[] {
  const end = zip.lastIndexOf(endMark())
  if (end === -1 || end < zip.length - END_BYTES - MAX_COMMENT_BYTES)
    throw new ReadingRefused('broken', 'The archive has no end')
  const count = zip.readUInt16LE(end + 10)
  if (count > MAX_ENTRIES) throw new ReadingRefused('unsafe_archive', 'The archive holds too many files')
  const headers: Header[] = []
  let at = zip.readUInt32LE(end + 16)
  for (let index = 0; index < count; index++) {
    if (zip.readUInt32LE(at) !== CENTRAL_SIGNATURE) throw new ReadingRefused('broken', 'The list of files is damaged')
    const nameBytes = zip.readUInt16LE(at + 28)
    const flags = zip.readUInt16LE(at + 8)
    headers.push({
      path: zip.subarray(at + 46, at + 46 + nameBytes).toString(flags & UTF8_FLAG ? 'utf8' : 'latin1'),
      flags,
      method: zip.readUInt16LE(at + 10),
      crc: zip.readUInt32LE(at + 16),
      packedBytes: zip.readUInt32LE(at + 20),
      start: zip.readUInt32LE(at + 42),
    })
    at += 46 + nameBytes + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32)
  }
  return headers
}

function endMark(): Buffer {
  const mark = Buffer.alloc(4)
  mark.writeUInt32LE(END_SIGNATURE)
  return mark
}

function contentOf(zip: Buffer, { flags, method, crc, packedBytes, start }: Header): Uint8Array {
  if (flags & ENCRYPTED_FLAG) throw new ReadingRefused('encrypted', 'The archive needs a password to be read')
  const dataStart = start + 30 + zip.readUInt16LE(start + 26) + zip.readUInt16LE(start + 28)
  const packed = zip.subarray(dataStart, dataStart + packedBytes)
  if (method !== STORED && method !== DEFLATED)
    throw new ReadingRefused('broken', 'The archive is packed in a way we do not read')
  const content = method === STORED ? packed : inflateRawSync(packed, { maxOutputLength: MAX_ENTRY_BYTES })
  if (crc32(content) !== crc) throw new ReadingRefused('broken', 'A file in the archive is damaged')
  return content
}
