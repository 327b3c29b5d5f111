import { html, loginForm } from '../html.ts'
import { monthlyInvoices, pdfOf } from '../zoo-invoice.ts'
import { expectAll, type ZooPortal } from '../zoo-portal.ts'

const invoices = monthlyInvoices(17, { prefix: 'R' })

export const loadMoreDe: ZooPortal = {
  id: 'load-more-de',
  about: 'a button for more rows, two-digit years, currency only in the head of the column, one tbody per row',
  expected: expectAll(invoices),
  serve(site) {
    site.open('/', () => html('de', 'Netz AG', '<a href="/login">Kundenportal</a>'))
    site.login((_, error) =>
      html('de', 'Login', loginForm({ user: 'Kundennummer', password: 'Kennwort', button: 'Einloggen' }, error)),
    )
    site.inside('/account', () =>
      html('de', 'Start', '<a href="/dokumente">Postfach</a><a href="/abmelden">Logout</a>'),
    )
    const rows = invoices.map(invoice => {
      const [year = '', month, date] = invoice.date.split('-')
      return `<tbody><tr><td>${date}.${month}.${year.slice(2)}</td><td>${invoice.number}</td><td>${invoice.amount.replace('.', ',')}</td><td><button onclick="window.open('/pdf/${invoice.number}')" title="Rechnung öffnen"><i class="icon-pdf"></i></button><button title="Löschen" onclick="fetch('/weg')"><i></i></button></td></tr></tbody>`
    })
    site.inside('/dokumente', () =>
      html(
        'de',
        'Postfach',
        `<a href="/abmelden">Logout</a><h1>Postfach: Rechnungen</h1><table><thead><tr><th>Datum</th><th>Beleg-Nr.</th><th>Betrag (EUR)</th><th></th></tr></thead>${rows.slice(0, 6).join('')}</table><button id="m">Weitere anzeigen</button><script>
        const rest = ${JSON.stringify(rows.slice(6))}
        document.getElementById('m').onclick = e => { setTimeout(() => { document.querySelector('table').insertAdjacentHTML('beforeend', rest.splice(0, 6).join('')); if (!rest.length) e.target.remove() }, 50) }</script>`,
      ),
    )
    for (const invoice of invoices) site.inside(`/pdf/${invoice.number}`, () => pdfOf(invoice))
    site.trap('/abmelden')
    site.trap('/weg')
  },
}
