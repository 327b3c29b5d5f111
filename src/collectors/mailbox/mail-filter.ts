import type { MessageEnvelopeObject } from 'imapflow'
import { readWildcards } from './wildcards.ts'

/** The user's own lists, see `readWildcards`. */
export interface MailFilterParams {
  senders?: string | undefined
  subjects?: string | undefined
  texts?: string | undefined
  attachments?: string | undefined
}

/** What the user wants to be read; everything, unless they say otherwise. */
export interface MailFilter {
  /** By sender and subject, which every listing holds. */
  wantsMessage(envelope: MessageEnvelopeObject): boolean
  /** False: no need to fetch a text. */
  asksForText: boolean
  wantsText(text: string): boolean
  wantsAttachment(name: string | null): boolean
}

export function createMailFilter(params: MailFilterParams): MailFilter {
  const senders = readWildcards(params.senders, 'either')
  const subjects = readWildcards(params.subjects, 'either')
  const texts = readWildcards(params.texts, 'part')
  const attachments = readWildcards(params.attachments, 'either')
  return {
    wantsMessage: ({ from = [], subject = '' }) =>
      senders.fits(...from.flatMap(({ name, address }) => [name ?? '', address ?? ''])) && subjects.fits(subject),
    asksForText: !texts.isEmpty,
    wantsText: text => texts.fits(text.replace(/\s+/g, ' ')),
    wantsAttachment: name => (name === null ? !attachments.asksFor : attachments.fits(name)),
  }
}
