import { readdirSync, statSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { Browser, FrameLocator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { expectAccessible } from '../setup/expect-accessible.ts'
import { launchPlainBrowser } from '../setup/plain-browser.ts'
import { rawSql } from '../setup/raw-sql.ts'
import { startTestServer, type TestServer } from '../setup/test-server.ts'
import { until } from '../setup/until.ts'

/** A run walks through a real portal in a browser of its own. */
const RUN_MS = 45_000
const SUPPLIER = 'Sandbox Supplier'
const PHONE = { width: 360, height: 720 }

let server: TestServer
let browser: Browser
let users = 0

beforeAll(async () => {
  expectFreshBuild()
  ;[server, browser] = await Promise.all([startTestServer(), launchPlainBrowser()])
}, 120_000)

afterAll(async () => {
  await browser?.close()
  await server?.dispose()
})

test('from the list of suppliers to the invoices that were found', { timeout: 90_000 }, async () => {
  const { page } = await openUi()
  await expectFocus(page, 'searchbox')
  await expectAccessible(page)
  expect(page.url()).not.toContain('token')

  await page.getByRole('searchbox').fill('sandbx')
  await page.getByRole('status').getByText('found').waitFor({ state: 'attached' })
  await expectAccessible(page)
  await page
    .getByRole('button', { name: /^Sandbox Supplier Invented/ })
    .first()
    .click()

  await page.getByRole('heading', { name: `Connect ${SUPPLIER}` }).waitFor()
  await expectFocus(page, 'heading')
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Connect', exact: true }).click()
  await page.getByText('Fill in this field.').first().waitFor()
  await expectAccessible(page)

  await page.getByLabel('User name').fill('demo')
  await page.getByLabel('Password', { exact: true }).fill('secret')
  await page.getByRole('button', { name: /Show what you type/ }).click()
  expect(await page.getByLabel('Password', { exact: true }).getAttribute('type')).toBe('text')
  await page.getByLabel('Invoices to fetch').selectOption({ label: 'Also those of the last 12 months' })
  await page.getByRole('button', { name: 'Connect', exact: true }).click()

  await page.locator('[aria-current=step]').waitFor()
  await expectAccessible(page)
  await page.getByRole('heading', { name: '3 invoices found' }).waitFor({ timeout: RUN_MS })
  await expectFocus(page, 'heading')
  await expectAccessible(page)
  const rows = await page.getByRole('listitem').allInnerTexts()
  expect(rows.map(row => row.split('\n')[0])).toEqual(['SBX-2026-003', 'SBX-2026-002', 'SBX-2026-001'])
  expect(rows[0]).toContain('Jun 16, 2026')
  expect(rows[0]).toContain('€210.15')

  await page.getByRole('button', { name: 'Finish' }).click()
  await page.getByRole('button', { name: /Sandbox Supplier Connected · 3 invoices/ }).waitFor()
  await expectAccessible(page)
})

test('an invoice that should have come is told, until the person knows better', { timeout: 90_000 }, async () => {
  const user = await server.addUser(`missing-${++users}`)
  const { json: credential } = await server.call('POST', '/credential', {
    token: user.token,
    body: { collector: 'sandbox_api', params: { username: 'demo', password: 'x' } },
  })
  const days = { since: '2026-04-14', until: '2026-06-16' }
  const expected = { kind: 'number', number: 'SBX-2026-002', after: 'SBX-2026-001', before: 'SBX-2026-003', ...days }
  await rawSql(
    server.databaseUrl,
    `insert into missing_invoices (id, customer_id, user_id, credential_id, series, seller, expected, noticed_at)
     select gen_random_uuid(), customer_id, user_id, id, 'SBX', 'Sandbox Supplier', $2, now()
     from credentials where id = $1`,
    [credential.id, JSON.stringify(expected)],
  )
  const page = await browser.newPage({ viewport: PHONE })
  await page.goto(`${server.base}/ui?token=${user.token}&credential_id=${credential.id}`)
  await page.getByRole('heading', { name: 'An invoice may be missing' }).waitFor()
  await page.getByText('SBX-2026-002').waitFor()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'It is not missing' }).click()
  await page.getByRole('heading', { name: 'An invoice may be missing' }).waitFor({ state: 'detached' })
  await page.close()
  await until('the dismissal', async () => {
    const { json } = await server.call('GET', `/credential/${credential.id}`, { token: user.token })
    return json.missing.length === 0
  })
})

