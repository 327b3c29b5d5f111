import { html, loginForm } from '../html.ts'
import { json } from '../site.ts'
import { monthlyInvoices, pdfOf } from '../zoo-invoice.ts'
import { expectAll, type ZooPortal } from '../zoo-portal.ts'

const invoices = monthlyInvoices(12, { prefix: 'J-' })

export const virtualJsonDe: ZooPortal = {
  id: 'virtual-json-de',
  about: 'a list painted on a canvas: only the data behind it can be read',
  expected: expectAll(invoices),
  serve(site) {
    site.open('/', () => html('de', 'Cloud', '<a href="/login">Anmelden</a>'))
    site.login((_, error) =>
      html('de', 'Anmelden', loginForm({ user: 'E-Mail', password: 'Passwort', button: 'Anmelden' }, error)),
    )
    site.inside('/account', () =>
      html('de', 'Konsole', '<a href="/console/billing">Abrechnung</a><a href="/abmelden">Abmelden</a>'),
    )
    site.inside('/console/billing', () =>
      html(
        'de',
        'Abrechnung',
        `<a href="/abmelden">Abmelden</a><h1>Abrechnung</h1><canvas width="600" height="400"></canvas><script>fetch('/api/v2/invoices?limit=50').then(r => r.json()).then(d => document.querySelector('canvas').getContext('2d').fillText(d.items.length + ' Rechnungen', 10, 10))</script>`,
      ),
    )
    site.inside('/api/v2/invoices', () =>
      json({
        total: invoices.length,
        items: invoices.map(({ number, date, amount, currency }) => ({
          id: `9f3-${number}`,
          invoiceNumber: number,
          invoiceDate: `${date}T00:00:00Z`,
          dueDate: '2026-12-30',
          totalAmount: { value: Number(amount), currency },
          taxAmount: 1.5,
          links: { pdf: `/api/v2/invoices/${number}/pdf` },
        })),
      }),
    )
    for (const invoice of invoices) site.inside(`/api/v2/invoices/${invoice.number}/pdf`, () => pdfOf(invoice))
    site.trap('/abmelden')
  },
}
