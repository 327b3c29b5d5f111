import { apiCollector, type Collector, password, username, z } from '#collector-kit/index.ts'

const Token = z.object({ token: z.string() })

const Page = z.object({
  invoices: z.array(
    z.object({
      number: z.string(),
      issued_on: z.iso.date(),
      due_on: z.iso.date(),
      total: z.string(),
      currency: z.string(),
      pdf: z.string(),
    }),
  ),
  next: z.string().nullable(),
})

/** The sandbox supplier through its API. `origin` is our own server's, `http://127.0.0.1:8080`. */
export default function createSandboxApi({ origin }: { origin: string }): Collector {
  return apiCollector({
    id: 'sandbox_api',
    name: 'Sandbox Supplier (API)',
    homepage: `${origin}/sandbox`,
    privateOrigin: origin,
    description: {
      en: 'Invented invoices through an API. Users: demo, demo-many, demo-empty...',
      fr: 'Des factures inventées, par une API. Identifiants : demo, demo-many, demo-empty…',
    },
    params: z.object({ username: username(), password: password() }),

    async *collect({ http, params, since }) {
      const { token } = await http.json(`${origin}/sandbox/api/token`, Token, { method: 'POST', json: params })
      const supplier = http.with({ authorization: `Bearer ${token}` })
      let url: string | null = `${origin}/sandbox/api/invoices`
      while (url) {
        const page: z.output<typeof Page> = await supplier.json(url, Page)
        for (const { number, issued_on, due_on, total, currency, pdf } of page.invoices) {
          if (issued_on < since) return
          yield {
            number,
            issuedOn: issued_on,
            dueOn: due_on,
            total: { amount: total, currency },
            document: () => supplier.bytes(new URL(pdf, origin).href),
          }
        }
        url = page.next && new URL(page.next, origin).href
      }
    },
  })
}