test('older invoices are counted, and it is said why they are not sent', { timeout: 90_000 }, async () => {
  const { page } = await openUi()
  await connect(page, 'demo')
  await page.getByRole('heading', { name: '3 invoices found' }).waitFor({ timeout: RUN_MS })
  await page.getByText(/They are older than .*, so they are not sent/).waitFor()
})

test('the supplier asks for a code; a wrong one is asked for again', { timeout: 90_000 }, async () => {
  const { page } = await openUi()
  await connect(page, 'demo-2fa')
  await page.getByRole('heading', { name: 'Enter your code' }).waitFor({ timeout: RUN_MS })
  await page
    .getByRole('timer')
    .getByText(/Time left: \d:\d\d/)
    .waitFor()
  await expectFocus(page, 'textbox')
  await expectAccessible(page)

  await page.keyboard.insertText('000 000')
  await page.getByRole('button', { name: 'Confirm' }).click()
  await page.getByText('did not accept that code').waitFor({ timeout: RUN_MS })
  await expectAccessible(page)
  await paste(page, ' 123-456 ')
  expect(await page.getByLabel('Code').inputValue()).toBe('123456')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: '3 invoices found' }).waitFor({ timeout: RUN_MS })
})

test('a refused login is the person’s turn, and reconnecting keeps the credential', { timeout: 120_000 }, async () => {
  const { page, token } = await openUi()
  await connect(page, 'demo', 'wrong')
  await page.getByRole('heading', { name: `${SUPPLIER} refused this login` }).waitFor({ timeout: RUN_MS })
  await page.getByText('Your turn').waitFor()
  await page.getByText('Details for support').click()
  await page.getByText('credential_rejected').waitFor()
  await expectAccessible(page)
  const [before] = await credentialsOf(token)

  const linked = await openUi({ token, query: `&credential_id=${before?.id}&theme=dark` })
  await linked.page.getByRole('heading', { name: SUPPLIER }).waitFor()
  await linked.page.getByText('The user name or the password is not right.').waitFor()
  await linked.page.getByRole('button', { name: 'Reconnect' }).waitFor()
  expect(await linked.page.locator('html').getAttribute('data-mode')).toBe('dark')
  await expectAccessible(linked.page)

  await page.getByRole('button', { name: 'Check the login' }).click()
  await page.getByRole('heading', { name: `Reconnect ${SUPPLIER}` }).waitFor()
  await expectAccessible(page)
  expect(await page.getByLabel('User name').inputValue()).toBe('demo')
  expect(await page.getByLabel('Password', { exact: true }).inputValue()).toBe('')
  await page.getByLabel('Password', { exact: true }).fill('right')
  await page.getByRole('button', { name: 'Reconnect' }).click()

  await page.getByRole('heading', { name: '3 invoices found' }).waitFor({ timeout: RUN_MS })
  await page.getByRole('button', { name: 'Finish' }).click()
  await page.getByRole('button', { name: /Sandbox Supplier Connected/ }).waitFor()
  const after = await credentialsOf(token)
  expect(after.map(({ id }) => id)).toEqual([before?.id])
})

test.each([
  ['demo-down', `${SUPPLIER} does not answer`, /We try again by ourselves in \d+ minutes/],
  ['demo-changed', `We could not read ${SUPPLIER}`, /We try again by ourselves/],
])('trouble that is not the person’s: %s', { timeout: 90_000 }, async (username, title, next) => {
  const { page } = await openUi()
  await connect(page, username)
  await page.getByRole('heading', { name: title }).waitFor({ timeout: RUN_MS })
  await page.getByText('Nothing to do for you').waitFor()
  await page.getByText(next).waitFor()
  await expectAccessible(page)
})

test('a list that is empty, and says so, is no trouble', { timeout: 90_000 }, async () => {
  const { page } = await openUi()
  await connect(page, 'demo-empty')
  await page.getByRole('heading', { name: 'No invoices yet' }).waitFor({ timeout: RUN_MS })
  await expectAccessible(page)
})

