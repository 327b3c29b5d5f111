import { html, loginForm, table } from '../html.ts'
import { money, monthlyInvoices, pdfOf } from '../zoo-invoice.ts'
import { expectAll, type ZooPortal } from '../zoo-portal.ts'

const invoices = monthlyInvoices(23, { prefix: 'US', currency: 'USD', day: 3 }).map((invoice, index) => ({
  ...invoice,
  amount: (1234.5 + index).toFixed(2),
}))

export const pagedUs: ZooPortal = {
  id: 'paged-us',
  about: 'month-first dates that could all be read the other way round, numbered pages, thousands',
  expected: expectAll(invoices),
  serve(site) {
    site.open('/', () => html('en', 'Stuff Inc', '<a href="/login">Sign in</a>'))
    site.login((_, error) =>
      html('en', 'Sign in', loginForm({ user: 'Email', password: 'Password', button: 'Sign in' }, error)),
    )
    site.inside('/account', () =>
      html('en', 'Account', '<a href="/statements">Invoices</a><a href="/signout">Sign out</a>'),
    )
    site.inside('/statements', ({ query }) => {
      const page = Number(query.get('page') ?? 1)
      const rows = invoices.slice((page - 1) * 8, page * 8).map(invoice => {
        const [year, month, date] = invoice.date.split('-')
        return [
          `${Number(month)}/${Number(date)}/${year}`,
          invoice.number,
          money(invoice, 'en-US'),
          `<a href="/get/${invoice.number}">Download PDF</a>`,
        ]
      })
      const pages = [1, 2, 3]
        .map(each => (each === page ? `<span>${each}</span>` : `<a href="/statements?page=${each}">${each}</a>`))
        .join(' ')
      return html(
        'en',
        'Invoices',
        `<a href="/signout">Sign out</a><h1>Invoices</h1>${table(['Date', 'Invoice #', 'Total', ''], rows)}<div class="pages">${pages}</div>`,
      )
    })
    for (const invoice of invoices) site.inside(`/get/${invoice.number}`, () => pdfOf(invoice))
    site.trap('/signout')
  },
}
