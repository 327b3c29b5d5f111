import { html, loginForm } from '../html.ts'
import { json } from '../site.ts'
import { day, money, monthlyInvoices, pdfOf } from '../zoo-invoice.ts'
import { expectAll, type ZooPortal } from '../zoo-portal.ts'

const invoices = monthlyInvoices(3, { prefix: 'VF' })

export const viewerFrameEn: ZooPortal = {
  id: 'viewer-frame-en',
  about: 'rows open details under themselves, the file is base64 in JSON drawn by a viewer of the page',
  expected: expectAll(invoices),
  serve(site) {
    site.open('/', () => html('en-IE', 'Water', '<a href="/login">Log in</a>'))
    site.login((_, error) =>
      html(
        'en-IE',
        'Log in',
        loginForm({ user: 'Account number', password: 'PIN or password', button: 'Log in' }, error),
      ),
    )
    site.inside('/account', () => html('en-IE', 'Overview', '<a href="/bills">Bills</a><a href="/bye">Log out</a>'))
    site.inside('/bills', () =>
      html(
        'en-IE',
        'Bills',
        `<a href="/bye">Log out</a><h1>Bills</h1><div id="v"></div>${invoices
          .map(
            invoice =>
              `<div class="bill"><p>Bill ${invoice.number}</p><p>${day(invoice, 'en-IE', 'long')}</p><p>${money(invoice, 'en-IE')}</p><button onclick="show('${invoice.number}')">View bill</button><button onclick="fetch('/pay')">Pay bill</button></div>`,
          )
          .join(
            '',
          )}<script>async function show(n) { const d = await fetch('/api/doc?n=' + n).then(r => r.json()); document.getElementById('v').innerHTML = '<canvas width=300 height=200></canvas><p>Page 1 of 1</p>'; window.shown = d }</script>`,
      ),
    )
    site.inside('/api/doc', ({ query }) => {
      const invoice = invoices.find(({ number }) => number === query.get('n'))
      site.downloads.push(query.get('n') ?? '')
      return json({ name: 'bill.pdf', content: Buffer.from(pdfOf(invoice).body).toString('base64') })
    })
    site.trap('/pay')
    site.trap('/bye')
  },
}
