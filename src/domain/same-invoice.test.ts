import { describe, expect, test } from 'vitest'
import type { Fact, Facts } from './facts.ts'
import {
  findSameInvoice,
  foldNumber,
  type InvoiceCopy,
  isSameCompany,
  reasonToBeSame,
  type StoredCopy,
} from './same-invoice.ts'

type Values = Partial<Record<keyof Omit<Facts, 'taxLines' | 'type'>, string>> & {
  type?: 'invoice' | 'credit_note' | 'receipt'
}

function fact<Value>(value: Value, confidence = 0.95): Fact<Value> {
  return { value, source: 'text', confidence }
}

/** Facts that are all certain. */
function facts(values: Values): Facts {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, fact(value)]))
}

const KNOWN = {
  type: 'invoice',
  number: 'INV-2026-001',
  total: '120.00',
  currency: 'EUR',
  issuedOn: '2026-03-03',
  sellerName: 'Lumen Énergie SAS',
  sellerVatId: 'FR40303265045',
} as const satisfies Values

let files = 0

function copy(changes: Values | Facts = {}, more: Partial<InvoiceCopy> = {}): InvoiceCopy {
  files += 1
  const changed = Object.entries(changes).map(([name, value]) => {
    return [name, typeof value === 'string' ? fact(value) : value]
  })
  const all = { ...facts(KNOWN), ...Object.fromEntries(changed) }
  const known = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) as Facts
  return { credentialId: 'portal', sha256: `file ${files}`, facts: known, ...more }
}

const unknown = undefined as never
const unsure = <Value>(value: Value) => fact(value, 0.5)

describe('two documents are one invoice', () => {
  const cases: [what: string, other: Values | Facts, reason: string][] = [
    ['everything alike', {}, 'same_vat_id'],
    ['another spelling of the number', { number: 'inv 2026/001' }, 'same_vat_id'],
    ['another spelling of the total', { total: '120.0' }, 'same_vat_id'],
    ['another spelling of the VAT number', { sellerVatId: 'FR 40 303 265 045' }, 'same_vat_id'],
    ['a brand for a name, the same VAT number', { sellerName: 'Lumen' }, 'same_vat_id'],
    ['a list one day off', { issuedOn: '2026-03-04' }, 'same_vat_id'],
    ['no VAT number on one', { sellerVatId: unknown }, 'same_seller_name'],
    ['an unsure VAT number on one', { sellerVatId: unsure('DE136695976') }, 'same_seller_name'],
    ['another spelling of the name', { sellerVatId: unknown, sellerName: 'LUMEN ENERGIE S.A.S.' }, 'same_seller_name'],
    ['a name without its legal form', { sellerVatId: unknown, sellerName: 'Lumen Énergie' }, 'same_seller_name'],
  ]
  test.each(cases)('%s', (_, other, reason) => {
    expect(reasonToBeSame(copy(), copy(other))).toBe(reason)
    expect(reasonToBeSame(copy(other), copy())).toBe(reason)
  })

  test('the same file, whatever is known of it', () => {
    const one = copy({}, { sha256: 'same' })
    expect(reasonToBeSame(one, { credentialId: 'mailbox', sha256: 'same', facts: {} })).toBe('same_file')
    expect(reasonToBeSame(one, copy({ number: 'OTHER-1' }, { sha256: 'same', credentialId: 'mailbox' }))).toBe(
      'same_file',
    )
  })

  test('a number in groups, and one with signs of another width', () => {
    expect(reasonToBeSame(copy({ number: '1234 5678' }), copy({ number: '12345678' }))).toBe('same_vat_id')
    expect(reasonToBeSame(copy({ number: 'ＡＢ１２' }), copy({ number: 'ab12' }))).toBe('same_vat_id')
  })
})

