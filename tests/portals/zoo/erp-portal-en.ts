import { html } from '../html.ts'
import { redirect } from '../site.ts'
import { monthlyInvoices, pdfOf } from '../zoo-invoice.ts'
import { expectAll, type ZooPortal } from '../zoo-portal.ts'

const invoices = monthlyInvoices(4, { prefix: 'INV/' }).map(invoice => ({
  ...invoice,
  number: invoice.number.replace('-', '/'),
}))

export const erpPortalEn: ZooPortal = {
  id: 'erp-portal-en',
  about:
    'the number is the link to a page that shows the invoice in a frame; its address names the user, so no recipe keeps it',
  expected: expectAll(invoices),
  serve(site) {
    const shop =
      '<header><a href="/">Home</a> <a href="/shop">Shop</a> <a href="/contactus">Contact us</a> <a href="/web/login">Sign in</a></header>'
    site.open('/', () =>
      html(
        'en-US',
        'My Company',
        `${shop}<form action="/news"><input type="email" placeholder="your email..."><a href="#">Subscribe</a></form>`,
      ),
    )
    site.open('/login', ({ query }) => redirect(`/web/login?redirect=${encodeURIComponent(query.get('next') ?? '')}`))
    site.open('/web/login', visit => {
      if (visit.form.has('password') && site.accepts(visit, visit.form.get('login') ?? ''))
        return redirect(visit.query.get('redirect') || '/my')
      const error = visit.form.has('password')
        ? '<p class="alert alert-danger" role="alert">Wrong login/password</p>'
        : ''
      return html(
        'en-US',
        'Login',
        `${shop}<form method="post"><label for="login">Email</label><input id="login" name="login"><label for="password">Password</label><input id="password" type="password" name="password">${error}<button type="submit">Log in</button><a href="/web/signup">Don't have an account?</a></form>`,
      )
    })
    const menu =
      '<header><a href="/">Home</a> <a href="/shop">Shop</a> <div hidden><a href="/my">My Account</a> <a href="/web/session/logout">Logout</a></div></header>'
    site.inside('/my', () =>
      html(
        'en-US',
        'My account',
        `${menu}<h3>My account</h3><a href="/my/48151623/quotes">Quotations <span>2</span></a> <a href="/my/48151623/orders">Sales Orders <span>3</span></a> <a href="/my/48151623/invoices">Invoices &amp; Bills <span>4</span></a> <a href="/my/security">Connection &amp; Security</a>`,
      ),
    )
    site.inside('/my/48151623/invoices', () =>
      html(
        'en-US',
        'Invoices',
        `${menu}<nav><a href="/my">Home</a> / Invoices</nav><div>Sort By: <button aria-expanded="false">Date</button> Filter By: <button aria-expanded="false">All</button></div><table><thead><tr><th>Invoice #</th><th>Invoice Date</th><th class="d-none">Due Date</th><th></th><th class="text-end">Amount Due</th></tr></thead>${invoices
          .map(
            (invoice, index) =>
              `<tr><td><a href="/my/48151623/invoices/${index}?access_token=9f86d081884c7d659a2f" title="${invoice.number}">${invoice.number}</a></td><td><span>${invoice.date.split('-').slice(1).join('/')}/${invoice.date.slice(0, 4)}</span></td><td>12/31/2026</td><td><span class="badge">Waiting for Payment</span></td><td class="text-end"><span><span class="value">${invoice.amount}</span> €</span></td></tr>`,
          )
          .join('')}</table>`,
      ),
    )
    for (const [index, invoice] of invoices.entries()) {
      site.inside(`/my/48151623/invoices/${index}`, ({ query }) => {
        if (query.get('report_type') === 'pdf') return pdfOf(invoice)
        if (query.get('report_type') === 'html') return html('en-US', '', `<h2>Invoice ${invoice.number}</h2>`)
        return html(
          'en-US',
          invoice.number,
          `${menu}<h2>${invoice.amount} €</h2><a href="#" onclick="fetch('/pay')">Pay Now</a><a href="/my/48151623/invoices/${index}?report_type=pdf&download=true">Download</a><a href="/my/48151623/invoices/${index}?report_type=pdf">Print</a><iframe width="500" height="300" src="/my/48151623/invoices/${index}?report_type=html"></iframe><h3>Communication history</h3><textarea></textarea><button>Send message</button>`,
        )
      })
    }
    for (const trap of ['/pay', '/web/session/logout', '/web/signup']) site.trap(trap)
  },
}
