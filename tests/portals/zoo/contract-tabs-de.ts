import { html, loginForm, table } from '../html.ts'
import { day, money, monthlyInvoices, pdfOf } from '../zoo-invoice.ts'
import { expectAll, type ZooPortal } from '../zoo-portal.ts'

const byContract: Record<string, ReturnType<typeof monthlyInvoices>> = {
  '70011': monthlyInvoices(3, { prefix: 'S', day: 2 }),
  '70029': monthlyInvoices(14, { prefix: 'G', day: 12 }),
}
const all = Object.values(byContract)
  .flat()
  .sort((a, b) => b.date.localeCompare(a.date))

export const contractTabsDe: ZooPortal = {
  id: 'contract-tabs-de',
  about: 'contracts as links beside each other, each with years as links of its own',
  expected: expectAll(all),
  serve(site) {
    site.open('/', () => html('de', 'Energie', '<a href="/login">Mein Kundenkonto</a>'))
    site.login((_, error) =>
      html('de', 'Login', loginForm({ user: 'E-Mail', password: 'Passwort', button: 'Einloggen' }, error)),
    )
    site.inside('/account', () =>
      html('de', 'Kundenkonto', '<a href="/rechnungen">Rechnungen</a><a href="/abmelden">Abmelden</a>'),
    )
    site.inside('/rechnungen', ({ query }) => {
      const contract = query.get('v') ?? '70011'
      const year = query.get('jahr') ?? '2026'
      const contracts = Object.keys(byContract).map(
        id => `<li class="${id === contract ? 'active' : ''}"><a href="/rechnungen?v=${id}">Vertrag ${id}</a></li>`,
      )
      const years = ['2026', '2025'].map(each =>
        each === year
          ? `<span class="active">${each}</span>`
          : `<a href="/rechnungen?v=${contract}&jahr=${each}">${each}</a>`,
      )
      const rows = (byContract[contract] ?? [])
        .filter(({ date }) => date.startsWith(year))
        .map(invoice => [
          invoice.number,
          day(invoice, 'de-DE'),
          money(invoice, 'de-DE'),
          `<a href="/pdf/${invoice.number}">PDF</a>`,
        ])
      const list =
        rows.length > 0
          ? table(['Rechnungsnr.', 'Datum', 'Betrag', ''], rows)
          : '<p>Für dieses Jahr liegen keine Rechnungen vor.</p>'
      return html(
        'de',
        'Rechnungen',
        `<a href="/abmelden">Abmelden</a><ul>${contracts.join('')}</ul><h1>Rechnungen</h1><div class="jahre">${years.join(' ')}</div>${list}`,
      )
    })
    for (const invoice of all) site.inside(`/pdf/${invoice.number}`, () => pdfOf(invoice))
    site.trap('/abmelden')
  },
}
