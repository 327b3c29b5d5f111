import { expect, test } from 'vitest'
import { snapshotOf } from '../../../tests/portals/snapshot-of.ts'
import { findList } from './find-list.ts'
import { findMoreRows, findSelectors } from './find-paging.ts'
import { controlWords } from './page-tree.ts'

const ROWS =
  '<main><h1>Factures</h1><ul><li>01/10/2026 12,00 € <a href="/f/1">Facture</a></li><li>01/09/2026 12,00 € <a href="/f/2">Facture</a></li></ul>'
const rowsOf = (html: string) => {
  const page = snapshotOf(html, 'https://portal.test/factures')
  return { page, rows: findList(page)?.sections.flatMap(({ rows }) => rows.flat()) ?? [] }
}
const more = (html: string) => {
  const { page, rows } = rowsOf(`${ROWS}${html}</main>`)
  const found = findMoreRows(page, rows)
  return found && `${found.how}: ${controlWords(found.control) || found.control.attributes.href}`
}

test.each([
  ['<a href="/factures?page=2">Suivant</a>', 'next: suivant'],
  ['<a href="/factures?page=1">«</a><a href="/factures?page=2" aria-label="Next page">›</a>', 'next: next page'],
  ['<div><span class="active">1</span><a href="/factures?p=2">2</a><a href="/factures?p=3">3</a></div>', 'next: 2'],
  ['<button>Charger plus de factures</button>', 'more: charger plus de factures'],
  ['<button>Weitere anzeigen</button>', 'more: weitere anzeigen'],
])('%s', (html, expected) => expect(more(html)).toBe(expected))

test.each([
  [
    'the last page',
    '<div><a href="/factures?p=1">1</a><span class="active">2</span></div><a class="disabled" href="/factures?p=3">Suivant</a>',
  ],
  ['the way back', '<a href="/factures?p=1">Précédent</a>'],
  ['a step of something else', '<a href="/contrat/etape">Suivant</a>'],
  ['nothing', ''],
])('%s is the end', (_, html) => expect(more(html)).toBeNull())

test('years and contracts to choose from, not languages', () => {
  const { page, rows } =
    rowsOf(`<select name="lang"><option selected="">Français</option><option>English</option></select>
    <select name="annee"><option value="">Toutes</option><option selected="">2026</option><option>2025</option></select>
    <select name="contrat"><option value="1" selected="">Contrat 1001</option><option value="2">Contrat 1002</option></select>${ROWS}</main>`)
  expect(findSelectors(page, rows).map(({ what, options }) => [what, options.map(({ label }) => label)])).toEqual([
    ['year', ['Toutes', '2026', '2025']],
    ['contract', ['Contrat 1001', 'Contrat 1002']],
  ])
})

test('the year that is shown may be no link', () => {
  const { page, rows } = rowsOf(`<div><b>2026</b> <a href="/factures?a=2025">2025</a></div>${ROWS}</main>`)
  expect(findSelectors(page, rows)).toMatchObject([
    {
      what: 'year',
      options: [
        { label: '2026', isCurrent: true },
        { label: '2025', isCurrent: false },
      ],
    },
  ])
})

test('contracts as links beside each other', () => {
  const { page, rows } = rowsOf(
    `<ul><li class="active"><a href="/factures?c=1">Contrat 1001</a></li><li><a href="/factures?c=2">Contrat 1002</a></li></ul>${ROWS}</main>`,
  )
  expect(findSelectors(page, rows)).toMatchObject([
    { what: 'contract', options: [{ label: 'contrat 1001', isCurrent: true }, { label: 'contrat 1002' }] },
  ])
})

test('years as tabs', () => {
  const { page, rows } = rowsOf(
    `<div role="tablist"><button role="tab" aria-selected="true">2026</button><button role="tab">2025</button></div>${ROWS}</main>`,
  )
  expect(findSelectors(page, rows)).toMatchObject([
    { what: 'year', options: [{ label: '2026', isCurrent: true }, { label: '2025' }] },
  ])
})
