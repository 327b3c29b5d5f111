import type { ImapFlow, MessageStructureObject } from 'imapflow'
import { SupplierUnavailable } from '#collector-kit/index.ts'

/** A file of a message: a part on the server, or something inside such a part. */
export interface MailFile {
  /** Where in the message: `2.1`, `3!invoices/a.pdf`. The same on every server and in every folder. */
  path: string
  name: string | null
  /** As declared, which says little. */
  type: string
  /** As it is sent: base64 takes a third more than the file. */
  sizeBytes: number
  /** The first `bytes` bytes, or a few less. */
  head(bytes: number): Promise<Uint8Array>
  bytes(): Promise<Uint8Array>
}

/**
 * The server no longer has what it listed: deleted by its owner this very moment, or a message it cannot read itself.
 * Asking again in the next run would not help.
 */
export class PartMissing extends SupplierUnavailable {}

/** The parts of message `uid` that are no text of its own, found in the structure alone: nothing is downloaded yet. */
export function attachedParts(client: ImapFlow, uid: number, structure: MessageStructureObject): MailFile[] {
  return leaves(structure)
    .filter(part => !isOwnText(part) && part.size !== 0)
    .map(part => partFile(client, uid, part))
}

/** The text of a message itself, as it was written. */
export interface MailText {
  isHtml: boolean
  content: string
}

/** Longer texts are cut: what is looked for stands further up. */
const MAX_TEXT_BYTES = 1024 * 1024
/** With those of forwarded messages. */
const MAX_TEXTS = 8

/** The message's own texts, those of forwarded messages included, in their order; a missing one is left out. */
export async function ownTexts(client: ImapFlow, uid: number, structure: MessageStructureObject): Promise<MailText[]> {
  const texts: MailText[] = []
  const parts = leaves(structure).filter(part => isOwnText(part) && part.size !== 0)
  for (const part of parts.slice(0, MAX_TEXTS)) {
    try {
      const bytes = await partFile(client, uid, part).head(MAX_TEXT_BYTES)
      texts.push({ isHtml: part.type === 'text/html', content: decodeText(bytes, part.parameters?.charset) })
    } catch (error) {
      if (!(error instanceof PartMissing)) throw error
    }
  }
  return texts
}

const MAX_PICTURE_BYTES = 1024 * 1024

/** A picture of the message as a `data:` address; undefined when there is none of that name, or a huge one. */
export async function inlinePicture(
  client: ImapFlow,
  uid: number,
  { structure, id }: { structure: MessageStructureObject; id: string },
): Promise<string | undefined> {
  const part = leaves(structure).find(leaf => leaf.id?.replace(/^<|>$/g, '') === id)
  if (!part || !/^image\/[\w.+-]+$/.test(part.type) || (part.size ?? 0) > MAX_PICTURE_BYTES) return undefined
  try {
    const bytes = await partFile(client, uid, part).bytes()
    return `data:${part.type};base64,${Buffer.from(bytes).toString('base64')}`
  } catch (error) {
    if (error instanceof PartMissing) return undefined
    throw error
  }
}

/** Servers say `us-ascii` for mails that say nothing; those are mostly UTF-8 all the same. */
function decodeText(bytes: Uint8Array, charset = 'us-ascii'): string {
  try {
    return new TextDecoder(charset.toLowerCase() === 'us-ascii' ? 'utf-8' : charset, { fatal: true }).decode(bytes)
  } catch {
    // Not what it says, a name nobody knows, or cut in the middle of a letter.
    return new TextDecoder(/utf-?8/i.test(charset) ? 'utf-8' : 'windows-1252').decode(bytes)
  }
}

/** A file inside another one, already here. TNEF and archives know no types. */
export function innerFile(path: string, name: string | null, bytes: Uint8Array): MailFile {
  return {
    path,
    name,
    type: 'application/octet-stream',
    sizeBytes: bytes.length,
    head: async count => bytes.subarray(0, count),
    bytes: async () => bytes,
  }
}

/** A forwarded message is opened by the server itself: its parts have numbers of their own. */
function leaves(part: MessageStructureObject): MessageStructureObject[] {
  return part.childNodes?.length ? part.childNodes.flatMap(leaves) : [part]
}

function isOwnText(part: MessageStructureObject): boolean {
  return (part.type === 'text/plain' || part.type === 'text/html') && nameOf(part) === null
}

function nameOf({ dispositionParameters, parameters }: MessageStructureObject): string | null {
  return (dispositionParameters?.filename ?? parameters?.name)?.trim() || null
}

function partFile(client: ImapFlow, uid: number, part: MessageStructureObject): MailFile {
  // A message that is nothing but one file: its only part is number 1.
  const key = part.part ?? '1'
  const encoding = part.encoding ?? ''
  const read = async (maxLength?: number) => decode(await fetchPart(client, uid, { key, maxLength }), encoding)
  return {
    path: key,
    name: nameOf(part),
    type: part.type,
    sizeBytes: part.size ?? 0,
    head: bytes => read(encodedLength(bytes, encoding)),
    bytes: () => read(),
  }
}

/** `BODY.PEEK[…]`: unlike `BODY[…]` it leaves the mail unread. */
async function fetchPart(
  client: ImapFlow,
  uid: number,
  { key, maxLength }: { key: string; maxLength: number | undefined },
): Promise<Buffer> {
  const section = maxLength === undefined ? key : { key, start: 0, maxLength }
  const answer = await client.fetchOne(String(uid), { bodyParts: [section] }, { uid: true })
  const bytes: unknown = answer ? answer.bodyParts?.get(key) : undefined
  // NIL comes as `false`, whatever the types say.
  if (!Buffer.isBuffer(bytes)) throw new PartMissing(`The mail server did not send part ${key} of message ${uid}`)
  return bytes
}

/** Base64 in lines: 4 characters for 3 bytes, and a line break every 76. */
function encodedLength(bytes: number, encoding: string): number {
  return encoding === 'base64' ? Math.ceil((bytes / 3) * 4 * (78 / 76)) : bytes
}

function decode(bytes: Buffer, encoding: string): Buffer {
  if (encoding === 'base64') return Buffer.from(bytes.toString('latin1'), 'base64')
  return encoding === 'quoted-printable' ? decodeQuotedPrintable(bytes.toString('latin1')) : bytes
}

/** RFC 2045, 6.7: `=C3` is a byte, `=` at a line's end joins it with the next, blanks before a line's end are padding. */
function decodeQuotedPrintable(text: string): Buffer {
  const joined = text.replace(/[ \t]+(?=\r?\n|$)/g, '').replace(/=\r?\n/g, '')
  const decoded = joined.replace(/=([\dA-F]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  return Buffer.from(decoded, 'latin1')
}
