import { html } from '../html.ts'
import { redirect } from '../site.ts'
import { day, money, monthlyInvoices, pdfOf } from '../zoo-invoice.ts'
import { expectAll, type ZooPortal } from '../zoo-portal.ts'

const invoices = monthlyInvoices(4, { prefix: 'FT' })

export const dialogDlIt: ZooPortal = {
  id: 'dialog-dl-it',
  about: 'login in a dialog that a button opens, one flat definition list for all invoices, Italian',
  expected: expectAll(invoices),
  serve(site) {
    const home = (error: string) =>
      html(
        'it',
        'Gas Facile',
        `<header><button onclick="document.querySelector('dialog').showModal()">Area clienti</button></header>
        <div role="dialog" class="promo"><p>Scopri la nuova offerta!</p><button onclick="location='/offerta'">Attiva ora</button><button aria-label="Chiudi" onclick="this.parentNode.remove()">×</button></div>
        <dialog ${error && 'open'}><form method="post" action="/entra"><p class="errore">${error}</p><input name="username" placeholder="E-mail o codice cliente"><input type="password" name="password" placeholder="Password"><input type="submit" value="Accedi"></form></dialog>`,
      )
    site.open('/', () => home(''))
    site.open('/login', () => redirect('/'))
    site.open('/entra', visit => (site.accepts(visit) ? redirect('/area') : home('Credenziali non valide')))
    const menu =
      '<a href="/area">Home</a> <a href="/area/bollette">Bollette</a> <a href="/disdetta">Disdetta</a> <a href="/esci">Esci</a>'
    site.inside('/area', () => html('it', 'Area clienti', `${menu}<h1>Benvenuta Ada</h1>`))
    site.inside('/area/bollette', () =>
      html(
        'it',
        'Bollette',
        `${menu}<h1>Le tue bollette</h1><dl>${invoices
          .map(
            invoice =>
              `<dt>Numero fattura</dt><dd>${invoice.number}</dd><dt>Data di emissione</dt><dd>${day(invoice, 'it-IT', 'long')}</dd><dt>Scadenza</dt><dd>30/12/2026</dd><dt>Totale</dt><dd>${money(invoice, 'it-IT')}</dd><dt>Documento</dt><dd><a href="/area/doc/${invoice.number}">Scarica PDF</a></dd>`,
          )
          .join('')}</dl>`,
      ),
    )
    for (const invoice of invoices) site.inside(`/area/doc/${invoice.number}`, () => pdfOf(invoice))
    site.trap('/disdetta')
    site.trap('/offerta')
    site.trap('/esci')
  },
}