test('leaving and coming back shows the present state; then collect again, then remove', {
  timeout: 120_000,
}, async () => {
  const first = await openUi()
  await connect(first.page, 'demo-slow')
  await first.page.locator('[aria-current=step]').waitFor()
  await first.page.getByRole('button', { name: 'Go on in the background' }).click()
  await first.page.getByRole('button', { name: /Sandbox Supplier Collecting/ }).waitFor()
  await expectAccessible(first.page)

  const { page } = await openUi({ token: first.token })
  await page.getByRole('button', { name: /Sandbox Supplier Collecting/ }).click()
  await page.getByRole('button', { name: 'See what is happening' }).click()
  await page.getByRole('heading', { name: '3 invoices found' }).waitFor({ timeout: 60_000 })
  await first.page.getByRole('button', { name: /Sandbox Supplier Connected/ }).waitFor()
  await page.getByRole('button', { name: 'Finish' }).click()

  await page.getByRole('button', { name: /Sandbox Supplier Connected/ }).click()
  await page.getByRole('button', { name: 'Collect now' }).click()
  await page.getByRole('heading', { name: `Nothing new at ${SUPPLIER}` }).waitFor({ timeout: RUN_MS })
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Finish' }).click()

  await page.getByRole('button', { name: /Sandbox Supplier Connected/ }).click()
  await page.getByRole('heading', { name: SUPPLIER }).waitFor()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Remove' }).click()
  await page.getByText('is deleted for good').waitFor()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Keep it' }).click()
  await page.getByRole('button', { name: 'Remove' }).click()
  await page.getByRole('button', { name: `Remove ${SUPPLIER}` }).click()
  await page.getByRole('heading', { name: 'Add a supplier' }).waitFor()
  expect(await credentialsOf(first.token)).toEqual([])
})

test('a network that lets no WebSocket through hides neither question nor end', { timeout: 90_000 }, async () => {
  const { page } = await openUi()
  await page.routeWebSocket(/\/ws\//, socket => socket.close())
  await connect(page, 'demo-2fa')
  await page.getByText('The connection dropped for a moment').waitFor()
  await page.getByLabel('Code').fill('123456', { timeout: RUN_MS })
  await page.getByRole('button', { name: 'Confirm' }).click()
  await page.getByRole('heading', { name: '3 invoices found' }).waitFor({ timeout: RUN_MS })
})

test('a supplier nobody knows can be asked for', async () => {
  const { page } = await openUi()
  await page.getByRole('searchbox').fill('Acme Water & Sons')
  await page.getByRole('button', { name: 'Ask us to add it' }).click()
  await page.getByText('we have noted “Acme Water & Sons”').waitFor()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'From my mailbox' }).waitFor()
})

test('the mailbox has a form of its own', async () => {
  const { page } = await openUi()
  await page.getByRole('button', { name: /From my mailbox/ }).click()
  await page.getByRole('heading', { name: 'Connect your mailbox' }).waitFor()
  await page.getByText('More settings').click()
  expect(await page.getByLabel('Port').inputValue()).toBe('993')
  await page.getByLabel('Port').fill('many')
  await page.getByLabel('Mail server (IMAP)').fill('not a host!')
  await page.getByLabel('User name').fill('ann@example.org')
  await page.getByLabel('Password', { exact: true }).fill('secret')
  await page.getByRole('button', { name: 'Connect', exact: true }).click()
  await page.getByText('Enter a whole number.').waitFor()

  await page.getByLabel('Port').fill('993')
  await page.getByRole('button', { name: 'Connect', exact: true }).click()
  await page
    .locator('.field', { has: page.getByLabel('Mail server (IMAP)') })
    .locator('.error')
    .waitFor()
  await expectFocus(page, 'textbox')
  expect(await page.getByLabel('Password', { exact: true }).inputValue()).toBe('secret')
  await expectAccessible(page)
})

