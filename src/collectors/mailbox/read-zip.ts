import { inflateRawSync } from 'node:zlib'

export interface ZipEntry {
  /** As written in the archive; never used as a path. */
  name: string
  isEncrypted: boolean
  /** Throws `UnreadableZip` when it is damaged or unpacks to more than `maxBytes`. */
  read(maxBytes: number): Uint8Array
}

/** Not a zip archive, a damaged one, or one beyond our limits. */
export class UnreadableZip extends Error {
  override readonly name = 'UnreadableZip'
}

/** A mail's archive holds a few invoices; a thousand files are somebody's backup, or a bomb. */
const MAX_ENTRIES = 500

/** PKWARE's APPNOTE: record signatures and the sizes of their fixed parts. */
const END_SIGNATURE = 0x06054b50
const END_BYTES = 22
const MAX_COMMENT_BYTES = 0xffff
const CENTRAL_SIGNATURE = 0x02014b50
const CENTRAL_BYTES = 46
const LOCAL_SIGNATURE = 0x04034b50
const LOCAL_BYTES = 30

const STORED = 0
const DEFLATED = 8

/** The files of an archive (zip64 aside: nobody mails one), in the order of its directory. Throws `UnreadableZip`. */
export function readZip(bytes: Uint8Array): ZipEntry[] {
  const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  try {
    const end = findEnd(data)
    const count = data.readUInt16LE(end + 10)
    if (count > MAX_ENTRIES) throw new UnreadableZip(`More than ${MAX_ENTRIES} files`)
    return readDirectory(data, data.readUInt32LE(end + 16), count)
  } catch (cause) {
    throw unreadable(cause)
  }
}

function findEnd(data: Buffer): number {
  const earliest = Math.max(0, data.length - END_BYTES - MAX_COMMENT_BYTES)
  for (let at = data.length - END_BYTES; at >= earliest; at--) if (data.readUInt32LE(at) === END_SIGNATURE) return at
  throw new UnreadableZip('No end of the directory')
}

function readDirectory(data: Buffer, start: number, count: number): ZipEntry[] {
  const entries: ZipEntry[] = []
  let at = start
  for (let index = 0; index < count; index++) {
    if (data.readUInt32LE(at) !== CENTRAL_SIGNATURE) throw new UnreadableZip('Broken directory')
    const nameEnd = at + CENTRAL_BYTES + data.readUInt16LE(at + 28)
    const entry = entryAt(data, at, data.subarray(at + CENTRAL_BYTES, nameEnd))
    if (!entry.name.endsWith('/')) entries.push(entry)
    at = nameEnd + data.readUInt16LE(at + 30) + data.readUInt16LE(at + 32)
  }
  return entries
}

function entryAt(data: Buffer, at: number, name: Buffer): ZipEntry {
  const flags = data.readUInt16LE(at + 8)
  const method = data.readUInt16LE(at + 10)
  const packedBytes = data.readUInt32LE(at + 20)
  const localAt = data.readUInt32LE(at + 42)
  return {
    name: name.toString(flags & 0x800 ? 'utf8' : 'latin1'),
    isEncrypted: (flags & 1) === 1,
    read: maxBytes => {
      try {
        return unpack(packedPart(data, localAt, packedBytes), method, maxBytes)
      } catch (cause) {
        throw unreadable(cause)
      }
    },
  }
}

/** The local header repeats the name, with a length of its own. */
function packedPart(data: Buffer, localAt: number, packedBytes: number): Buffer {
  if (data.readUInt32LE(localAt) !== LOCAL_SIGNATURE) throw new UnreadableZip('Broken file header')
  const start = localAt + LOCAL_BYTES + data.readUInt16LE(localAt + 26) + data.readUInt16LE(localAt + 28)
  if (start + packedBytes > data.length) throw new UnreadableZip('Ends too early')
  return data.subarray(start, start + packedBytes)
}

/** What the archive says about unpacked sizes is not trusted: the limit is held while unpacking. */
function unpack(packed: Buffer, method: number, maxBytes: number): Uint8Array {
  if (method === DEFLATED) return inflateRawSync(packed, { maxOutputLength: maxBytes })
  if (method !== STORED) throw new UnreadableZip(`Packed by method ${method}`)
  if (packed.length > maxBytes) throw new UnreadableZip(`More than ${maxBytes} bytes`)
  return packed
}

function unreadable(cause: unknown): UnreadableZip {
  if (cause instanceof UnreadableZip) return cause
  return new UnreadableZip('Damaged', { cause })
}
