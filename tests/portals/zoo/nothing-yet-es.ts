import { html, loginForm } from '../html.ts'
import type { ZooPortal } from '../zoo-portal.ts'

export const nothingYetEs: ZooPortal = {
  id: 'nothing-yet-es',
  about: 'a new customer: the page of invoices says that there are none',
  expected: [],
  serve(site) {
    site.open('/', () => html('es', 'Fibra', '<a href="/login">Mi cuenta</a>'))
    site.login((_, error) =>
      html('es', 'Acceso', loginForm({ user: 'Usuario', password: 'Contraseña', button: 'Acceder' }, error)),
    )
    const menu =
      '<a href="/facturas">Facturas</a> <a href="/contratos">Contratos</a> <a href="/salir">Cerrar sesión</a>'
    site.inside('/account', () => html('es', 'Mi cuenta', `${menu}<h1>Bienvenida</h1>`))
    site.inside('/facturas', () =>
      html('es', 'Facturas', `${menu}<h1>Facturas</h1><p>Todavía no tienes ninguna factura.</p>`),
    )
    site.inside('/contratos', () => html('es', 'Contratos', `${menu}<h1>Contratos</h1>`))
    site.trap('/salir')
  },
}
