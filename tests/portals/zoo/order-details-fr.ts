import { html, loginForm } from '../html.ts'
import { day, money, monthlyInvoices, pdfOf } from '../zoo-invoice.ts'
import { expectAll, type ZooPortal } from '../zoo-portal.ts'

const orders = monthlyInvoices(5, { prefix: 'CMD' })
const billed = orders.filter((_, index) => index !== 1)

export const orderDetailsFr: ZooPortal = {
  id: 'order-details-fr',
  about: 'orders as cards; only the page of each order shows whether it has an invoice',
  expected: expectAll(billed).map(expected => ({ ...expected, number: null, issuedOn: null })),
  secondRunLoads: 4,
  serve(site) {
    site.open('/', () => html('fr', 'Boutique', '<a href="/login">Connexion</a>'))
    site.login((_, error) =>
      html('fr', 'Connexion', loginForm({ user: 'E-mail', password: 'Mot de passe', button: 'Connexion' }, error)),
    )
    site.inside('/account', () =>
      html('fr', 'Mon compte', '<a href="/commandes">Mes commandes</a><a href="/deconnexion">Déconnexion</a>'),
    )
    site.inside('/commandes', () =>
      html(
        'fr',
        'Mes commandes',
        `<a href="/deconnexion">Déconnexion</a><h1>Mes commandes</h1>${orders
          .map(
            (order, index) =>
              `<div class="card"><div>Commande n° ${order.number}</div><div>du ${day(order, 'fr-FR', 'long')}</div><div>${money(order, 'fr-FR')}</div><a href="/commande/${index}">Voir le détail</a><a href="/panier?c=${index}">Commander à nouveau</a></div>`,
          )
          .join('')}`,
      ),
    )
    orders.forEach((order, index) => {
      const link = index === 1 ? '' : `<a href="/facture?c=${index}">Télécharger la facture</a>`
      site.inside(`/commande/${index}`, () =>
        html(
          'fr',
          `Commande ${order.number}`,
          `<a href="/deconnexion">Déconnexion</a><h1>Commande ${order.number}</h1><a href="/annuler">Annuler la commande</a>${link}<p>${money(order, 'fr-FR')}</p>`,
        ),
      )
    })
    site.inside('/facture', ({ query }) => pdfOf(orders[Number(query.get('c'))]))
    site.trap('/panier')
    site.trap('/annuler')
    site.trap('/deconnexion')
  },
}
