import { expect, test } from 'vitest'
import { supplierOf } from './supplier-of.ts'

test.each([
  {
    id: 'portal',
    kind: 'portal',
    params: { url: 'https://My.Telecom.example:8443/login' },
    supplier: 'my.telecom.example:8443',
  },
  { id: 'acme', kind: 'api', params: { apiKey: 'x' }, supplier: 'acme' },
  { id: 'mailbox', kind: 'mailbox', params: { host: 'imap.example' }, supplier: null },
] as const)('$id asks $supplier', ({ supplier, params, ...collector }) => {
  expect(supplierOf(collector, params)).toBe(supplier)
})