describe('two documents are two invoices', () => {
  const cases: [what: string, other: Values | Facts][] = [
    ['same day and amount, another number', { number: 'INV-2026-002' }],
    ['numbers that only look alike without their separators', { number: 'INV-20260-01' }],
    ['a leading zero more', { number: 'INV-2026-0001' }],
    ['another total', { total: '120.01' }],
    ['another sign', { total: '-120.00' }],
    ['another currency', { currency: 'USD' }],
    ['a credit note', { type: 'credit_note' }],
    ['a receipt', { type: 'receipt' }],
    ['another seller’s VAT number, the same name', { sellerVatId: 'DE136695976' }],
    ['another seller', { sellerVatId: 'DE136695976', sellerName: 'Nordlicht Strom GmbH' }],
    ['another seller without a VAT number', { sellerVatId: unknown, sellerName: 'Nordlicht Strom GmbH' }],
    ['another company of the group', { sellerVatId: unknown, sellerName: 'Lumen Énergie GmbH' }],
    ['the same monthly fee a month later', { issuedOn: '2026-04-03' }],
    ['two days apart', { issuedOn: '2026-03-05' }],
    ['no number', { number: unknown }],
    ['an unsure number', { number: unsure('INV-2026-001') }],
    ['a number without a digit', { number: 'INVOICE' }],
    ['no total', { total: unknown }],
    ['an unsure total', { total: unsure('120.00') }],
    ['a total that is no number', { total: 'twelve' }],
    ['no currency', { currency: unknown }],
    ['no date', { issuedOn: unknown }],
    ['an unsure date', { issuedOn: unsure('2026-03-03') }],
    ['an unknown type', { type: unknown }],
    ['no seller', { sellerVatId: unknown, sellerName: unknown }],
    ['an unsure name', { sellerVatId: unknown, sellerName: unsure('Lumen Énergie SAS') }],
    ['a name of signs only', { sellerVatId: unknown, sellerName: '***' }],
  ]
  test.each(cases)('%s', (_, other) => {
    expect(reasonToBeSame(copy(), copy(other))).toBeNull()
    expect(reasonToBeSame(copy(other), copy())).toBeNull()
  })

  test('unknown on both sides is not alike', () => {
    for (const name of ['type', 'number', 'total', 'currency', 'issuedOn'] as const) {
      expect(reasonToBeSame(copy({ [name]: unknown }), copy({ [name]: unknown }))).toBeNull()
    }
    const noSeller = { sellerVatId: unknown, sellerName: unknown }
    expect(reasonToBeSame(copy(noSeller), copy(noSeller))).toBeNull()
    expect(
      reasonToBeSame({ credentialId: 'a', sha256: null, facts: {} }, { credentialId: 'b', sha256: null, facts: {} }),
    ).toBeNull()
    expect(reasonToBeSame(copy({ number: 'INVOICE' }), copy({ number: 'INVOICE' }))).toBeNull()
  })

  test('two numbers in one supplier’s list with one file behind both', () => {
    const listed = (number: string) => ({ number: { value: number, source: 'supplier', confidence: 0.95 } as const })
    const one = copy(listed('A-1'), { sha256: 'same' })
    expect(reasonToBeSame(one, copy(listed('A-2'), { sha256: 'same' }))).toBeNull()
    expect(reasonToBeSame(one, copy(listed('a 1'), { sha256: 'same' }))).toBe('same_file')
    expect(reasonToBeSame(one, copy(listed('A-2'), { sha256: 'same', credentialId: 'other' }))).toBe('same_file')
    const orphan = { sha256: 'same', credentialId: null }
    expect(reasonToBeSame(copy(listed('A-1'), orphan), copy(listed('A-2'), orphan))).toBe('same_file')
  })
})

describe('among several', () => {
  const stored = (id: string, more: Partial<StoredCopy> = {}, changes: Values = {}): StoredCopy => {
    return { ...copy(changes), id, copyOf: null, wasSplit: false, ...more }
  }

  test('none is the same', () => {
    expect(findSameInvoice(copy(), [])).toBeNull()
    expect(findSameInvoice(copy(), [stored('a', {}, { number: 'B-2' })])).toBeNull()
  })

  test('the oldest that is the same', () => {
    const found = findSameInvoice(copy(), [stored('a', {}, { number: 'B-2' }), stored('b'), stored('c')])
    expect(found).toEqual({ invoiceId: 'b', reason: 'same_vat_id' })
  })

  test('a copy leads to its invoice', () => {
    expect(findSameInvoice(copy(), [stored('a', { facts: {} }), stored('b', { copyOf: 'a' })])).toEqual({
      invoiceId: 'a',
      reason: 'same_vat_id',
    })
  })

  test('the same file before the same facts', () => {
    const candidates = [stored('a'), stored('b', { sha256: 'x' })]
    expect(findSameInvoice(copy({}, { sha256: 'x' }), candidates)).toEqual({ invoiceId: 'b', reason: 'same_file' })
  })

  test('where somebody has split, facts no longer decide, files do', () => {
    const candidates = [stored('a'), stored('b', { wasSplit: true, sha256: 'x' })]
    expect(findSameInvoice(copy(), candidates)).toBeNull()
    expect(findSameInvoice(copy({}, { sha256: 'x' }), candidates)).toEqual({ invoiceId: 'b', reason: 'same_file' })
  })
})

test.each([
  ['INV-2026-001', 'INV-2026-001'],
  ['inv2026.001', 'INV-2026-001'],
  ['#42', '42'],
  ['1-11', '1-11'],
  ['11-1', '11-1'],
  ['12 345 678', '12345678'],
  ['None', null],
  ['', null],
])('the number %j folds to %j', (text, folded) => {
  expect(foldNumber(text)).toBe(folded)
})

test.each([
  ['Müller & Söhne GmbH', 'MULLER & SOHNE', true],
  ['Acme S.A.S.', 'ACME SAS', true],
  ['Acme S.à r.l.', 'Acme', false],
  ['Acme Ltd.', 'Acme Inc.', false],
  ['SE Broker', 'Broker', false],
  ['', '', false],
])('%j and %j', (one, other, isSame) => {
  expect(isSameCompany(one, other)).toBe(isSame)
})
