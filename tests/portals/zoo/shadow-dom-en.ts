import { html } from '../html.ts'
import { redirect } from '../site.ts'
import { day, money, monthlyInvoices, pdfOf } from '../zoo-invoice.ts'
import { expectAll, type ZooPortal } from '../zoo-portal.ts'

const invoices = monthlyInvoices(4, { prefix: 'W-' })

export const shadowDomEn: ZooPortal = {
  id: 'shadow-dom-en',
  about: 'everything inside web components, login included; icon links without a word; day-first English',
  expected: expectAll(invoices),
  serve(site) {
    const component = (name: string, inner: string) =>
      `<${name}></${name}><script>customElements.define('${name}', class extends HTMLElement { connectedCallback() { this.attachShadow({ mode: 'open' }).innerHTML = ${JSON.stringify(inner).replaceAll('</', '<\\/')} } })</script>`
    const form = (error: string) =>
      html(
        'en-GB',
        'Sign in',
        component(
          'x-login',
          `<form method="post" action="/enter"><p role="alert">${error}</p><input name="username" autocomplete="username"><input name="password" type="password"><button>Sign in</button></form>`,
        ),
      )
    site.open('/', () => form(''))
    site.open('/login', () => redirect('/'))
    site.open('/enter', visit => (site.accepts(visit) ? redirect('/home') : form('Wrong password')))
    const menu = component(
      'x-menu',
      '<a href="/home">Home</a><a href="/invoices">Invoices</a><a href="/logout">Log out</a>',
    )
    site.inside('/home', () => html('en-GB', 'Home', menu))
    const rows = invoices
      .map(
        invoice =>
          `<div role="row"><span role="cell">${day(invoice, 'en-GB', 'short')}</span><span role="cell">${invoice.number}</span><span role="cell">${money(invoice, 'en-GB')}</span><span role="cell"><a href="/i/${invoice.number}"><svg class="icon-download" width="9" height="9"></svg></a><a href="/remove/${invoice.number}"><svg class="icon-trash" width="9" height="9"></svg></a></span></div>`,
      )
      .join('')
    const head = ['Issued', 'Invoice', 'Amount', ''].map(text => `<span role="columnheader">${text}</span>`).join('')
    site.inside('/invoices', () =>
      html(
        'en-GB',
        'Invoices',
        `${menu}${component('x-grid', `<div role="table"><div role="row">${head}</div>${rows}</div>`)}`,
      ),
    )
    for (const invoice of invoices) site.inside(`/i/${invoice.number}`, () => pdfOf(invoice))
    site.trap('/remove/*')
    site.trap('/logout')
  },
}
