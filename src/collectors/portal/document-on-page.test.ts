import { expect, test } from 'vitest'
import { snapshotOf } from '../../../tests/portals/snapshot-of.ts'
import { findDocumentOnPage } from './document-on-page.ts'
import { controlWords } from './page-tree.ts'

const MENU = '<div><a href="/invoices">Invoices</a><a href="/guide.pdf">Download our guide</a></div>'
const before = snapshotOf(`${MENU}<ul></ul>`)
const find = (html: string) => {
  const found = findDocumentOnPage(snapshotOf(`${MENU}${html}`), { number: 'F-1', amount: '12,00', before })
  return found.is === 'way'
    ? `way: ${controlWords(found.way.control)}`
    : found.is === 'embedded'
      ? `embedded: ${found.url}`
      : found.is
}

test.each([
  [
    '<h1>Order</h1><a href="/cancel">Cancel order</a><a href="/i/1">Download invoice</a><a href="/c">Order confirmation PDF</a>',
    'way: download invoice',
  ],
  ['<a href="/dl.php?type=i">Download</a>', 'way: download'],
  ['<iframe src="blob:https://portal.test/1"></iframe>', 'embedded: blob:https://portal.test/1'],
  ['<iframe src="/invoices/1?report=html"></iframe><a href="/invoices/1?report=pdf">Download</a>', 'way: download'],
  ['<h1>Invoice F-1</h1><p>Total 12,00 €</p>', 'printable'],
  ['<h1>Order 7</h1><p>Total 12,00 €</p>', 'none'],
  ['<h1>Invoice F-2</h1><p>Total 13,00 €</p>', 'none'],
])('%s', (html, expected) => expect(find(html)).toBe(expected))
