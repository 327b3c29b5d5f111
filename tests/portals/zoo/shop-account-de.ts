import { html } from '../html.ts'
import { redirect } from '../site.ts'
import { day, money, monthlyInvoices, pdfOf } from '../zoo-invoice.ts'
import { expectAll, type ZooPortal } from '../zoo-portal.ts'

const orders = monthlyInvoices(11, { prefix: '' }).map((order, index) => ({ ...order, number: String(4811 - index) }))

export const shopAccountDe: ZooPortal = {
  id: 'shop-account-de',
  about:
    'a shop with sign-up beside the login, pages of orders by address, the invoice as one of four buttons in a row',
  expected: expectAll(orders).map(({ number, ...expected }) => ({
    ...expected,
    number: null,
    issuedOn: null,
    says: String(number),
  })),
  serve(site) {
    site.open('/', () =>
      html(
        'de',
        'Teeladen',
        '<a href="/produkt/1">Assam</a> 9,90 € <button>In den Warenkorb</button> <a href="/mein-konto">Mein Konto</a> <a href="/warenkorb">Warenkorb 0,00 €</a>',
      ),
    )
    site.open('/login', () => redirect('/mein-konto'))
    const menu =
      '<nav><a href="/mein-konto">Dashboard</a><a href="/mein-konto/bestellungen">Bestellungen</a><a href="/mein-konto/downloads">Downloads</a><a href="/mein-konto/adressen">Adressen</a><a href="/mein-konto/abmelden">Abmelden</a></nav>'
    site.open('/mein-konto', visit => {
      if (visit.form.has('password') && site.accepts(visit)) return redirect('/mein-konto')
      if (visit.isInside)
        return html(
          'de',
          'Mein Konto',
          `${menu}<p>Hallo Ada (nicht Ada? <a href="/mein-konto/abmelden">Abmelden</a>)</p>`,
        )
      const error = visit.form.has('password')
        ? '<ul class="woo-error" role="alert"><li><strong>Fehler:</strong> Das Passwort ist nicht korrekt.</li></ul>'
        : ''
      return html(
        'de',
        'Mein Konto',
        `${error}<h2>Anmelden</h2><form method="post"><label for="u">Benutzername oder E-Mail-Adresse</label><input id="u" name="username" autocomplete="username"><label for="p">Passwort</label><input id="p" type="password" name="password" autocomplete="current-password"><label><input type="checkbox"> Angemeldet bleiben</label><button name="login" value="Anmelden">Anmelden</button></form><h2>Registrieren</h2><form method="post" action="/registrieren"><input type="email" name="email" autocomplete="email"><input type="password" name="new" autocomplete="new-password"><button>Registrieren</button></form>`,
      )
    })
    site.inside('/mein-konto/downloads', () =>
      html('de', 'Downloads', `${menu}<h1>Downloads</h1><p>Bisher keine Downloads verfügbar.</p>`),
    )
    const list = (page: number) => {
      const rows = orders
        .slice((page - 1) * 5, page * 5)
        .map(
          (order, index) =>
            `<tr><th scope="row" data-title="Bestellung"><a href="/mein-konto/bestellung/${order.number}">#${order.number}</a></th><td data-title="Datum"><time datetime="${order.date}T08:00:00+00:00">${day(order, 'de-DE', 'long')}</time></td><td data-title="Status">Abgeschlossen</td><td data-title="Gesamtsumme"><span>${money(order, 'de-DE')}</span> für ${index + 1} Artikel</td><td data-title="Aktionen"><a href="/mein-konto/bestellung/${order.number}">Anzeigen</a><a href="/warenkorb/erneut?b=${order.number}">Erneut bestellen</a><a href="/admin-ajax?pdf=${order.number}">Rechnung</a><a href="/lieferschein?b=${order.number}">Lieferschein</a></td></tr>`,
        )
      const paging = [
        page > 1 && `<a href="/mein-konto/bestellungen/${page - 1}">Zurück</a>`,
        page < 3 && `<a href="/mein-konto/bestellungen/${page + 1}">Weiter</a>`,
      ].filter(Boolean)
      return html(
        'de',
        'Bestellungen',
        `${menu}<h1>Bestellungen</h1><table><thead><tr><th>Bestellung</th><th>Datum</th><th>Status</th><th>Gesamtsumme</th><th>Aktionen</th></tr></thead><tbody>${rows.join('')}</tbody></table><div>${paging.join('')}</div>`,
      )
    }
    site.inside('/mein-konto/bestellungen', () => list(1))
    for (const page of [1, 2, 3]) site.inside(`/mein-konto/bestellungen/${page}`, () => list(page))
    site.inside('/admin-ajax', ({ query }) => pdfOf(orders.find(({ number }) => number === query.get('pdf'))))
    for (const trap of ['/warenkorb*', '/mein-konto/abmelden', '/lieferschein', '/registrieren']) site.trap(trap)
  },
}
