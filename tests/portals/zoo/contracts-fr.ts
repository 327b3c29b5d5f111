import { html, loginForm, table } from '../html.ts'
import { day, money, monthlyInvoices, pdfOf } from '../zoo-invoice.ts'
import { expectAll, type ZooPortal } from '../zoo-portal.ts'

const byContract: Record<string, ReturnType<typeof monthlyInvoices>> = {
  '1000234': monthlyInvoices(4, { prefix: 'E', day: 2 }),
  '1000777': monthlyInvoices(3, { prefix: 'G', day: 12 }),
}
const all = Object.values(byContract)
  .flat()
  .sort((a, b) => b.date.localeCompare(a.date))

export const contractsFr: ZooPortal = {
  id: 'contracts-fr',
  about: 'several contracts to choose from, each with its own list; the page changes at once when one is chosen',
  expected: expectAll(all),
  serve(site) {
    site.open('/', () => html('fr', 'Énergies', '<a href="/login">Mon espace</a>'))
    site.login((_, error) =>
      html(
        'fr',
        'Connexion',
        loginForm({ user: 'Adresse e-mail', password: 'Mot de passe', button: 'Valider' }, error),
      ),
    )
    site.inside('/account', () =>
      html('fr', 'Espace', '<a href="/facturation">Facturation</a><a href="/quitter">Déconnexion</a>'),
    )
    site.inside('/facturation', ({ query }) => {
      const chosen = query.get('c') ?? '1000234'
      const options = Object.keys(byContract)
        .map(id => `<option value="${id}" ${id === chosen ? 'selected' : ''}>Contrat n° ${id}</option>`)
        .join('')
      const rows = (byContract[chosen] ?? []).map(invoice => [
        day(invoice, 'fr-FR', 'long'),
        chosen,
        invoice.number,
        money(invoice, 'fr-FR'),
        `<a href="/piece/${invoice.number}">Facture PDF</a>`,
      ])
      return html(
        'fr',
        'Facturation',
        `<a href="/quitter">Déconnexion</a><select name="contrat" aria-label="Contrat" onchange="location='/facturation?c='+this.value">${options}</select><h1>Factures</h1>${table(['Date', 'Contrat', 'Référence', 'Montant', ''], rows)}`,
      )
    })
    for (const invoice of all) site.inside(`/piece/${invoice.number}`, () => pdfOf(invoice))
    site.trap('/quitter')
  },
}
