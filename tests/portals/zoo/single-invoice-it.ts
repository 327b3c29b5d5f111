import { html, loginForm } from '../html.ts'
import { day, monthlyInvoices, pdfOf } from '../zoo-invoice.ts'
import { expectAll, type ZooPortal } from '../zoo-portal.ts'

const invoices = monthlyInvoices(1, { prefix: 'S/' }).map(invoice => ({ ...invoice, amount: '1234.50' }))

export const singleInvoiceIt: ZooPortal = {
  id: 'single-invoice-it',
  about: 'only one invoice, so that nothing repeats: a card on the first page inside; amount in pieces',
  expected: expectAll(invoices),
  serve(site) {
    site.open('/', () => html('it', 'Rifiuti', '<a href="/login">Area riservata</a>'))
    site.login((_, error) =>
      html('it', 'Accesso', loginForm({ user: 'Codice fiscale', password: 'Password', button: 'Accedi' }, error)),
    )
    site.inside('/account', () =>
      html(
        'it',
        'Area riservata',
        `<nav><a href="/account">Home</a><a href="/esci">Esci</a></nav><main><h1>Ciao Ada</h1><section><h2>Ultima fattura</h2>${invoices
          .map(
            invoice =>
              `<div class="card"><p>Fattura n. ${invoice.number}</p><p>Emessa il ${day(invoice, 'it-IT')}</p><p><span>€</span> <b>1.234</b><sup>,50</sup></p><p>Scade il 30/11/2026</p><a href="/paga">Paga ora</a><a href="/pdf">Scarica fattura</a></div>`,
          )
          .join(
            '',
          )}</section><section><h2>Contatti</h2><p>Numero verde 800 123 456, attivo dal 01/01/2020</p></section></main>`,
      ),
    )
    site.inside('/pdf', () => pdfOf(invoices[0]))
    site.trap('/paga')
    site.trap('/esci')
  },
}
