import { html } from '../html.ts'
import { redirect } from '../site.ts'
import { day, money, monthlyInvoices, pdfOf } from '../zoo-invoice.ts'
import { expectAll, type ZooPortal } from '../zoo-portal.ts'

const invoices = monthlyInvoices(6, { prefix: 'RE-' })

export const twoStepDe: ZooPortal = {
  id: 'two-step-de',
  about: 'two pages of login, rows of divs with a head row, detail page before the PDF, German month names',
  expected: expectAll(invoices),
  serve(site) {
    site.open('/', () =>
      html(
        'de',
        'Stadtwerke Musterstadt',
        '<form action="/suche"><input name="q" placeholder="Suche"><button>Suchen</button></form><a href="/karriere">Karriere</a><a href="/anmelden">Anmelden</a>',
      ),
    )
    site.open('/login', () => redirect('/anmelden'))
    site.open('/anmelden', ({ form, session }) => {
      if (form.has('kennung')) {
        session.user = form.get('kennung') ?? ''
        return redirect('/anmelden/passwort')
      }
      return html(
        'de',
        'Anmelden',
        '<h1>Anmelden</h1><form method="post"><label for="k">Benutzername oder E-Mail</label><input id="k" name="kennung"><button type="submit">Weiter</button></form><form action="/news"><input type="email" name="mail" placeholder="E-Mail für den Newsletter"><button>Abonnieren</button></form>',
      )
    })
    site.open('/anmelden/passwort', visit => {
      if (visit.form.has('password')) {
        if (site.accepts(visit, visit.session.user)) return redirect('/start')
        return html(
          'de',
          'Anmelden',
          '<div class="meldung fehler">Die Anmeldung ist fehlgeschlagen: Passwort falsch.</div><form method="post"><input type="password" name="password"><button>Anmelden</button></form>',
        )
      }
      return html(
        'de',
        'Passwort',
        '<form method="post"><label>Passwort <input type="password" name="password"></label><button>Anmelden</button> <a href="/reset">Passwort vergessen?</a></form>',
      )
    })
    const menu =
      '<ul><li><a href="/start">Übersicht</a></li><li><a href="/vertrag">Verträge</a></li><li><a href="/rechnungsadresse">Rechnungsadresse</a></li><li><a href="/abrechnung">Rechnungen &amp; Abschläge</a></li><li><a href="/abmelden">Abmelden</a></li></ul>'
    site.inside('/start', () => html('de', 'Übersicht', `${menu}<h1>Guten Tag, Ada</h1>`))
    site.inside('/vertrag', () => html('de', 'Verträge', `${menu}<h1>Verträge</h1>`))
    site.inside('/rechnungsadresse', () => html('de', 'Adresse', `${menu}<h1>Rechnungsadresse</h1>`))
    site.inside('/abrechnung', () =>
      html(
        'de',
        'Rechnungen',
        `${menu}<h2>Ihre Rechnungen</h2><div class="liste"><div class="kopf"><span>Datum</span><span>Nummer</span><span>Netto</span><span>Brutto</span><span></span></div>${invoices
          .map(
            invoice =>
              `<div class="zeile"><span>${day(invoice, 'de-DE', 'long')}</span><span>${invoice.number}</span><span>${(Number(invoice.amount) / 1.19).toFixed(2).replace('.', ',')} €</span><span>${money(invoice, 'de-DE')}</span><span><a href="/rechnung/${invoice.number}">Details</a></span></div>`,
          )
          .join('')}</div>`,
      ),
    )
    for (const invoice of invoices) {
      site.inside(`/rechnung/${invoice.number}`, () =>
        html(
          'de',
          'Rechnung',
          `${menu}<h1>Rechnung ${invoice.number}</h1><p>Betrag ${money(invoice, 'de-DE')}</p><a href="/zahlen/${invoice.number}">Jetzt bezahlen</a> <a href="/agb.pdf">AGB (PDF)</a> <a href="/dok/${invoice.number}">PDF herunterladen</a>`,
        ),
      )
      site.inside(`/dok/${invoice.number}`, () =>
        pdfOf(invoice, { 'content-disposition': `attachment; filename="${invoice.number}.pdf"` }),
      )
    }
    site.trap('/zahlen/*')
    site.trap('/abmelden')
    site.trap('/agb.pdf')
  },
}
