import { expect, test } from 'vitest'
import { snapshotOf } from '../../../tests/portals/snapshot-of.ts'
import { findEmptiness } from './find-emptiness.ts'

test.each([
  '<p>You have no invoices yet.</p>',
  '<p>Vous n’avez pas encore de facture.</p>',
  '<p>Aucune facture disponible</p>',
  '<div>Es sind noch keine Rechnungen vorhanden.</div>',
  '<p>Todavía no tienes facturas</p>',
  '<p>Nessuna fattura presente</p>',
  '<p>Er zijn nog geen facturen.</p>',
  '<p>Não há faturas</p>',
  '<h1>Invoices</h1><td>No data available in table</td>',
  '<h1>Factures</h1><table><tr><th>Date</th><th>Numéro</th><th>Montant</th></tr></table>',
])('says that there are none: %s', html => expect(findEmptiness(snapshotOf(html))).not.toBeNull())

test.each([
  '<h1>Invoices</h1>',
  '<h1>Messages</h1><p>No results</p>',
  '<h1>Factures</h1><table><tr><th>A</th><th>B</th></tr></table>',
  '<p>Download your invoices without delay</p>',
  '<a href="/x">No invoices?</a>',
  '<div hidden=""><p>You have no invoices yet.</p></div>',
])('says nothing: %s', html => expect(findEmptiness(snapshotOf(html))).toBeNull())
