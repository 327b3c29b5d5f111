import {
  type Collector,
  CredentialRejected,
  cells,
  fetchedBy,
  firstShown,
  type PortalContext,
  parseDate,
  parseMoney,
  password,
  portalCollector,
  SupplierChanged,
  UserActionNeeded,
  username,
  visit,
  z,
} from '#collector-kit/index.ts'

const Params = z.object({ username: username(), password: password() })

/** A mistyped code may be corrected; more often would look like an attack to a real supplier. */
const MAX_CODES = 3

/** The list is complete when the page is loaded: what is not there by then will not come. */
const LIST_TIMEOUT_MS = 2000

const CODE_QUESTION = {
  kind: 'code' as const,
  prompt: {
    en: 'Enter the code of your Sandbox Supplier account. It is always 123456.',
    fr: 'Saisissez le code de votre compte Sandbox Supplier. C’est toujours 123456.',
  },
}

const HUMAN_CHECK = {
  en: 'Sandbox Supplier wants to be sure that you are a person. Tick the box and press “Continue”.',
  fr: 'Sandbox Supplier veut s’assurer que vous êtes une personne. Cochez la case, puis cliquez sur « Continue ».',
}

const HUMAN_CHECK_LEFT = {
  en: 'Sandbox Supplier lets you in only after its human check. Start again when you want to take that step.',
  fr: 'Sandbox Supplier ne vous laisse entrer qu’après sa vérification humaine. Recommencez quand vous voudrez la passer.',
}

/** The sandbox supplier through its portal. `origin` is our own server's, `http://127.0.0.1:8080`. */
export default function createSandbox({ origin }: { origin: string }): Collector {
  const site = `${origin}/sandbox`
  return portalCollector({
    id: 'sandbox',
    name: 'Sandbox Supplier',
    homepage: site,
    privateOrigin: origin,
    description: {
      en: 'Invented invoices, to try everything out. Users: demo, demo-2fa, demo-human...',
      fr: 'Des factures inventées, pour tout essayer. Identifiants : demo, demo-2fa, demo-human…',
    },
    params: Params,

    async isSignedIn({ page }) {
      await visit(page, `${site}/account`)
      const home = page.getByRole('heading', { name: 'My account' })
      const login = page.getByRole('heading', { name: 'Sign in' })
      return (await firstShown({ home, login })) === 'home'
    },

    async signIn({ page, params, ask, handOver }) {
      await visit(page, `${site}/login`)
      await page.getByLabel('User name').fill(params.username)
      await page.getByLabel('Password').fill(params.password)
      await page.getByRole('button', { name: 'Sign in' }).click()

      const refusal = page.getByRole('alert')
      const code = page.getByLabel('Code')
      const home = page.getByRole('heading', { name: 'My account' })
      const human = page.getByRole('heading', { name: 'Are you a person?' })
      const outcome = await firstShown({ refusal, code, human, home })
      if (outcome === 'refusal') throw new CredentialRejected((await refusal.textContent())?.trim())
      if (outcome === 'code') await enterCode({ page, ask })
      if (outcome === 'human') await letPersonIn({ page, handOver }, `${site}/account`)
    },

    async *collect({ page, http, since }) {
      await visit(page, `${site}/invoices`)
      const table = page.getByRole('table')
      const none = page.getByText('You have no invoices yet.')
      if ((await firstShown({ table, none }, { timeoutMs: LIST_TIMEOUT_MS })) === 'none') return

      for (;;) {
        for (const row of await table.locator('tbody tr').all()) {
          const listed = await cells(row, { number: 'Number', date: 'Date', due: 'Due', total: 'Total' })
          const issuedOn = parseDate(listed.date, 'dmy')
          if (issuedOn < since) return
          const pdf = await row.getByRole('link').getAttribute('href')
          if (!pdf) throw new SupplierChanged(`Invoice ${listed.number} has no document`)
          yield {
            number: listed.number,
            issuedOn,
            dueOn: parseDate(listed.due, 'dmy'),
            total: parseMoney(listed.total, { decimal: '.' }),
            link: page.url(),
            document: () => fetchedBy({ page, http }, pdf),
          }
        }
        const older = page.getByRole('link', { name: 'Older invoices' })
        if ((await older.count()) === 0) return
        await visit(page, new URL((await older.getAttribute('href')) ?? '', page.url()).href)
        await firstShown({ table }, { timeoutMs: LIST_TIMEOUT_MS })
      }
    },
  })
}

async function enterCode({ page, ask }: Pick<PortalContext<typeof Params>, 'page' | 'ask'>): Promise<void> {
  const refusal = page.getByRole('alert')
  const home = page.getByRole('heading', { name: 'My account' })
  for (let attempt = 1; attempt <= MAX_CODES; attempt++) {
    await page.getByLabel('Code').fill(await ask(CODE_QUESTION))
    // The sentence of the attempt before must be gone before the next one is looked for.
    await Promise.all([page.waitForEvent('domcontentloaded'), page.getByRole('button', { name: 'Confirm' }).click()])
    if ((await firstShown({ home, refusal })) === 'home') return
  }
  throw new CredentialRejected((await refusal.textContent())?.trim())
}

type PersonContext = Pick<PortalContext<typeof Params>, 'page' | 'handOver'>

/** Wherever the person ends up, the account's page tells whether they are in. */
async function letPersonIn({ page, handOver }: PersonContext, account: string): Promise<void> {
  const end = await handOver({ page, instructions: HUMAN_CHECK })
  if (end !== 'ok') throw new UserActionNeeded(HUMAN_CHECK_LEFT)
  await visit(page, account)
  const home = page.getByRole('heading', { name: 'My account' })
  const login = page.getByRole('heading', { name: 'Sign in' })
  if ((await firstShown({ home, login })) === 'login') throw new UserActionNeeded(HUMAN_CHECK_LEFT)
}
