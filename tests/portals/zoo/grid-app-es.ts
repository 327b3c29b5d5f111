import { html } from '../html.ts'
import { json } from '../site.ts'
import { day, money, monthlyInvoices, pdfOf } from '../zoo-invoice.ts'
import { expectAll, type ZooPortal } from '../zoo-portal.ts'

const invoices = monthlyInvoices(13, { prefix: 'ES' })

const APP = `
const app = document.getElementById('app'), get = u => fetch(u).then(r => r.json())
const wait = ms => new Promise(r => setTimeout(r, ms))
async function start() {
  await wait(400)
  if ((await get('/api/sesion')).ok) return shell()
  app.innerHTML = '<app-login><form><div class="field"><input formcontrolname="usuario" placeholder="Correo electrónico o NIF"></div><div class="field"><input type="password" placeholder="Contraseña"></div><button type="submit" disabled>Entrar</button></form><a>¿Has olvidado la contraseña?</a></app-login>'
  const [u, p] = app.querySelectorAll('input'), b = app.querySelector('button')
  app.querySelectorAll('input').forEach(i => i.addEventListener('keyup', () => { b.disabled = !(u.value && p.value) }))
  app.querySelector('form').onsubmit = async e => { e.preventDefault(); b.disabled = true; const r = await fetch('/api/entrar', { method: 'POST', body: new URLSearchParams({ username: u.value, password: p.value }) }).then(r => r.json()); if (r.ok) { await wait(300); history.pushState(0, '', '/area/inicio'); shell() } else { b.disabled = false; app.insertAdjacentHTML('beforeend', '<snack-bar>Los datos introducidos no son correctos</snack-bar>') } }
}
function shell() {
  app.innerHTML = '<aside><div class="nav-item" style="cursor:pointer">Inicio</div><div class="nav-item" style="cursor:pointer" role="link">Mis facturas</div><div class="nav-item" style="cursor:pointer" role="link">Cerrar sesión</div></aside><section><h2>Hola, Ada</h2></section>'
  const items = app.querySelectorAll('.nav-item')
  items[1].onclick = () => { history.pushState(0, '', '/area/facturas'); list(0) }
  items[2].onclick = () => fetch('/api/salir')
  if (location.pathname === '/area/facturas') list(0)
}
async function list(page) {
  const s = app.querySelector('section')
  s.innerHTML = '<div class="skeleton" style="height:50px"></div>'
  await wait(250)
  const d = await get('/api/lista?pagina=' + page)
  s.innerHTML = '<h2>Facturas</h2><div role="grid"><div role="row"><div role="columnheader">Emitida</div><div role="columnheader">Nº factura</div><div role="columnheader">Estado</div><div role="columnheader">Importe</div><div role="columnheader"></div></div>' + d.filas.map(f => '<div role="row"><div role="gridcell">' + f.d + '</div><div role="gridcell">' + f.n + '</div><div role="gridcell">Pagada</div><div role="gridcell">' + f.i + '</div><div role="gridcell"><button aria-label="Más opciones" aria-haspopup="menu">⋮</button></div></div>').join('') + '</div><div class="paginator"><span>' + (page + 1) + ' de 3</span><button aria-label="Página anterior" ' + (page ? '' : 'disabled') + '>‹</button><button aria-label="Página siguiente" ' + (page < 2 ? '' : 'disabled') + '>›</button></div>'
  s.querySelectorAll('[aria-haspopup]').forEach((b, i) => b.onclick = () => {
    document.querySelectorAll('.overlay').forEach(o => o.remove())
    document.body.insertAdjacentHTML('beforeend', '<div class="overlay" role="menu"><button role="menuitem">Pagar</button><button role="menuitem">Descargar PDF</button></div>')
    const [pay, pdf] = document.querySelectorAll('.overlay button')
    pay.onclick = () => fetch('/api/pagar')
    pdf.onclick = async () => { const blob = await fetch('/api/pdf/' + d.filas[i].n).then(r => r.blob()); const a = document.createElement('a'); a.href = URL.createObjectURL(blob); a.download = 'factura.pdf'; a.click(); document.querySelector('.overlay').remove() }
  })
  s.querySelectorAll('.paginator button')[1].onclick = () => list(page + 1)
  s.querySelectorAll('.paginator button')[0].onclick = () => list(page - 1)
}
start()
`

export const gridAppEs: ZooPortal = {
  id: 'grid-app-es',
  about:
    'a slow app of divs: a button that wakes up on keys, a menu of pointers, a grid, a pager of icons, the file behind three dots',
  expected: expectAll(invoices),
  serve(site) {
    for (const path of ['/', '/area/inicio', '/area/facturas'])
      site.open(path, () =>
        html(
          'es',
          'Oficina',
          `<div id="app"><div class="spinner" style="height:40px"></div></div><script>${APP}</script>`,
        ),
      )
    site.open('/api/sesion', ({ isInside }) => json({ ok: isInside }))
    site.open('/api/entrar', visit => json({ ok: site.accepts(visit) }))
    site.inside('/api/lista', ({ query }) => {
      const at = Number(query.get('pagina')) * 5
      return json({
        filas: invoices
          .slice(at, at + 5)
          .map(invoice => ({ d: day(invoice, 'es-ES'), n: invoice.number, i: money(invoice, 'es-ES') })),
      })
    })
    for (const invoice of invoices) site.inside(`/api/pdf/${invoice.number}`, () => pdfOf(invoice))
    site.trap('/api/salir')
    site.trap('/api/pagar')
  },
}
