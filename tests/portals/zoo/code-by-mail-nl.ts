import { html, loginForm } from '../html.ts'
import { redirect } from '../site.ts'
import { day, money, monthlyInvoices, pdfOf } from '../zoo-invoice.ts'
import { expectAll, type ZooPortal } from '../zoo-portal.ts'

const invoices = monthlyInvoices(3, { prefix: '2026' })
const CODE = '481516'

export const codeByMailNl: ZooPortal = {
  id: 'code-by-mail-nl',
  about: 'a code by e-mail after the password, Dutch, invoices two pages deep in a menu that is closed',
  expected: expectAll(invoices),
  answer: () => CODE,
  serve(site) {
    site.login(
      (_, error) =>
        html(
          'nl',
          'Inloggen',
          `<h1>Mijn Netwerk</h1>${loginForm({ user: 'Gebruikersnaam', password: 'Wachtwoord', button: 'Inloggen' }, error)}`,
        ),
      { home: '/mijn' },
    )
    site.open('/', () => html('nl', 'Netwerk', '<a href="/login">Mijn Netwerk</a>'))
    const isVerified = (session: Record<string, string>) => session.verified === 'yes'
    site.inside('/mijn', ({ session }) =>
      isVerified(session)
        ? html(
            'nl',
            'Mijn Netwerk',
            '<button aria-expanded="false" onclick="document.getElementById(\'m\').hidden=false">Menu</button><div id="m" hidden><a href="/mijn/profiel">Profiel</a><a href="/mijn/financieel">Financieel overzicht en betalingen</a><a href="/uit">Uitloggen</a></div><h1>Welkom</h1>',
          )
        : redirect('/controle'),
    )
    site.inside('/controle', ({ form, session }) => {
      if (form.get('c') === CODE) session.verified = 'yes'
      return isVerified(session)
        ? redirect('/mijn')
        : html(
            'nl',
            'Controle',
            '<h1>Verificatie</h1><p>We hebben een code gestuurd naar a***@example.test</p><form method="post"><input name="c" inputmode="numeric" maxlength="6"><button>Bevestigen</button></form><a href="/opnieuw">Stuur opnieuw</a>',
          )
    })
    site.inside('/mijn/profiel', () => html('nl', 'Profiel', '<h1>Profiel</h1>'))
    site.inside('/mijn/financieel', () =>
      html('nl', 'Financieel', '<a href="/mijn/facturen">Bekijk alle facturen</a> <a href="/uit">Uitloggen</a>'),
    )
    site.inside('/mijn/facturen', () =>
      html(
        'nl',
        'Facturen',
        `<a href="/uit">Uitloggen</a><h1>Facturen</h1><div>${invoices
          .map(
            (invoice, index) =>
              `<section><div><b>${invoice.number}</b><i>${day(invoice, 'nl-NL', 'short')}</i></div><div>${money(invoice, 'nl-NL')}</div><div><a href="/mijn/f/${index}" aria-label="Factuur downloaden"><svg width="10" height="10"></svg></a></div></section>`,
          )
          .join('')}</div>`,
      ),
    )
    for (const [index, invoice] of invoices.entries()) site.inside(`/mijn/f/${index}`, () => pdfOf(invoice))
    site.trap('/uit')
    site.trap('/opnieuw')
  },
}
