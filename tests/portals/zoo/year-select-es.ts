import { html, loginForm, table } from '../html.ts'
import { money, monthlyInvoices, pdfOf } from '../zoo-invoice.ts'
import { expectAll, type ZooPortal } from '../zoo-portal.ts'

const invoices = monthlyInvoices(26, { prefix: 'V' })

export const yearSelectEs: ZooPortal = {
  id: 'year-select-es',
  about: 'a year to choose and a button to press, dates without a year, this year shown first',
  expected: expectAll(invoices),
  serve(site) {
    site.open('/', () => html('es', 'Luz', '<a href="/login">Iniciar sesión</a>'))
    site.login((_, error) =>
      html(
        'es',
        'Acceso',
        loginForm({ user: 'Correo electrónico', password: 'Contraseña', button: 'Iniciar sesión' }, error),
      ),
    )
    site.inside('/account', () =>
      html('es', 'Área privada', '<a href="/recibos">Recibos y facturas</a><a href="/logout">Salir</a>'),
    )
    site.inside('/recibos', ({ query }) => {
      const year = query.get('anio') ?? '2026'
      const shown = invoices.filter(({ date }) => date.startsWith(year))
      const options = ['2026', '2025', '2024']
        .map(each => `<option ${each === year ? 'selected' : ''}>${each}</option>`)
        .join('')
      const rows = shown.map(invoice => {
        const short = new Intl.DateTimeFormat('es-ES', { day: 'numeric', month: 'long', timeZone: 'UTC' }).format(
          new Date(invoice.date),
        )
        return [invoice.number, short, money(invoice, 'es-ES'), `<a href="/f/${invoice.number}">Descargar</a>`]
      })
      return html(
        'es',
        'Recibos',
        `<a href="/logout">Salir</a><h1>Facturas</h1><form><label>Año <select name="anio">${options}</select></label><button>Mostrar</button></form>${table(['Nº factura', 'Fecha', 'Importe', ''], rows)}`,
      )
    })
    for (const invoice of invoices) site.inside(`/f/${invoice.number}`, () => pdfOf(invoice))
    site.trap('/logout')
  },
}