test('speaks French, with the amounts and dates of the French', { timeout: 90_000 }, async () => {
  const { page } = await openUi({ locale: 'fr' })
  await page.getByRole('heading', { name: 'Ajouter un fournisseur' }).waitFor()
  expect(await page.locator('html').getAttribute('lang')).toBe('fr')
  await page.getByRole('button', { name: SUPPLIER, exact: true }).click()
  await page.getByLabel('Identifiant').fill('demo')
  await page.getByLabel('Mot de passe', { exact: true }).fill('x')
  await page.getByLabel('Factures à récupérer').selectOption({ label: 'Aussi celles des 12 derniers mois' })
  await page.getByRole('button', { name: 'Connecter' }).click()
  await page.getByRole('heading', { name: '3 factures trouvées' }).waitFor({ timeout: RUN_MS })
  const [newest = ''] = await page.getByRole('listitem').allInnerTexts()
  expect(newest).toContain('16 juin 2026')
  expect(newest).toContain('210,15\u00a0€')
  await expectAccessible(page)
})

test('everything can be done from the keyboard', { timeout: 90_000 }, async () => {
  const { page } = await openUi()
  await page.keyboard.type('sandbox supplier')
  await page.getByRole('status').getByText('found').waitFor({ state: 'attached' })
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: `Connect ${SUPPLIER}`, exact: true }).waitFor()
  await page.keyboard.press('Tab')
  await page.keyboard.type('demo-empty')
  await page.keyboard.press('Tab')
  await page.keyboard.type('x')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'No invoices yet' }).waitFor({ timeout: RUN_MS })
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Your suppliers' }).waitFor()
})

test('a token that opens nothing gets a page in words, in both languages', async () => {
  const page = await newPage()
  const answer = await page.goto(`${server.base}/ui?token=${'0'.repeat(128)}`)
  expect(answer?.status()).toBe(401)
  await page.getByRole('heading', { name: 'This page has expired' }).waitFor()
  await page.getByRole('heading', { name: 'Cette page a expiré' }).waitFor()
  await expectAccessible(page)
})

test('a token that expires while the page is open is explained', async () => {
  const { page, userId } = await openUi()
  await page.getByRole('button', { name: SUPPLIER, exact: true }).click()
  await page.getByLabel('User name').fill('demo')
  await page.getByLabel('Password', { exact: true }).fill('x')
  await server.call('DELETE', `/user/${userId}`)
  await page.getByRole('button', { name: 'Connect', exact: true }).click()
  await page.getByRole('heading', { name: 'This page has expired' }).waitFor()
  await expectAccessible(page)
})

test('an allowed origin may frame it and is told what happens; another one may not', async () => {
  const [friend, stranger] = await Promise.all([startHost(), startHost()])
  try {
    await server.call('POST', '/customer', { body: { allowed_origins: [friend.origin] } })
    const { token } = await addUser('en')

    const welcome = await openHost(friend.origin, token)
    await welcome.frame.getByRole('heading', { name: 'Add a supplier' }).waitFor()
    await expectAccessible(frameOf(welcome.page))
    await welcome.frame.getByRole('button', { name: SUPPLIER, exact: true }).click()
    await welcome.frame.getByRole('heading', { name: `Connect ${SUPPLIER}` }).waitFor()
    await welcome.frame.getByRole('button', { name: 'Close' }).click()
    await welcome.page.keyboard.press('Escape')
    const told = ['ic-panel-search', 'ic-panel-form', 'ic-close', 'ic-close']
    await expect.poll(() => messagesTo(welcome.page)).toEqual(told)

    const refused = await openHost(stranger.origin, token)
    await expect.poll(() => refused.problems.join()).toContain('frame-ancestors')
    expect(await frameOf(refused.page).locator('h1').count()).toBe(0)
    expect(await messagesTo(refused.page)).toEqual([])
  } finally {
    friend.server.close()
    stranger.server.close()
    await server.call('POST', '/customer', { body: { allowed_origins: [] } })
  }
})

test('asks nobody else for anything, breaks no rule of its own CSP, and is light', async () => {
  const page = await newPage()
  const origins = new Set<string>()
  const problems: string[] = []
  let bytes = 0
  page.on('console', message => message.type() === 'error' && problems.push(message.text()))
  page.on('pageerror', error => problems.push(String(error)))
  page.on('requestfinished', async request => {
    origins.add(new URL(request.url()).origin)
    const { responseBodySize, responseHeadersSize } = await request.sizes()
    bytes += responseBodySize + responseHeadersSize
  })
  const { token } = await addUser('en')
  await page.goto(`${server.base}/ui?token=${token}`)
  await page.getByRole('button', { name: SUPPLIER, exact: true }).waitFor()
  await page.waitForLoadState('networkidle')
  expect([...origins]).toEqual([server.origin])
  expect(problems.filter(problem => !problem.includes('404'))).toEqual([])
  expect(bytes).toBeGreaterThan(10_000)
  expect(bytes).toBeLessThan(100_000)
})

