import type { FetchMessageObject, ImapFlow } from 'imapflow'
import { type CollectLog, type FoundInvoice, SupplierUnavailable } from '#collector-kit/index.ts'
import { isoDateOf } from '#domain/iso-date.ts'
import { type FoundDocument, findDocuments } from './find-documents.ts'
import { attachedParts, ownTexts } from './mail-file.ts'
import { type MailFilter, visibleText } from './mail-filter.ts'
import { messageReference } from './message-reference.ts'
import { pickInvoices } from './pick-invoices.ts'

/** What reading the messages of one folder needs. */
export interface MessageReading {
  client: ImapFlow
  /** The folder's. */
  path: string
  filter: MailFilter
  log: CollectLog
}

/** A message with its structure, envelope and day of arrival. */
export type ListedMessage = FetchMessageObject & Required<Pick<FetchMessageObject, 'bodyStructure'>>

/** Yields what may be an invoice in one message, as far as the user's filters let it through. */
export async function* readMessage(reading: MessageReading, message: FetchMessageObject): AsyncGenerator<FoundInvoice> {
  const { client, filter } = reading
  const { uid, bodyStructure, envelope = {} } = message
  if (!bodyStructure) throw new SupplierUnavailable('The mail server did not describe a message it had listed')
  if (!filter.wantsMessage(envelope)) return
  const documents = await findDocuments(attachedParts(client, uid, bodyStructure), logOf(reading, uid))
  const wanted = pickInvoices(documents).filter(({ file }) => filter.wantsAttachment(file.name))
  if (wanted.length === 0) return
  if (filter.asksForText && !filter.wantsText(await visibleText(await ownTexts(client, uid, bodyStructure)))) return
  for (const document of wanted) yield invoiceOf(message, document)
}

function invoiceOf(message: FetchMessageObject, { file }: FoundDocument): FoundInvoice {
  return {
    ref: messageReference(message.envelope ?? {}, file.path),
    number: null,
    issuedOn: null,
    ...arrival(message),
    total: null,
    document: async () => ({ bytes: await file.bytes(), ...(file.name && { filename: file.name }) }),
  }
}

function logOf({ log, path }: MessageReading, uid: number): CollectLog {
  return {
    info: (fields, text) => log.info({ folder: path, uid, ...fields }, text),
    warn: (fields, text) => log.warn({ folder: path, uid, ...fields }, text),
  }
}

function arrival({ internalDate }: FetchMessageObject): Pick<FoundInvoice, 'receivedOn'> {
  const arrivedAt = new Date(internalDate ?? Number.NaN)
  return Number.isNaN(arrivedAt.getTime()) ? {} : { receivedOn: isoDateOf(arrivedAt) }
}
