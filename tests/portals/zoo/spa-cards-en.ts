import { html } from '../html.ts'
import { json } from '../site.ts'
import { monthlyInvoices, pdfOf } from '../zoo-invoice.ts'
import { expectAll, type ZooPortal } from '../zoo-portal.ts'

const invoices = monthlyInvoices(4, { prefix: 'INV', currency: 'USD' })

const APP = `
const root = document.getElementById('root')
const api = (path, body) => fetch('/api' + path, body ? { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/x-www-form-urlencoded' } } : {}).then(r => r.json())
let email = ''
async function draw() {
  const me = await api('/me')
  if (!me.inside) return login(1)
  const route = location.hash.slice(2)
  root.innerHTML = '<header><a href="#/home">Home</a> <button id="b">Billing</button> <button id="o">Sign out</button></header><main><div class="spinner" style="height:20px">Loading…</div></main>'
  document.getElementById('b').onclick = () => { location.hash = '#/billing' }
  document.getElementById('o').onclick = () => fetch('/api/logout', { method: 'POST' })
  const main = root.querySelector('main')
  if (route !== 'billing') { main.innerHTML = '<h1>Welcome back</h1>'; return }
  const list = await api('/billing/invoices')
  main.innerHTML = '<h1>Billing history</h1>' + list.data.map(i => '<article><h3>' + i.number + '</h3><p>' + new Date(i.issued).toLocaleDateString('en-US', { month: 'short', day: 'numeric', year: 'numeric', timeZone: 'UTC' }) + '</p><p><span>$</span><strong>' + i.amount + '</strong></p><button data-id="' + i.number + '" class="get">Download</button> <button class="dispute">Dispute</button></article>').join('')
  main.querySelectorAll('.get').forEach(b => b.onclick = async () => {
    const blob = await fetch('/api/billing/invoices/' + b.dataset.id + '/file').then(r => r.blob())
    const a = document.createElement('a'); a.href = URL.createObjectURL(blob); a.download = 'invoice.pdf'; a.click()
  })
  main.querySelectorAll('.dispute').forEach(b => b.onclick = () => fetch('/api/dispute', { method: 'POST' }))
}
function login(step, error = '') {
  root.innerHTML = step === 1
    ? '<h1>Sign in</h1><div><input type="email" placeholder="Email address" autocomplete="username"><button>Continue</button><button>Continue with Google</button></div>'
    : '<h1>Enter your password</h1><div><input type="password" autocomplete="current-password" aria-label="Password"><button type="button" aria-label="Show password">👁</button><button>Sign in</button></div><p class="error">' + error + '</p>'
  const [first, , last] = root.querySelectorAll('button')
  if (step === 1) first.onclick = () => { email = root.querySelector('input').value; setTimeout(() => login(2), 150) }
  else root.querySelectorAll('button')[1].onclick = async () => {
    const answer = await api('/login', { email, password: root.querySelector('input').value })
    if (answer.inside) draw(); else login(2, 'That password is not valid.')
  }
}
addEventListener('hashchange', draw)
draw()
`

export const spaCardsEn: ZooPortal = {
  id: 'spa-cards-en',
  about: 'single-page app, two-step login without a form, cards, blob downloads, US month names',
  expected: expectAll(invoices),
  serve(site) {
    site.open('/', () => html('en-US', 'Cloudy', `<div id="root"></div><script>${APP}</script>`))
    site.open('/api/me', ({ isInside }) => json({ inside: isInside }))
    site.open('/api/login', visit => {
      const body = JSON.parse([...visit.form.keys()][0] ?? '{}')
      visit.form.set('password', body.password)
      return json({ inside: site.accepts(visit, body.email) })
    })
    site.inside('/api/billing/invoices', () =>
      json({ data: invoices.map(({ number, date, amount }) => ({ number, issued: date, amount })) }),
    )
    for (const invoice of invoices) site.inside(`/api/billing/invoices/${invoice.number}/file`, () => pdfOf(invoice))
    site.trap('/api/logout')
    site.trap('/api/dispute')
  },
}
