import { html, loginForm, table } from '../html.ts'
import { day, money, monthlyInvoices, pdfOf, pdfSaying } from '../zoo-invoice.ts'
import { expectAll, type ZooPortal } from '../zoo-portal.ts'

const invoices = monthlyInvoices(3, { prefix: 'N' })

export const offersTrapNl: ZooPortal = {
  id: 'offers-trap-nl',
  about:
    'a longer list of offers in the same shape above the invoices, an advertisement as PDF, a way out called "finish"',
  expected: expectAll(invoices),
  serve(site) {
    site.open('/', () => html('nl', 'Telefoon', '<a href="/login">Inloggen</a>'))
    site.login((_, error) =>
      html('nl', 'Inloggen', loginForm({ user: 'E-mailadres', password: 'Wachtwoord', button: 'Inloggen' }, error)),
    )
    const menu = '<a href="/einde">Finish</a> <a href="/logout">Uitloggen</a>'
    site.inside('/account', () =>
      html(
        'nl',
        'Mijn Telefoon',
        `${menu}<h1>Welkom</h1><a href="/aanbiedingen">Aanbiedingen</a> <a href="/kosten">Verbruik en kosten</a>`,
      ),
    )
    const offers = Array.from({ length: 8 }, (_, index) => [
      `Bundel ${index}`,
      `0${index + 1}-11-2026`,
      `€ ${index + 9},99`,
      `<a href="/bestel/${index}">Bekijk PDF</a>`,
    ])
    site.inside('/aanbiedingen', () =>
      html('nl', 'Aanbiedingen', `${menu}<h1>Aanbiedingen</h1>${table(['Bundel', 'Geldig tot', 'Prijs', ''], offers)}`),
    )
    site.inside('/kosten', () =>
      html(
        'nl',
        'Kosten',
        `${menu}<div><h2>Onze aanbiedingen</h2>${table(['Bundel', 'Geldig tot', 'Prijs', ''], offers)}</div>
         <div><h2>Facturen</h2>${table(
           ['Nummer', 'Datum', 'Bedrag', ''],
           invoices.map(invoice => [
             invoice.number,
             day(invoice, 'nl-NL'),
             money(invoice, 'nl-NL'),
             `<a href="/opzeggen/${invoice.number}">Opzeggen</a> <a href="/pdf/${invoice.number}">Factuur</a>`,
           ]),
         )}</div>
         <p>Terugblik 2025: <a href="/folder-2025.pdf">Download onze folder (31-12-2025, nu € 9,99)</a></p>`,
      ),
    )
    for (const invoice of invoices) site.inside(`/pdf/${invoice.number}`, () => pdfOf(invoice))
    site.open('/folder-2025.pdf', () => {
      site.trapsTouched.push('/folder-2025.pdf')
      return { headers: { 'content-type': 'application/pdf' }, body: pdfSaying('Advertisement') }
    })
    for (const trap of ['/bestel/*', '/opzeggen/*', '/einde', '/logout']) site.trap(trap)
  },
}
