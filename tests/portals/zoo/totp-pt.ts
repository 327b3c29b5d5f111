import { totpCode } from '#collectors/portal/totp.ts'
import { html, loginForm, table } from '../html.ts'
import { redirect } from '../site.ts'
import { day, money, monthlyInvoices, pdfOf } from '../zoo-invoice.ts'
import { expectAll, type ZooPortal } from '../zoo-portal.ts'

const invoices = monthlyInvoices(3, { prefix: 'NF', currency: 'BRL' })
const SECRET = 'JBSWY3DPEHPK3PXP'

export const totpPt: ZooPortal = {
  id: 'totp-pt',
  about: 'authenticator code in six boxes, filled in without anybody; Portuguese, Brazilian money',
  totpSecret: SECRET,
  expected: expectAll(invoices),
  serve(site) {
    site.open('/', () => html('pt-BR', 'Hospeda', '<a href="/login">Entrar</a>'))
    site.login(
      (_, error) => html('pt-BR', 'Entrar', loginForm({ user: 'Usuário', password: 'Senha', button: 'Entrar' }, error)),
      { home: '/painel' },
    )
    site.inside('/painel', ({ session }) =>
      session.ok
        ? html('pt-BR', 'Painel', '<a href="/faturas">Faturas</a><a href="/sair">Sair</a><h1>Olá Ada</h1>')
        : redirect('/codigo'),
    )
    site.inside('/codigo', ({ query, session }) => {
      const now = Date.now()
      if ([0, 30_000].some(age => query.get('codigo') === totpCode(SECRET, new Date(now - age)))) session.ok = 'yes'
      if (session.ok) return redirect('/painel')
      const boxes = Array.from(
        { length: 6 },
        (_, index) => `<input maxlength="1" inputmode="numeric" aria-label="Dígito ${index + 1}">`,
      ).join('')
      return html(
        'pt-BR',
        'Verificação',
        `<h1>Verificação em duas etapas</h1><p>Digite o código do seu aplicativo autenticador</p><div>${boxes}</div><script>
        const boxes = [...document.querySelectorAll('input')]
        boxes.forEach((b, i) => b.addEventListener('input', () => { if (boxes[i + 1]) boxes[i + 1].focus(); const c = boxes.map(x => x.value).join(''); if (c.length === 6) location = '/codigo?codigo=' + c }))</script>`,
      )
    })
    site.inside('/faturas', () =>
      html(
        'pt-BR',
        'Faturas',
        `<a href="/sair">Sair</a><h1>Minhas faturas</h1>${table(
          ['Fatura', 'Emissão', 'Vencimento', 'Valor', 'Ações'],
          invoices.map(invoice => [
            `#${invoice.number}`,
            day(invoice, 'pt-BR'),
            '15/12/2026',
            money(invoice, 'pt-BR'),
            `<a href="/baixar/${invoice.number}">Baixar</a> <a href="/pagar/${invoice.number}">Pagar</a>`,
          ]),
        )}`,
      ),
    )
    for (const invoice of invoices) site.inside(`/baixar/${invoice.number}`, () => pdfOf(invoice))
    site.trap('/pagar/*')
    site.trap('/sair')
  },
}
