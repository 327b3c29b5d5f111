import { html, loginForm, table } from '../html.ts'
import { day, money, monthlyInvoices } from '../zoo-invoice.ts'
import { expectAll, type ZooPortal } from '../zoo-portal.ts'

const invoices = monthlyInvoices(3, { prefix: 'INV-', currency: 'GBP' })

export const printOnlyEn: ZooPortal = {
  id: 'print-only-en',
  about:
    'no file at all: a printable page per invoice, British dates, alert boxes and a page that asks before it is left',
  expected: expectAll(invoices),
  serve(site) {
    const noise =
      '<script>alert("Welcome!"); addEventListener("beforeunload", e => { e.preventDefault(); e.returnValue = "Stay" })</script>'
    site.open('/', () => html('en-GB', 'Host & Co', '<a href="/login">Client login</a>'))
    site.login((_, error) =>
      html('en-GB', 'Log in', loginForm({ user: 'Email', password: 'Password', button: 'Log in' }, error)),
    )
    site.inside('/account', () =>
      html('en-GB', 'Client area', `<a href="/billing">Billing</a> <a href="/logout">Log out</a>${noise}`),
    )
    site.inside('/billing', () =>
      html(
        'en-GB',
        'Billing',
        `<a href="/logout">Log out</a><h1>Billing</h1>${noise}${table(
          ['Invoice', 'Raised', 'Amount', 'Status', ''],
          invoices.map(invoice => [
            invoice.number,
            day(invoice, 'en-GB'),
            money(invoice, 'en-GB'),
            'Paid',
            `<a href="/billing/${invoice.number}">View</a>`,
          ]),
        )}`,
      ),
    )
    for (const invoice of invoices) {
      site.inside(`/billing/${invoice.number}`, () =>
        html(
          'en-GB',
          `Invoice ${invoice.number}`,
          `<h1>Invoice</h1><p>No. ${invoice.number}</p><p>Date ${day(invoice, 'en-GB')}</p><p>Total ${money(invoice, 'en-GB')}</p><button onclick="window.print()">Print</button>`,
        ),
      )
    }
    site.trap('/logout')
  },
}
