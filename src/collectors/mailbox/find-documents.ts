import type { CollectLog } from '#collector-kit/index.ts'
import { declaredKind, type FileKind, HEAD_BYTES, sniffedKind } from './detect-kind.ts'
import { innerFile, type MailFile } from './mail-file.ts'
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

/** Everything in these files that may be an invoice, opening archives, `winmail.dat` and attached mails. */
export async function findDocuments(files: MailFile[], log: CollectLog, depth = 0): Promise<FoundDocument[]> {
  const found: FoundDocument[] = []
  for (const file of files) {
    found.push(...(await documentsOf(file, log, depth)))
    if (found.length < MAX_DOCUMENTS) continue
    log.warn({ path: file.path, documents: found.length }, 'A mail holds more documents than are read')
    break
  }
  return found
}

async function documentsOf(file: MailFile, log: CollectLog, depth: number): Promise<FoundDocument[]> {
  const kind = await kindOf(file)
  if (kind === null) return []
  if (file.sizeBytes > MAX_FILE_BYTES * 1.4) {
    log.warn({ path: file.path, sizeBytes: file.sizeBytes }, 'An attachment is too large to be read')
    return []
  }
  if (kind === 'pdf' || kind === 'xml' || kind === 'signed') return [{ file, kind }]
  if (depth >= MAX_DEPTH) {
    log.warn({ path: file.path }, 'An attachment is nested too deeply to be read')
    return []
  }
  if (kind === 'zip') return documentsInZip(file, log, depth)
  const inside = kind === 'tnef' ? await filesInTnef(file, log) : await filesInMessage(file)
  return findDocuments(inside, log, depth + 1)
}

/** XML is looked into as well: most of it is no invoice. */
async function kindOf(file: MailFile): Promise<FileKind | null> {
  const declared = declaredKind(file.name, file.type)
  const isSure = declared !== 'unclear' && declared !== 'xml'
  return isSure ? declared : sniffedKind(await file.head(HEAD_BYTES))
}

/** An archive that cannot be opened is a document itself, unless its names show that no invoice is in it. */
async function documentsInZip(file: MailFile, log: CollectLog, depth: number): Promise<FoundDocument[]> {
  try {
    const entries = readZip(await file.bytes())
    if (entries.some(entry => entry.isEncrypted && isDocumentName(entry))) {
      log.warn({ path: file.path }, 'An archive needs a password')
      return [{ file, kind: 'zip' }]
    }
    const inside = entries
      .filter(entry => !entry.isEncrypted && declaredKind(entry.name, '/') !== null)
      .map(entry => innerFile(`${file.path}!${entry.name}`, baseName(entry.name), () => entry.read(MAX_FILE_BYTES)))
    return await findDocuments(inside, log, depth + 1)
  } catch (error) {
    if (!(error instanceof UnreadableZip)) throw error
    log.warn({ path: file.path, reason: error.message }, 'An archive cannot be opened')
    return [{ file, kind: 'zip' }]
  }
}

function isDocumentName({ name }: ZipEntry): boolean {
  const kind = declaredKind(name, '')
  return kind === 'pdf' || kind === 'xml' || kind === 'signed'
}

async function filesInTnef(file: MailFile, log: CollectLog): Promise<MailFile[]> {
  const { files, isComplete } = readTnef(await file.bytes())
  if (!isComplete) log.warn({ path: file.path }, 'A winmail.dat is damaged')
  return files.map(({ name, bytes }, index) => innerFile(`${file.path}!${index + 1}`, name, () => bytes))
}

/** A mail attached as a mere file (`.eml`), which servers do not look into. */
async function filesInMessage(file: MailFile): Promise<MailFile[]> {
  const { simpleParser } = await import('mailparser')
  const { attachments } = await simpleParser(Buffer.from(await file.bytes()))
  return attachments.map(({ filename, contentType, content }, index) => ({
    ...innerFile(`${file.path}!${index + 1}`, filename ?? null, () => content),
    type: contentType,
  }))
}

function baseName(name: string): string {
  return name.split(/[/\\]/).at(-1) ?? name
}
