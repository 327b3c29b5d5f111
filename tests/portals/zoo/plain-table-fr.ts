import { html, loginForm, table } from '../html.ts'
import { day, money, monthlyInvoices, pdfOf } from '../zoo-invoice.ts'
import { expectAll, type ZooPortal } from '../zoo-portal.ts'

const invoices = monthlyInvoices(5)
const menu = (links: string) =>
  `<nav>${links} <a href="/contrat">Mon contrat</a> <a href="/logout">Se déconnecter</a></nav>`

export const plainTableFr: ZooPortal = {
  id: 'plain-table-fr',
  about: 'server-rendered French table behind a public page, cookie banner, a cancel button beside each link',
  expected: expectAll(invoices),
  changes: ['list moved', 'columns turned'],
  serve(site) {
    site.open('/', () =>
      html(
        'fr',
        'Énergie du Coin',
        `<div id="cookie-banner">Nous utilisons des cookies. <button onclick="this.parentNode.remove()">Tout accepter</button>
         <button onclick="this.parentNode.remove()">Continuer sans accepter</button></div>
         <a href="/offres">Nos offres</a> <a href="/login">Espace client</a>`,
      ),
    )
    site.login(
      (_, error) =>
        html('fr', 'Connexion', loginForm({ user: 'E-mail', password: 'Mot de passe', button: 'Se connecter' }, error)),
      {
        error: 'Identifiant ou mot de passe incorrect.',
      },
    )
    const list = (turned: boolean) =>
      html(
        'fr',
        'Mes factures',
        `${menu('')}<h1>Mes factures</h1>${table(
          turned
            ? ['Montant TTC', 'Échéance', 'Date', 'N° de facture', '']
            : ['N° de facture', 'Date', 'Échéance', 'Montant TTC', ''],
          invoices.map(invoice => {
            const cells = [invoice.number, day(invoice, 'fr-FR'), '01/01/2027', money(invoice, 'fr-FR')]
            const actions = `<form method="post" action="/resilier"><button>Résilier mon contrat</button></form>
              <a href="/pdf?f=${invoice.number}">Télécharger</a>`
            return turned ? [cells[3], cells[2], cells[1], cells[0], actions] : [...cells, actions]
          }) as string[][],
        )}`,
      )
    site.inside('/account', ({ has }) =>
      html(
        'fr',
        'Mon espace',
        `${menu(`<a href="${has('list moved') ? '/documents/liste' : '/factures'}">Mes factures</a>`)}<h1>Bonjour</h1>`,
      ),
    )
    site.inside('/factures', ({ has }) =>
      has('list moved')
        ? { status: 404, body: html('fr', 'Introuvable', '<h1>Page introuvable</h1>') }
        : list(has('columns turned')),
    )
    site.inside('/documents/liste', ({ has }) => list(has('columns turned')))
    site.inside('/pdf', ({ query }) => pdfOf(invoices.find(({ number }) => number === query.get('f'))))
    site.inside('/contrat', () => html('fr', 'Mon contrat', `${menu('')}<a href="/resilier">Résilier</a>`))
    site.trap('/resilier')
    site.trap('/logout')
  },
}
