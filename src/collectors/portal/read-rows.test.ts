import { describe, expect, test } from 'vitest'
import { snapshotOf } from '../../../tests/portals/snapshot-of.ts'
import { findList } from './find-list.ts'
import { readRows } from './read-rows.ts'
import { settleRows } from './settle-rows.ts'

const TODAY = '2026-11-23'

/** `number | day | total` of every row that has a way to a document. */
function read(html: string, url = 'https://portal.test/page'): string[] {
  const page = snapshotOf(html, url)
  const list = findList(page)
  if (!list) return []
  const rows = readRows(page, list).filter(({ way }) => way !== null)
  const { invoices } = settleRows(rows, { today: TODAY, language: page.language })
  return invoices.map(
    ({ number, issuedOn, total }) => `${number} | ${issuedOn} | ${total && `${total.amount} ${total.currency}`}`,
  )
}

const repeat = (count: number, row: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => row(index)).join('')

describe('shapes of lists', () => {
  test('rows with a script on them and no link; a hidden date to sort by', () => {
    const rows = repeat(
      3,
      index =>
        `<tr onclick="go('view?id=${index}')"><td>10${index}7</td><td><span hidden="">2026-0${index + 1}-14</span>14/0${index + 1}/2026</td><td>28/0${index + 1}/2026</td><td>$1${index}.00 USD</td><td>Cancelled</td></tr>`,
    )
    expect(
      read(
        `<h1>My Invoices</h1><table><thead><tr><th>Invoice #</th><th>Invoice Date</th><th>Due Date</th><th>Total</th><th>Status</th></tr></thead><tbody>${rows}</tbody></table>`,
      ),
    ).toEqual(['1027 | 2026-03-14 | 12.00 USD', '1017 | 2026-02-14 | 11.00 USD', '1007 | 2026-01-14 | 10.00 USD'])
  })

  test('the number is the link to the detail page; the only amount is what is due', () => {
    const rows = repeat(
      2,
      index =>
        `<tr><td><a href="/my/invoices/${index}?access_token=x"><i>INV/2026/000${index}</i></a></td><td><span>0${index + 1}/15/2026</span></td><td><span>0${index + 1}/30/2026</span></td><td>Paid</td><td><span>$ <span>1,05${index}.00</span></span></td></tr>`,
    )
    expect(
      read(
        `<table><tr><th>Invoice #</th><th>Invoice Date</th><th>Due Date</th><th>Status</th><th>Amount Due</th></tr>${rows}</table>`,
      ),
    ).toEqual(['INV/2026/0001 | 2026-02-15 | 1051.00 USD', 'INV/2026/0000 | 2026-01-15 | 1050.00 USD'])
  })

  test('cards with labels in lines of their own, three dots at the end', () => {
    const cards = repeat(
      3,
      index =>
        `<div class="card"><div><small>Rechnungsnummer</small><p>RG-77${index}</p></div><div><small>Rechnungsdatum</small><p>0${index + 1}.06.2026</p></div><div><small>Fällig am</small><p>20.06.2026</p></div><div><small>Betrag</small><p>${index}9,90 €</p></div><button aria-label="Aktionen" aria-haspopup="menu"></button></div>`,
    )
    expect(read(`<h2>Rechnungen</h2><div>${cards}</div>`)).toEqual([
      'RG-772 | 2026-06-03 | 29.90 EUR',
      'RG-771 | 2026-06-02 | 19.90 EUR',
      'RG-770 | 2026-06-01 | 9.90 EUR',
    ])
  })

  test('sections by year, the year only in their heads', () => {
    const year = (of: number) =>
      `<section><h3>${of}</h3><ul>${repeat(2, index => `<li><span>1${index} mars</span><span>Facture ${of}-00${index}</span><span>3${index},00 €</span><a href="/f/${of}${index}.pdf">PDF</a></li>`)}</ul></section>`
    expect(read(`<h1>Mes factures</h1>${year(2026)}${year(2025)}`)).toEqual([
      '2026-001 | 2026-03-11 | 31.00 EUR',
      '2026-000 | 2026-03-10 | 30.00 EUR',
      '2025-001 | 2025-03-11 | 31.00 EUR',
      '2025-000 | 2025-03-10 | 30.00 EUR',
    ])
  })

  test('labels in attributes, as tables for narrow windows have them', () => {
    const rows = repeat(
      2,
      index =>
        `<tr><td data-label="Importe">1${index},00 €</td><td data-label="Vencimiento">2${index}/05/2026</td><td data-label="Fecha factura">1${index}/04/2026</td><td data-label="Nº">A-10${index}</td><td><a href="/d/${index}">Descargar</a></td></tr>`,
    )
    expect(read(`<h1>Facturas</h1><table>${rows}</table>`)).toEqual([
      'A-101 | 2026-04-11 | 11.00 EUR',
      'A-100 | 2026-04-10 | 10.00 EUR',
    ])
  })

  test('no head at all: net, tax and gross, a date of issue before the date due', () => {
    const rows = repeat(
      3,
      index =>
        `<div class="r"><span>F2026${index}1</span><span>0${index + 3}/02/2026</span><span>10,00 €</span><span>2,00 €</span><span>12,00 €</span><a href="/x/${index}">Télécharger</a></div>`,
    )
    expect(read(`<h1>Factures</h1>${rows}`)).toEqual([
      'F202621 | 2026-02-05 | 12.00 EUR',
      'F202611 | 2026-02-04 | 12.00 EUR',
      'F202601 | 2026-02-03 | 12.00 EUR',
    ])
  })

  test('a customer’s number, the same in every row, is no invoice’s number', () => {
    const rows = repeat(
      3,
      index =>
        `<tr><td>4815162342</td><td>0${index + 1}/06/2026</td><td>1${index},00 €</td><td><a href="/d/${index}">Facture</a></td></tr>`,
    )
    expect(read(`<table>${rows}</table>`)[0]).toBe('null | 2026-06-03 | 12.00 EUR')
  })

  test('a period is not the day of issue', () => {
    const rows = repeat(
      2,
      index =>
        `<tr><td>01/0${index + 1}/2026 - 28/0${index + 1}/2026</td><td>F-00${index}</td><td>05/0${index + 2}/2026</td><td>9,99 €</td><td><a href="/d/${index}">PDF</a></td></tr>`,
    )
    expect(read(`<h1>Factures</h1><table>${rows}</table>`)[1]).toBe('F-000 | 2026-02-05 | 9.99 EUR')
  })
})

