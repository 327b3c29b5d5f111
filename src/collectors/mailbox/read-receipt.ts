import type { ImapFlow, MessageEnvelopeObject, MessageStructureObject } from 'imapflow'
import type { BrowserContext } from 'playwright-core'
import type { FetchedDocument } from '#collector-kit/index.ts'
import { looksLikeReceipt } from './looks-like-receipt.ts'
import { inlinePicture, type MailText } from './mail-file.ts'
import { pageOfText, renderReceipt } from './render-receipt.ts'
import { visibleText } from './visible-text.ts'

/** Where a message lies and what is known of it. */
export interface MessagePlace {
  client: ImapFlow
  uid: number
  structure: MessageStructureObject
  envelope: MessageEnvelopeObject
}

/** Logos, mostly; a mail of more is drawn without the rest. */
const MAX_PICTURES = 30

/** That text of a message which is itself a receipt; the drawn one rather than the plain one. */
export async function findReceipt(
  { subject = '' }: MessageEnvelopeObject,
  texts: MailText[],
): Promise<MailText | undefined> {
  for (const text of texts.toSorted((a, b) => Number(b.isHtml) - Number(a.isHtml))) {
    if (looksLikeReceipt(subject, await visibleText([text]))) return text
  }
  return undefined
}

/** The receipt as a PDF. */
export async function receiptDocument(
  place: MessagePlace,
  { isHtml, content }: MailText,
  browser: BrowserContext,
): Promise<FetchedDocument> {
  const { subject = '', from = [], date } = place.envelope
  const html = isHtml ? await withPictures(place, content) : pageOfText(content)
  const sender = from.map(({ name, address }) => (name ? `${name} <${address ?? ''}>` : (address ?? ''))).join(', ')
  // A mail that does not say when it was written is as old as time itself: what counts is that it is always the same.
  const sentAt = date instanceof Date && !Number.isNaN(date.getTime()) ? date : new Date(0)
  const bytes = await renderReceipt(browser, { html, sender, subject, sentAt })
  return { bytes, filename: `${subject || 'receipt'}.pdf` }
}

/** Pictures that came with the mail become part of the page, which can then be drawn without asking anybody. */
async function withPictures({ client, uid, structure }: MessagePlace, html: string): Promise<string> {
  const ids = new Set([...html.matchAll(/["'(=]\s*cid:([^"'()\s>]+)/gi)].map(([, id = '']) => id))
  let page = html
  for (const id of [...ids].slice(0, MAX_PICTURES)) {
    const picture = await inlinePicture(client, uid, { structure, id: decoded(id) })
    if (picture) page = page.replaceAll(new RegExp(`cid:${RegExp.escape(id)}(?![^"'()\\s>])`, 'gi'), picture)
  }
  return page
}

function decoded(id: string): string {
  try {
    return decodeURIComponent(id)
  } catch {
    return id
  }
}
