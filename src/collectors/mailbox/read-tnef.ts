/** A file inside a `winmail.dat`. */
export interface TnefFile {
  name: string | null
  bytes: Uint8Array
}

export interface TnefContent {
  files: TnefFile[]
  /** False when the data ends in the middle or is not TNEF at all; what was readable is in `files`. */
  isComplete: boolean
}

/** Microsoft's [MS-OXTNEF], little endian throughout. */
const SIGNATURE = 0x223e9f78
const HEADER_BYTES = 6
/** Level, id and length before an attribute's data; a checksum after it. */
const BEFORE_DATA_BYTES = 9
const CHECKSUM_BYTES = 2

const ATTACH_START = 0x00069002
const ATTACH_TITLE = 0x00018010
const ATTACH_DATA = 0x0006800f
const ATTACH_PROPERTIES = 0x00069005

/** The whole file name; the title is shortened to 8.3 by some Outlooks. [MS-OXPROPS] PidTagAttachLongFilename. */
const LONG_FILENAME = 0x3707
const STRING_8 = 0x001e
const UNICODE = 0x001f

/** Reads the files attached inside a TNEF stream: what Outlook sends to the world as `winmail.dat`. */
export function readTnef(bytes: Uint8Array): TnefContent {
  const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const files: TnefFile[] = []
  if (data.length < HEADER_BYTES || data.readUInt32LE(0) !== SIGNATURE) return { files, isComplete: false }
  let at = HEADER_BYTES
  let file: TnefFile | undefined
  while (at + BEFORE_DATA_BYTES <= data.length) {
    const id = data.readUInt32LE(at + 1)
    const end = at + BEFORE_DATA_BYTES + data.readUInt32LE(at + 5)
    if (end + CHECKSUM_BYTES > data.length) return { files: withBytes(files), isComplete: false }
    const value = data.subarray(at + BEFORE_DATA_BYTES, end)
    if (id === ATTACH_START) {
      file = { name: null, bytes: new Uint8Array() }
      files.push(file)
    } else if (file && id === ATTACH_TITLE) file.name ??= untilZero(value.toString('latin1'))
    else if (file && id === ATTACH_DATA) file.bytes = value
    else if (file && id === ATTACH_PROPERTIES) file.name = longFilename(value) ?? file.name
    at = end + CHECKSUM_BYTES
  }
  return { files: withBytes(files), isComplete: at === data.length }
}

/** An embedded message or object has no data of its own here. */
function withBytes(files: TnefFile[]): TnefFile[] {
  return files.filter(({ bytes }) => bytes.length > 0)
}

/**
 * Looks for the long name among the attachment's MAPI properties. These would all have to be parsed to be walked
 * through; the tag with its count and length is unmistakable enough to be searched for instead.
 */
function longFilename(properties: Buffer): string | null {
  for (const type of [UNICODE, STRING_8]) {
    const tag = Buffer.alloc(8)
    tag.writeUInt16LE(type, 0)
    tag.writeUInt16LE(LONG_FILENAME, 2)
    tag.writeUInt32LE(1, 4)
    const at = properties.indexOf(tag)
    if (at === -1 || at + 12 > properties.length) continue
    const value = properties.subarray(at + 12, at + 12 + properties.readUInt32LE(at + 8))
    return untilZero(value.toString(type === UNICODE ? 'utf16le' : 'latin1'))
  }
  return null
}

function untilZero(text: string): string | null {
  return text.split('\0')[0]?.trim() || null
}
