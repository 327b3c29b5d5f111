import { html, loginForm, table } from '../html.ts'
import { day, money, monthlyInvoices, pdfOf, pdfSaying } from '../zoo-invoice.ts'
import { expectAll, type ZooPortal } from '../zoo-portal.ts'

const invoices = monthlyInvoices(4, { prefix: 'M' })

export const mixedDocumentsFr: ZooPortal = {
  id: 'mixed-documents-fr',
  about: 'one list of documents of every kind; only some rows are invoices; credit note with a minus',
  expected: expectAll(
    invoices.map((invoice, index) => (index === 2 ? { ...invoice, amount: `-${invoice.amount}` } : invoice)),
  ),
  serve(site) {
    site.open('/', () => html('fr', 'Mutuelle', '<a href="/login">Espace adhérent : se connecter</a>'))
    site.login((_, error) =>
      html(
        'fr',
        'Connexion',
        loginForm({ user: 'Numéro adhérent', password: 'Mot de passe', button: 'Me connecter' }, error),
      ),
    )
    site.inside('/account', () =>
      html('fr', 'Espace adhérent', '<a href="/docs">Mes documents</a><a href="/deconnexion">Me déconnecter</a>'),
    )
    const others = [
      ['Conditions générales', '01/10/2026', '', '<a href="/autre/1">Télécharger</a>'],
      ['Attestation de droits', '02/09/2026', '', '<a href="/autre/2">Télécharger</a>'],
      ['Devis D-778', '03/08/2026', '120,00 €', '<a href="/autre/3">Télécharger</a>'],
    ]
    const rows = invoices.map((invoice, index) => [
      `${index === 2 ? 'Avoir' : 'Facture'} ${invoice.number}`,
      day(invoice, 'fr-FR'),
      money({ ...invoice, amount: index === 2 ? `-${invoice.amount}` : invoice.amount }, 'fr-FR'),
      `<a href="/piece/${index}">Télécharger</a>`,
    ])
    site.inside('/docs', () =>
      html(
        'fr',
        'Mes documents',
        `<a href="/deconnexion">Me déconnecter</a><h1>Mes documents</h1>${table(['Document', 'Date', 'Montant', ''], [others[0] ?? [], ...rows.slice(0, 2), ...others.slice(1), ...rows.slice(2)])}`,
      ),
    )
    for (const [index, invoice] of invoices.entries()) site.inside(`/piece/${index}`, () => pdfOf(invoice))
    site.open('/autre/*', () => {
      site.trapsTouched.push('/autre')
      return { headers: { 'content-type': 'application/pdf' }, body: pdfSaying('Other') }
    })
    site.trap('/deconnexion')
  },
}
