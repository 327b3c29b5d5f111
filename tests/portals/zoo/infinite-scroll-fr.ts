import { html, loginForm } from '../html.ts'
import { json } from '../site.ts'
import { day, money, monthlyInvoices, pdfOf } from '../zoo-invoice.ts'
import { expectAll, type ZooPortal } from '../zoo-portal.ts'

const invoices = monthlyInvoices(26, { prefix: 'FA' })

export const infiniteScrollFr: ZooPortal = {
  id: 'infinite-scroll-fr',
  about: 'more rows come while scrolling; short French month names; the next page of a carousel is not more invoices',
  expected: expectAll(invoices),
  serve(site) {
    site.open('/', () => html('fr', 'Mobile Plus', '<a href="/login">Se connecter</a>'))
    site.login((_, error) =>
      html('fr', 'Connexion', loginForm({ user: 'Identifiant', password: 'Mot de passe', button: 'Connexion' }, error)),
    )
    site.inside('/account', () =>
      html('fr', 'Compte', '<a href="/factures">Factures</a><a href="/deconnexion">Déconnexion</a>'),
    )
    site.inside('/factures', () =>
      html(
        'fr',
        'Factures',
        `<a href="/deconnexion">Déconnexion</a><h1>Vos factures</h1><ul id="l"></ul><div style="height:400px"></div><script>
        let page = 0, busy = false
        async function more() { if (busy) return; busy = true; const rows = await fetch('/rows?page=' + page++).then(r => r.json()); document.getElementById('l').insertAdjacentHTML('beforeend', rows.join('')); busy = rows.length === 0 }
        addEventListener('scroll', () => { if (innerHeight + scrollY > document.body.scrollHeight - 300) more() })
        more()</script>`,
      ),
    )
    site.inside('/rows', ({ query }) => {
      const at = Number(query.get('page')) * 10
      return json(
        invoices
          .slice(at, at + 10)
          .map(
            invoice =>
              `<li style="height:90px"><p>Facture ${invoice.number}</p><p>${day(invoice, 'fr-FR', 'short')}</p><p>${money(invoice, 'fr-FR')}</p><a href="/d/${invoice.number}.pdf">PDF</a></li>`,
          ),
      )
    })
    for (const invoice of invoices) site.inside(`/d/${invoice.number}.pdf`, () => pdfOf(invoice))
    site.trap('/deconnexion')
  },
}
