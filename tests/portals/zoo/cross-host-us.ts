import { html, loginForm } from '../html.ts'
import { redirect } from '../site.ts'
import { day, money, monthlyInvoices, pdfOf } from '../zoo-invoice.ts'
import { expectAll, type ZooPortal } from '../zoo-portal.ts'

const invoices = monthlyInvoices(3, { prefix: 'CH', currency: 'USD' })

export const crossHostUs: ZooPortal = {
  id: 'cross-host-us',
  about:
    'documents redirect to a file store on another host; the list is a dashboard widget with a fuller page behind "see all"',
  expected: expectAll(invoices),
  serve(site) {
    site.open('/', () => html('en-US', 'SaaS', '<a href="/login">Log in</a>'))
    site.login((_, error) =>
      html('en-US', 'Log in', loginForm({ user: 'Work email', password: 'Password', button: 'Log in' }, error)),
    )
    const menu = '<a href="/settings">Settings</a> <a href="/logout">Log out</a>'
    const list = (count: number) =>
      invoices
        .slice(0, count)
        .map(
          invoice =>
            `<li><a href="/invoices/${invoice.number}/download">${invoice.number}</a> <span>${day(invoice, 'en-US', 'short')}</span> <span>${money(invoice, 'en-US')}</span></li>`,
        )
        .join('')
    site.inside('/account', () =>
      html(
        'en-US',
        'Dashboard',
        `${menu}<h1>Dashboard</h1><h3>Latest invoices</h3><ul>${list(2)}</ul><a href="/billing/history">See all invoices</a>`,
      ),
    )
    site.inside('/settings', () => html('en-US', 'Settings', menu))
    site.inside('/billing/history', () =>
      html('en-US', 'Billing history', `${menu}<h1>Billing history</h1><ul>${list(3)}</ul>`),
    )
    for (const invoice of invoices) {
      site.inside(`/invoices/${invoice.number}/download`, ({ url }) =>
        redirect(`http://localhost:${url.port}/store/${invoice.number}?signature=abc`),
      )
      site.open(`/store/${invoice.number}`, () =>
        pdfOf(invoice, { 'content-disposition': `attachment; filename="${invoice.number}.pdf"` }),
      )
    }
    site.trap('/logout')
  },
}
