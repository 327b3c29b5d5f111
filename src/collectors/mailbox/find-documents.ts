import type { CollectLog } from '#collector-kit/index.ts'
import { declaredKind, type FileKind, HEAD_BYTES, sniffedKind } from './detect-kind.ts'
import { innerFile, type MailFile, PartMissing } from './mail-file.ts'
import { readTnef } from './read-tnef.ts'
import { readZip, UnreadableZip, type ZipEntry } from './read-zip.ts'

/** A file that may be an invoice. Only whoever reads it can tell. */
export interface FoundDocument {
  file: MailFile
  /** `zip`: an archive we cannot open (password, damage); handed on as it is, so that nothing is lost unseen. */
  kind: 'pdf' | 'xml' | 'signed' | 'zip'
}

/** Beyond this it is no invoice, and would fill the memory of a worker that does several runs. */
const MAX_FILE_BYTES = 40 * 1024 * 1024

/** Deepest sensible case: an archive in a mail attached as a file. */
const MAX_DEPTH = 3

/** Per message: a year's invoices in one archive, generously. */
const MAX_DOCUMENTS = 200

/** Of all archives of one message together, whatever they are packed in: bombs end here. */
const MAX_UNPACKED_BYTES = 100 * 1024 * 1024

/** Base64 makes four bytes of three, and adds line breaks. */
const ENCODED_SHARE = 1.4

interface Search {
  log: CollectLog
  depth: number
  /** Shared by all depths of one message. */
  room: { bytes: number }
}

/** Everything in the parts of one message that may be an invoice, out of archives, `winmail.dat` and attached mails too. */
export function findDocuments(parts: MailFile[], log: CollectLog): Promise<FoundDocument[]> {
  return documentsIn(parts, { log, depth: 0, room: { bytes: MAX_UNPACKED_BYTES } })
}

async function documentsIn(files: MailFile[], search: Search): Promise<FoundDocument[]> {
  const found: FoundDocument[] = []
  for (const file of files) {
    found.push(...(await documentsOf(file, search)))
    if (found.length < MAX_DOCUMENTS) continue
    search.log.warn({ path: file.path, documents: found.length }, 'A mail holds more documents than are read')
    break
  }
  return found
}

async function documentsOf(file: MailFile, search: Search): Promise<FoundDocument[]> {
  try {
    const kind = await kindOf(file)
    return kind === null ? [] : await documentsOfKind(file, kind, search)
  } catch (error) {
    if (!(error instanceof PartMissing)) throw error
    search.log.warn({ path: file.path }, 'The mail server does not give a part of a mail')
    return []
  }
}

async function documentsOfKind(file: MailFile, kind: FileKind, search: Search): Promise<FoundDocument[]> {
  const { log, depth } = search
  if (file.sizeBytes > MAX_FILE_BYTES * ENCODED_SHARE) {
    log.warn({ path: file.path, sizeBytes: file.sizeBytes }, 'An attachment is too large to be read')
    return []
  }
  if (kind === 'pdf' || kind === 'xml' || kind === 'signed') return [{ file, kind }]
  if (depth >= MAX_DEPTH) {
    log.warn({ path: file.path }, 'An attachment is nested too deeply to be read')
    return []
  }
  const deeper = { ...search, depth: depth + 1 }
  if (kind === 'zip') return documentsInZip(file, deeper)
  return documentsIn(kind === 'tnef' ? await filesInTnef(file, log) : await filesInMessage(file), deeper)
}

/** XML is looked into as well: most of it is no invoice. */
async function kindOf(file: MailFile): Promise<FileKind | null> {
  const declared = declaredKind(file.name, file.type)
  const isSure = declared !== 'unclear' && declared !== 'xml'
  return isSure ? declared : sniffedKind(await file.head(HEAD_BYTES))
}

/** An archive that cannot be opened is a document itself, unless its names show that no invoice is in it. */
async function documentsInZip(file: MailFile, search: Search): Promise<FoundDocument[]> {
  try {
    const entries = readZip(await file.bytes())
    if (entries.some(entry => entry.isEncrypted && isDocumentName(entry))) {
      search.log.warn({ path: file.path }, 'An archive needs a password')
      return [{ file, kind: 'zip' }]
    }
    // At once: an entry that turns out to be damaged later would fail a whole run, again and again.
    const inside = entries
      .filter(({ name, isEncrypted }) => !isEncrypted && declaredKind(name, VAGUE) !== null)
      .map(entry => innerFile(`${file.path}!${entry.name}`, baseName(entry.name), unpack(entry, search)))
    return await documentsIn(inside, search)
  } catch (error) {
    if (!(error instanceof UnreadableZip)) throw error
    search.log.warn({ path: file.path, reason: error.message }, 'An archive cannot be opened')
    return [{ file, kind: 'zip' }]
  }
}

/** Archives know no types, so a file without a telling name is looked into. */
const VAGUE = 'application/octet-stream'

function isDocumentName({ name }: ZipEntry): boolean {
  const kind = declaredKind(name, '')
  return kind === 'pdf' || kind === 'xml' || kind === 'signed'
}

function unpack(entry: ZipEntry, { room }: Search): Uint8Array {
  const bytes = entry.read(Math.min(MAX_FILE_BYTES, room.bytes))
  room.bytes -= bytes.length
  return bytes
}

async function filesInTnef(file: MailFile, log: CollectLog): Promise<MailFile[]> {
  const { files, isComplete } = readTnef(await file.bytes())
  if (!isComplete) log.warn({ path: file.path }, 'A winmail.dat is damaged')
  return files.map(({ name, bytes }, index) => innerFile(`${file.path}!${index + 1}`, name, bytes))
}

/** A mail attached as a mere file (`.eml`), which servers do not look into. */
async function filesInMessage(file: MailFile): Promise<MailFile[]> {
  const { simpleParser } = await import('mailparser')
  const { attachments } = await simpleParser(Buffer.from(await file.bytes()))
  return attachments.map(({ filename, contentType, content }, index) => ({
    ...innerFile(`${file.path}!${index + 1}`, filename ?? null, content),
    type: contentType,
  }))
}

function baseName(name: string): string {
  return name.split(/[/\\]/).at(-1) ?? name
}
