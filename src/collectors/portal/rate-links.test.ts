import { expect, test } from 'vitest'
import { snapshotOf } from '../../../tests/portals/snapshot-of.ts'
import { rateLinks, siteOf } from './rate-links.ts'

const best = (html: string) => rateLinks(snapshotOf(html)).map(({ words }) => words)

test.each([
  ['<a href="/a">My profile</a><a href="/b">Orders</a><a href="/c">Invoices &amp; bills</a>', 'invoices bills'],
  [
    '<a href="/a">Mon contrat</a><a href="/b">Mes factures et paiements</a><a href="/c">Comprendre ma facture</a>',
    'mes factures et paiements',
  ],
  ['<a href="/a">Rechnungsadresse</a><a href="/b">Rechnungsübersicht</a>', 'rechnungsubersicht'],
  ['<a href="/a">Mi cuenta</a><button>Facturas</button>', 'facturas'],
  ['<a href="/a">Home</a><a href="/finance/invoices">Overview</a>', 'overview'],
])('%s', (html, first) => expect(best(html)[0]).toBe(first))

test('never: what acts, other sites, files, buttons that send a form', () => {
  const html = `<a href="/logout">Invoices</a><a href="/pay">Pay my bill</a><a href="https://else.test/invoices">Invoices</a>
    <a href="/invoice.pdf">Invoice</a><form><button>Invoices by post</button></form>`
  expect(best(html)).toEqual([])
})

test('what stands in every row leads to documents, not to lists', () => {
  expect(best('<button>Invoice</button><button>Invoice</button><button>Invoice</button>')).toEqual([])
})

test('a site is its domain, an address with a port by itself', () => {
  const site = (url: string) => siteOf(new URL(url))
  expect(site('https://my.acme.co.uk')).toBe(site('https://www.acme.co.uk/x'))
  expect(site('https://a.acme.fr')).toBe(site('https://login.acme.fr'))
  expect(site('http://127.0.0.1:81')).not.toBe(site('http://127.0.0.1:82'))
})
