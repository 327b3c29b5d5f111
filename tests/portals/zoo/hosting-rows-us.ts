import { html } from '../html.ts'
import { redirect } from '../site.ts'
import { monthlyInvoices, pdfOf, type ZooInvoice } from '../zoo-invoice.ts'
import { expectAll, type ZooPortal } from '../zoo-portal.ts'

const invoices = monthlyInvoices(4, { currency: 'USD', day: 14 }).map((invoice, index) => ({
  ...invoice,
  number: String(20417 - index * 31),
}))
const slashed = ({ date }: ZooInvoice) =>
  date
    .split('-')
    .slice(1)
    .join('/')
    .concat(`/${date.slice(0, 4)}`)

export const hostingRowsUs: ZooPortal = {
  id: 'hosting-rows-us',
  about:
    'rows without any link: a script on the row opens a page in between; dates twice, once hidden; status words like "Cancelled"',
  expected: expectAll(invoices),
  serve(site) {
    site.open('/', () =>
      html(
        'en',
        'Hosting',
        '<a href="/cart.php">Store</a> <a href="/announcements">News</a> <a href="/clientarea.php">Client Area</a> <a href="/register.php">Register</a>',
      ),
    )
    site.open('/login', () => redirect('/clientarea.php'))
    site.open('/clientarea.php', visit => {
      if (visit.form.has('password') && site.accepts(visit)) return redirect('/clientarea.php')
      const error = visit.form.has('password')
        ? '<div class="alert alert-danger">Login Details Incorrect. Please try again.</div>'
        : ''
      if (!visit.isInside) {
        return html(
          'en',
          'Client Area',
          `${error}<h3>Login</h3><form method="post"><input type="email" name="username" placeholder="name@example.com"><input type="password" name="password"><input type="checkbox" name="rememberme"> Remember Me<button id="login">Login</button><a href="/password/reset">Forgot Password?</a></form>`,
        )
      }
      return html(
        'en',
        'Client Area',
        `<ul><li><a href="#">Services</a><ul hidden><li><a href="/services">My Services</a></li><li><a href="/cart.php">Order New Services</a></li></ul></li><li><a href="#">Billing</a><ul hidden><li><a href="/invoices.php">My Invoices</a></li><li><a href="/masspay.php">Mass Payment</a></li></ul></li><li><a href="#">Hello, Ada!</a><ul hidden><li><a href="/logout.php">Logout</a></li></ul></li></ul><h1>Welcome Back, Ada</h1><a href="/services"><b>1</b> Services</a><a href="/tickets">0 Tickets</a>`,
      )
    })
    site.inside('/invoices.php', () =>
      html(
        'en',
        'My Invoices',
        `<a href="/logout.php">Logout</a><h1>My Invoices</h1><table><thead><tr><th>Invoice #</th><th>Invoice Date</th><th>Due Date</th><th>Total</th><th>Status</th></tr></thead><tbody>${invoices
          .map(
            (invoice, index) =>
              `<tr style="cursor:pointer" onclick="location='/viewinvoice.php?id=${invoice.number}'"><td>${invoice.number}</td><td><span style="display:none">${invoice.date}</span>${slashed(invoice)}</td><td><span style="display:none">2026-12-01</span>12/01/2026</td><td>$${invoice.amount} USD</td><td><span class="label">${index % 2 ? 'Cancelled' : 'Paid'}</span></td></tr>`,
          )
          .join('')}</tbody></table>`,
      ),
    )
    site.inside('/viewinvoice.php', ({ query }) => {
      const number = query.get('id')
      return html(
        'en',
        `Invoice #${number}`,
        `<h2>Invoice #${number}</h2><a href="/masspay.php">Pay Now</a><p>Total</p><a href="javascript:window.print()">Print</a> <a href="/dl.php?type=i&id=${number}">Download</a> <a href="/clientarea.php">« Back to Client Area</a>`,
      )
    })
    site.inside('/dl.php', ({ query }) =>
      pdfOf(
        invoices.find(({ number }) => number === query.get('id')),
        { 'content-disposition': 'attachment; filename="Invoice.pdf"' },
      ),
    )
    for (const trap of ['/masspay.php', '/cart.php', '/logout.php', '/register.php']) site.trap(trap)
  },
}
