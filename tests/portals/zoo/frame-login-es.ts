import { html } from '../html.ts'
import { redirect } from '../site.ts'
import { day, money, monthlyInvoices, pdfOf } from '../zoo-invoice.ts'
import { expectAll, type ZooPortal } from '../zoo-portal.ts'

const invoices = monthlyInvoices(3, { prefix: 'A/' }).map(invoice => ({
  ...invoice,
  number: invoice.number.replace('-', '/'),
}))

export const frameLoginEs: ZooPortal = {
  id: 'frame-login-es',
  about: 'login in a frame, register form beside it, Spanish list items, PDF shown in a new tab by a link',
  expected: expectAll(invoices),
  serve(site) {
    site.open('/', () =>
      html('es', 'Aguas del Sur', '<h1>Aguas del Sur</h1><a href="/oficina">Oficina virtual: acceder</a>'),
    )
    site.open('/oficina', ({ isInside }) =>
      isInside
        ? redirect('/oficina/inicio')
        : html('es', 'Oficina virtual', '<iframe src="/marco" width="500" height="400"></iframe>'),
    )
    site.open('/login', () => redirect('/oficina'))
    site.open('/marco', visit => {
      const form =
        '<form method="post" action="/registro"><h3>Crear cuenta</h3><input type="email" name="email" placeholder="Correo"><input type="password" name="p1" placeholder="Contraseña"><input type="password" name="p2" placeholder="Repita la contraseña"><button>Registrarse</button></form><form method="post"><h3>Iniciar sesión</h3><input name="dni" placeholder="Usuario o NIF"><input type="password" name="password" placeholder="Contraseña"><a href="#" onclick="this.parentNode.requestSubmit()">Entrar</a></form>'
      if (!visit.form.has('password')) return html('es', 'Acceso', form)
      if (!site.accepts(visit, visit.form.get('dni') ?? ''))
        return html('es', 'Acceso', `<p class="msg-error">Usuario o contraseña incorrectos</p>${form}`)
      return '<script>top.location = "/oficina/inicio"</script>'
    })
    const menu =
      '<a href="/oficina/inicio">Inicio</a> <a href="/oficina/facturas">Consulta de facturas</a> <a href="/oficina/pagar">Pagar factura</a> <a href="/salir">Cerrar sesión</a>'
    site.inside('/oficina/inicio', () => html('es', 'Inicio', `${menu}<h1>Hola, Ada</h1>`))
    site.inside('/oficina/facturas', () =>
      html(
        'es',
        'Facturas',
        `${menu}<h1>Mis facturas</h1><ul>${invoices
          .map(
            (invoice, index) =>
              `<li>Factura nº ${invoice.number} · emitida el ${day(invoice, 'es-ES', 'long')} · Importe: ${money(invoice, 'es-ES')} <a target="_blank" href="/oficina/ver?id=${index}">Ver factura</a></li>`,
          )
          .join('')}</ul>`,
      ),
    )
    site.inside('/oficina/ver', ({ query }) =>
      pdfOf(invoices[Number(query.get('id'))], { 'content-disposition': 'inline' }),
    )
    site.trap('/oficina/pagar')
    site.trap('/salir')
    site.trap('/registro')
  },
}
