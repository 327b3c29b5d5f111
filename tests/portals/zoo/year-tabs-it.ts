import { html, loginForm } from '../html.ts'
import { day, money, monthlyInvoices, pdfOf } from '../zoo-invoice.ts'
import { expectAll, type ZooPortal } from '../zoo-portal.ts'

const invoices = monthlyInvoices(15, { prefix: 'B' })

export const yearTabsIt: ZooPortal = {
  id: 'year-tabs-it',
  about: 'years as tabs drawn by a script, rows that are buttons all over and open a window with the file in it',
  expected: expectAll(invoices),
  serve(site) {
    site.open('/', () => html('it', 'Acqua', '<a href="/login">Accedi</a>'))
    site.login((_, error) =>
      html('it', 'Accedi', loginForm({ user: 'E-mail', password: 'Password', button: 'Accedi' }, error)),
    )
    site.inside('/account', () => html('it', 'Home', '<a href="/fatture">Fatture</a><a href="/esci">Esci</a>'))
    const data = invoices.map(invoice => ({
      year: invoice.date.slice(0, 4),
      id: invoice.number,
      html: `<span>Fattura ${invoice.number}</span><span>${day(invoice, 'it-IT')}</span><span>${money(invoice, 'it-IT')}</span>`,
    }))
    site.inside('/fatture', () =>
      html(
        'it',
        'Fatture',
        `<a href="/esci">Esci</a><h1>Fatture</h1><div role="tablist"><button role="tab">2026</button><button role="tab">2025</button></div><div id="l"></div><div id="w" hidden></div><script>
        const data = ${JSON.stringify(data)}
        function show(year) {
          document.querySelectorAll('[role=tab]').forEach(t => t.setAttribute('aria-selected', t.textContent === year))
          document.getElementById('l').innerHTML = data.filter(d => d.year === year).map(d => '<div class="row" style="cursor:pointer" data-id="' + d.id + '">' + d.html + '</div>').join('')
          document.querySelectorAll('.row').forEach(r => r.onclick = async () => {
            const blob = await fetch('/doc?n=' + r.dataset.id).then(x => x.blob())
            const w = document.getElementById('w'); w.hidden = false
            w.innerHTML = '<div role="dialog"><button onclick="w.hidden=true">Chiudi</button><iframe width="400" height="300"></iframe></div>'
            w.querySelector('iframe').src = URL.createObjectURL(blob)
          })
        }
        document.querySelectorAll('[role=tab]').forEach(t => t.onclick = () => show(t.textContent))
        show('2026')</script>`,
      ),
    )
    site.inside('/doc', ({ query }) => pdfOf(invoices.find(({ number }) => number === query.get('n'))))
    site.trap('/esci')
  },
}
