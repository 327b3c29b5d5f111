import { expect, test } from 'vitest'
import { createMailFilter } from './mail-filter.ts'
import { visibleText } from './visible-text.ts'

const from = (address: string, name?: string) => ({ from: [{ address, ...(name && { name }) }] })

test('without a word everything is wanted, whatever is missing', () => {
  const filter = createMailFilter({})
  expect(filter.wantsMessage({})).toBe(true)
  expect(filter.asksForText).toBe(false)
  expect(filter.wantsAttachment(null)).toBe(true)
})

test('a sender is found by address or name', () => {
  const filter = createMailFilter({ senders: '*@acme.example, Globex' })
  expect(filter.wantsMessage(from('billing@acme.example'))).toBe(true)
  expect(filter.wantsMessage(from('x@post.example', 'Globex Billing'))).toBe(true)
  expect(filter.wantsMessage(from('x@post.example', 'Somebody'))).toBe(false)
  expect(filter.wantsMessage({})).toBe(false)
})

test('sender and subject must both fit', () => {
  const filter = createMailFilter({ senders: 'acme', subjects: 'invoice *, !draft' })
  expect(filter.wantsMessage({ ...from('a@acme.example'), subject: 'Invoice 17' })).toBe(true)
  expect(filter.wantsMessage({ ...from('a@acme.example'), subject: 'Your invoice 17' })).toBe(false)
  expect(filter.wantsMessage({ ...from('a@acme.example'), subject: 'Invoice 17 (draft)' })).toBe(false)
  expect(filter.wantsMessage({ ...from('a@other.example'), subject: 'Invoice 17' })).toBe(false)
})

test('a text is found over line breaks and markup', async () => {
  const filter = createMailFilter({ texts: 'your * invoice' })
  const html = { isHtml: true, content: '<p>Here is <b>your</b><br>October\n   invoice</p>' }
  expect(filter.asksForText).toBe(true)
  expect(filter.wantsText(await visibleText([html]))).toBe(true)
  expect(filter.wantsText(await visibleText([{ isHtml: true, content: '<p title="your x invoice">no' }]))).toBe(false)
  expect(filter.wantsText(await visibleText([{ isHtml: false, content: '' }, html]))).toBe(true)
})

test('an attachment without a name is not one that was asked for, nor one that was left out', () => {
  expect(createMailFilter({ attachments: 'inv*.pdf' }).wantsAttachment('INV-1.pdf')).toBe(true)
  expect(createMailFilter({ attachments: 'inv*.pdf' }).wantsAttachment('terms.pdf')).toBe(false)
  expect(createMailFilter({ attachments: 'inv*.pdf' }).wantsAttachment(null)).toBe(false)
  expect(createMailFilter({ attachments: '!terms' }).wantsAttachment(null)).toBe(true)
  expect(createMailFilter({ attachments: '!terms' }).wantsAttachment('Terms.pdf')).toBe(false)
})
