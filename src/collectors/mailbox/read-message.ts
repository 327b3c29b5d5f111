import type { FetchMessageObject, ImapFlow } from 'imapflow'
import type { BrowserContext } from 'playwright-core'
import { type CollectLog, type FoundInvoice, type Http, SupplierUnavailable } from '#collector-kit/index.ts'
import { daysBetween, type IsoDate, isoDateOf } from '#domain/iso-date.ts'
import { findDocuments } from './find-documents.ts'
import { mayBeAboutMoney } from './looks-like-receipt.ts'
import { attachedParts, type MailFile, type MailText, ownTexts } from './mail-file.ts'
import type { MailFilter } from './mail-filter.ts'
import { messageReference } from './message-reference.ts'
import { pickInvoices } from './pick-invoices.ts'
import { readLinks } from './read-links.ts'
import { findReceipt, type MessagePlace, receiptDocument } from './read-receipt.ts'
import { visibleText } from './visible-text.ts'

/** What reading the messages of one folder needs. */
export interface MessageReading {
  client: ImapFlow
  /** The folder's. */
  path: string
  filter: MailFilter
  http: Http
  /** The server's name. */
  host: string
  today: IsoDate
  /** The message is to be read again in the next run. */
  postpone(uid: number): void
  /** The run's browser, opened by the first message that needs one. */
  browser(): Promise<BrowserContext>
  log: CollectLog
}

/** Yields what may be an invoice in one message, as far as the user's filters let it through. */
export async function* readMessage(reading: MessageReading, message: FetchMessageObject): AsyncGenerator<FoundInvoice> {
  const { client, filter } = reading
  const { uid, bodyStructure: structure, envelope = {} } = message
  if (!structure) throw new SupplierUnavailable('The mail server did not describe a message it had listed')
  if (!filter.wantsMessage(envelope)) return
  const documents = pickInvoices(await findDocuments(attachedParts(client, uid, structure), logOf(reading, uid)))
  const wanted = documents.filter(({ file }) => filter.wantsAttachment(file.name))
  const isTextLookedAt = documents.length === 0 && filter.wantsAttachment(null) && mayBeAboutMoney(envelope)
  if (wanted.length === 0 && !isTextLookedAt) return

  const texts = isTextLookedAt || filter.asksForText ? await ownTexts(client, uid, structure) : []
  if (filter.asksForText && !filter.wantsText(await visibleText(texts))) return
  for (const { file } of wanted) yield attachedInvoice(message, file)
  if (isTextLookedAt) yield* invoiceInText(reading, { message, texts, place: { client, uid, structure, envelope } })
}

function attachedInvoice(message: FetchMessageObject, file: MailFile): FoundInvoice {
  return {
    ...listing(message, file.path),
    document: async () => ({ bytes: await file.bytes(), ...(file.name && { filename: file.name }) }),
  }
}

/** How a text is called in references; no part of a message is. */
const OWN_TEXT = 'text'

interface TextMessage {
  message: FetchMessageObject
  texts: MailText[]
  place: MessagePlace
}

/** What the text links to; else the text itself, if it is a receipt. */
async function* invoiceInText(
  reading: MessageReading,
  { message, texts, place }: TextMessage,
): AsyncGenerator<FoundInvoice> {
  const { browser, postpone } = reading
  const linked = await readLinks({ ...reading, log: logOf(reading, place.uid) }, place, texts)
  if (linked === 'later' && isRecent(message, reading.today)) return postpone(place.uid)
  if (linked !== 'later' && linked.length > 0) {
    for (const [index, document] of linked.entries()) {
      yield { ...listing(message, `link:${index + 1}`), document: async () => document }
    }
    return
  }
  const receipt = await findReceipt(place.envelope, texts)
  if (!receipt) return
  yield {
    ...listing(message, OWN_TEXT),
    document: async () => receiptDocument(place, receipt, await browser()),
  }
}

/** A server that is still down after this long is taken for gone. */
const POSTPONED_DAYS = 3

function isRecent(message: FetchMessageObject, today: IsoDate): boolean {
  const { receivedOn } = arrival(message)
  return receivedOn !== undefined && daysBetween(receivedOn, today) <= POSTPONED_DAYS
}

/** All but the document: a mail says nothing else for sure. */
function listing(message: FetchMessageObject, path: string): Omit<FoundInvoice, 'document'> {
  const ref = messageReference(message.envelope ?? {}, path)
  return { ref, number: null, issuedOn: null, ...arrival(message), total: null }
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
