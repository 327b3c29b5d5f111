import { html, loginForm, table } from '../html.ts'
import { day, money, monthlyInvoices, pdfOf } from '../zoo-invoice.ts'
import { expectAll, type ZooPortal } from '../zoo-portal.ts'

const invoices = monthlyInvoices(5, { prefix: 'PT' })

export const responsiveTwicePt: ZooPortal = {
  id: 'responsive-twice-pt',
  about:
    'the list twice, for wide and for narrow windows; net, tax and gross beside each other; a menu made when it is opened',
  expected: expectAll(invoices),
  serve(site) {
    site.open('/', () => html('pt', 'Água', '<a href="/login">Iniciar sessão</a>'))
    site.login((_, error) =>
      html(
        'pt',
        'Entrar',
        loginForm({ user: 'Utilizador', password: 'Palavra-passe', button: 'Iniciar sessão' }, error),
      ),
    )
    const menu = `<button aria-haspopup="menu" onclick="this.nextElementSibling.innerHTML='<a href=/pt/faturas>Faturas</a> <a href=/sair>Terminar sessão</a>'">A minha conta</button><div></div>`
    site.inside('/account', () => html('pt', 'Área de cliente', `${menu}<h1>Olá, Ada</h1>`))
    site.inside('/pt/faturas', () => {
      const link = (number: string) => `<a href="/ver/${number}">Ver PDF</a>`
      const wide = table(
        ['Nº', 'Data de emissão', 'Valor s/ IVA', 'IVA', 'Total c/ IVA', 'Documento'],
        invoices.map(invoice => {
          const net = { ...invoice, amount: (Number(invoice.amount) / 1.23).toFixed(2) }
          const tax = { ...invoice, amount: (Number(invoice.amount) - Number(net.amount)).toFixed(2) }
          return [
            invoice.number,
            day(invoice, 'pt-PT'),
            money(net, 'pt-PT'),
            money(tax, 'pt-PT'),
            money(invoice, 'pt-PT'),
            link(invoice.number),
          ]
        }),
      )
      const narrow = invoices
        .map(
          invoice =>
            `<div class="c"><b>${invoice.number}</b><i>${day(invoice, 'pt-PT')}</i><u>${money(invoice, 'pt-PT')}</u>${link(invoice.number)}</div>`,
        )
        .join('')
      return html(
        'pt',
        'Faturas',
        `<style>.narrow{display:none}</style>${menu}<h1>As minhas faturas</h1><div class="wide">${wide}</div><div class="narrow">${narrow}</div>`,
      )
    })
    for (const invoice of invoices) site.inside(`/ver/${invoice.number}`, () => pdfOf(invoice))
    site.trap('/sair')
  },
}
