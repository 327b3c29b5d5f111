import { html, loginForm } from '../html.ts'
import { day, money, monthlyInvoices, pdfOf } from '../zoo-invoice.ts'
import type { ZooPortal } from '../zoo-portal.ts'

const [first, ...rest] = monthlyInvoices(3, { prefix: 'X' })
if (!first) throw new Error('No invoice')
/** Two on the same day with the same amount: only their documents differ. */
const invoices = [first, { ...first, number: 'X-TWIN' }, ...rest]

export const unnamedOctetsDe: ZooPortal = {
  id: 'unnamed-octets-de',
  about:
    'no number in the list, documents as octet-stream under addresses that change at every visit, twins on one day',
  expected: invoices.map(invoice => ({
    number: null,
    issuedOn: invoice.date,
    total: `${invoice.amount} ${invoice.currency}`,
    says: invoice.number,
  })),
  serve(site) {
    site.open('/', () => html('de', 'Versicherung', '<a href="/login">Login</a>'))
    site.login((_, error) =>
      html('de', 'Login', loginForm({ user: 'Benutzername', password: 'Passwort', button: 'Login' }, error)),
    )
    site.inside('/account', () =>
      html('de', 'Mein Bereich', '<a href="/rechnungen">Rechnungen</a><a href="/abmelden">Abmelden</a>'),
    )
    site.inside('/rechnungen', () => {
      const token = Math.random().toString(36).slice(2)
      return html(
        'de',
        'Rechnungen',
        `<a href="/abmelden">Abmelden</a><h1>Rechnungen</h1><ol>${invoices
          .map(
            (invoice, index) =>
              `<li><time datetime="${invoice.date}">${day(invoice, 'de-DE')}</time> <em>${money(invoice, 'de-DE')}</em> <a href="/dl/${index}?token=${token}${index}">Herunterladen</a></li>`,
          )
          .join('')}</ol>`,
      )
    })
    for (const [index, invoice] of invoices.entries()) {
      site.inside(`/dl/${index}`, () =>
        pdfOf(invoice, { 'content-type': 'application/octet-stream', 'content-disposition': 'attachment' }),
      )
    }
    site.trap('/abmelden')
  },
}
