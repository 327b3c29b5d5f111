import { html, loginForm, table } from '../html.ts'
import { day, money, monthlyInvoices, pdfOf } from '../zoo-invoice.ts'
import { expectAll, type ZooPortal } from '../zoo-portal.ts'

const invoices = monthlyInvoices(4, { prefix: 'K' })

export const oneBrokenFr: ZooPortal = {
  id: 'one-broken-fr',
  about: 'one document of four answers 500, another is a web page; the site shows an error although one is inside',
  expected: expectAll(invoices),
  failing: ['K2026-993', 'K2026-986'],
  serve(site) {
    site.open('/', () => html('fr', 'Transport', '<a href="/login">Connexion</a>'))
    site.login((_, error) =>
      html('fr', 'Connexion', loginForm({ user: 'E-mail', password: 'Mot de passe', button: 'Connexion' }, error)),
    )
    const menu =
      '<a href="/factures">Factures</a> <a href="/quitter">Déconnexion</a><div class="alert alert-danger" role="alert">Erreur : impossible de charger votre consommation.</div>'
    site.inside('/account', () => html('fr', 'Accueil', menu))
    site.inside('/factures', () =>
      html(
        'fr',
        'Factures',
        `${menu}<h1>Factures</h1>${table(
          ['Numéro', 'Date', 'Montant TTC', ''],
          invoices.map((invoice, index) => [
            invoice.number,
            day(invoice, 'fr-FR'),
            money(invoice, 'fr-FR'),
            `<a href="/f/${index}.pdf">PDF</a>`,
          ]),
        )}`,
      ),
    )
    for (const [index, invoice] of invoices.entries()) {
      site.inside(`/f/${index}.pdf`, () => {
        if (index === 1) return { status: 500, body: 'Internal error' }
        return index === 2
          ? { headers: { 'content-type': 'application/pdf' }, body: '<html><body>Document indisponible</body></html>' }
          : pdfOf(invoice)
      })
    }
    site.trap('/quitter')
  },
}