/** The server offers what was built: a stale build would be tested instead of the sources. */
function expectFreshBuild(): void {
  const web = join(import.meta.dirname, '../../web')
  const builtAtMs = statSync(join(web, 'dist/connect/index.html')).mtimeMs
  const newer = ['connect', 'shared'].flatMap(folder =>
    readdirSync(join(web, folder), { recursive: true, encoding: 'utf8' })
      .filter(file => /\.(tsx?|css|html|svg)$/.test(file) && !file.endsWith('.test.ts'))
      .filter(file => statSync(join(web, folder, file)).mtimeMs > builtAtMs),
  )
  if (newer.length > 0) throw new Error(`Newer than the build, run "npm run prepare": ${newer.join(', ')}`)
}

interface Visit {
  /** Of somebody who was here before. */
  token?: string
  locale?: string
  /** After the token. */
  query?: string
}

async function openUi({ token, locale = 'en', query = '' }: Visit = {}) {
  const user = token === undefined ? await addUser(locale) : { id: '', token }
  const page = await newPage()
  await page.goto(`${server.base}/ui?token=${user.token}${query}`)
  await page.locator('h1').waitFor()
  return { page, token: user.token, userId: user.id }
}

async function newPage(): Promise<Page> {
  const context = await browser.newContext({ viewport: PHONE, reducedMotion: 'reduce' })
  return context.newPage()
}

function addUser(locale: string) {
  users += 1
  return server.addUser(`person-${users}`, locale)
}

async function connect(page: Page, username: string, password = 'secret'): Promise<void> {
  await page.getByRole('button', { name: SUPPLIER, exact: true }).click()
  await page.getByLabel('User name').fill(username)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Connect', exact: true }).click()
}

async function credentialsOf(token: string): Promise<{ id: string }[]> {
  return (await server.call('GET', '/credentials', { token })).json
}

async function expectFocus(page: Page, role: 'heading' | 'textbox' | 'searchbox'): Promise<void> {
  const tags = { heading: 'H1', textbox: 'INPUT', searchbox: 'INPUT' }
  await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe(tags[role])
}

/** As a person does it: the clipboard's text arrives in the focused field. */
async function paste(page: Page, text: string): Promise<void> {
  await page.evaluate(copied => {
    const data = new DataTransfer()
    data.setData('text/plain', copied)
    const isOurs = document.activeElement?.dispatchEvent(
      new ClipboardEvent('paste', { clipboardData: data, bubbles: true }),
    )
    if (isOurs) document.execCommand('insertText', false, copied)
  }, text)
}

interface Host {
  origin: string
  server: Server
}

/** A page of somebody's product that frames ours and keeps what it is told. */
async function startHost(): Promise<Host> {
  const host = createServer((request, response) => {
    const token = new URL(request.url ?? '/', 'http://host').searchParams.get('token')
    response.setHeader('content-type', 'text/html')
    response.end(`<!doctype html><title>Host</title>
      <script>window.told = []; addEventListener('message', event => told.push(event.data))</script>
      <iframe title="Suppliers" src="${server.base}/ui?token=${token}" width="400" height="680"></iframe>`)
  })
  await new Promise<void>(resolve => host.listen(0, '127.0.0.1', resolve))
  return { origin: `http://127.0.0.1:${(host.address() as AddressInfo).port}`, server: host }
}

async function openHost(origin: string, token: string) {
  const page = await (await browser.newContext()).newPage()
  const problems: string[] = []
  page.on('console', message => problems.push(message.text()))
  await page.goto(`${origin}/?token=${token}`)
  const frame: FrameLocator = page.frameLocator('iframe')
  return { page, frame, problems }
}

function frameOf(page: Page) {
  const [, frame] = page.frames()
  if (!frame) throw new Error('No frame')
  return frame
}

function messagesTo(page: Page): Promise<unknown> {
  return page.evaluate('told')
}