describe('what is no list of invoices', () => {
  const offers = repeat(
    4,
    index =>
      `<li><b>Offre ${index}</b><span>jusqu’au 0${index + 1}/12/2026</span><span>1${index},99 €</span><a href="/o/${index}">Voir</a></li>`,
  )
  test('offers', () => expect(read(`<h2>Nos offres</h2><ul>${offers}</ul>`)).toEqual([]))
  test('offers beside invoices', () => {
    const bills =
      '<li><b>Facture F-001</b><span>01/10/2026</span><span>12,00 €</span><a href="/f">Voir</a></li><li><b>Facture F-002</b><span>01/09/2026</span><span>12,00 €</span><a href="/g">Voir</a></li>'
    expect(
      read(
        `<section><h2>Nos offres</h2><ul>${offers}</ul></section><section><h2>Factures</h2><ul>${bills}</ul></section>`,
      ),
    ).toEqual(['F-001 | 2026-10-01 | 12.00 EUR', 'F-002 | 2026-09-01 | 12.00 EUR'])
  })
  test('a page of words and dates', () => {
    expect(
      read(
        '<h1>My account</h1><p>Customer since 01/01/2020</p><p>Plan: 9,99 € a month</p><a href="/invoices">See my invoices</a>',
      ),
    ).toEqual([])
  })
})

test('twins of one day and amount keep apart, and keep their references when a new one comes', () => {
  const row = (day: string, id: string) =>
    `<li><span>${day}</span><span>5,00 €</span><a href="/d/${id}">Facture</a></li>`
  const refs = (html: string) => {
    const page = snapshotOf(`<ul>${html}</ul>`)
    const list = findList(page)
    return list ? settleRows(readRows(page, list), { today: TODAY, language: 'fr' }).invoices.map(({ ref }) => ref) : []
  }
  const old = row('04/10/2026', 'b') + row('04/10/2026', 'a')
  expect(refs(old)).toEqual(['2026-10-04 5.00 EUR#2', '2026-10-04 5.00 EUR'])
  expect(refs(row('05/11/2026', 'c') + old)).toEqual([
    '2026-11-05 5.00 EUR',
    '2026-10-04 5.00 EUR#2',
    '2026-10-04 5.00 EUR',
  ])
})
