import { html, loginForm } from '../html.ts'
import { day, money, monthlyInvoices, pdfOf } from '../zoo-invoice.ts'
import { expectAll, type ZooPortal } from '../zoo-portal.ts'

const invoices = monthlyInvoices(14, { prefix: 'PB', currency: 'GBP' })

export const postbackEn: ZooPortal = {
  id: 'postback-en',
  about: 'one big form: every link posts it back, pages and downloads too; the address never changes',
  expected: expectAll(invoices),
  serve(site) {
    site.open('/', () => html('en-GB', 'Council', '<a href="/login">Sign in to your account</a>'))
    site.login((_, error) =>
      html('en-GB', 'Sign in', loginForm({ user: 'User ID', password: 'Password', button: 'Continue' }, error)),
    )
    site.inside('/account', () =>
      html('en-GB', 'Your account', '<a href="/bills.aspx">Bills and payments</a><a href="/logoff">Log off</a>'),
    )
    site.inside('/bills.aspx', ({ form }) => {
      const [what, value = ''] = (form.get('__EVENTTARGET') ?? '').split('$')
      if (what === 'get')
        return pdfOf(
          invoices.find(({ number }) => number === value),
          { 'content-disposition': 'attachment' },
        )
      const page = what === 'page' ? Number(value) : 1
      const post = (target: string) => `javascript:__doPostBack('${target}')`
      const rows = invoices
        .slice((page - 1) * 6, page * 6)
        .map(
          invoice =>
            `<tr><td>${invoice.number}</td><td>${day(invoice, 'en-GB')}</td><td>${money(invoice, 'en-GB')}</td><td><a href="${post(`get$${invoice.number}`)}">View bill</a></td></tr>`,
        )
      const next = page < 3 ? `<a href="${post(`page$${page + 1}`)}">Next</a>` : '<span>Next</span>'
      return html(
        'en-GB',
        'Bills',
        `<a href="/logoff">Log off</a><form method="post"><input type="hidden" name="__EVENTTARGET"><h1>Your bills</h1><table><tr><th>Bill no.</th><th>Bill date</th><th>Amount</th><th></th></tr>${rows.join('')}</table>${next}</form><script>function __doPostBack(t) { const f = document.forms[0]; f.__EVENTTARGET.value = t; f.submit() }</script>`,
      )
    })
    site.trap('/logoff')
  },
}
