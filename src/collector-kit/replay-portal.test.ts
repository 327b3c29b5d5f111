import { afterAll, describe, expect, test } from 'vitest'
import { openTestBrowser } from '../../tests/setup/test-browser.ts'
import {
  cells,
  type FetchedDocument,
  fetchedBy,
  firstShown,
  type PortalContext,
  portalCollector,
  SupplierChanged,
  SupplierUnavailable,
  savedBy,
  secret,
  visit,
  z,
} from './index.ts'
import { answer, noAnswer, type Recording, UnrecordedRequest } from './recording.ts'
import { replayPortal } from './replay-portal.ts'

const SITE = 'https://my.acme.example'
const PDF = new TextEncoder().encode('%PDF-1.7 invented')
const Params = z.object({ password: secret('Password') })
type Context = PortalContext<typeof Params>

const browser = openTestBrowser()
afterAll(() => browser.close())

describe('firstShown', () => {
  const look = ({ page }: Context) => {
    const signs = { table: page.getByRole('table'), none: page.getByText('No invoice yet') }
    return firstShown(signs)
  }

  test('names the sign that shows, also when it comes late', async () => {
    const late = `<p hidden>No invoice yet</p><script>setTimeout(() => { document.querySelector('p').hidden = false }, 50)</script>`
    expect(await walk({ [`${SITE}/`]: late }, look)).toBe('none')
  })

  test('a hidden sign is none', async () => {
    await expect(walk({ [`${SITE}/`]: '<table hidden><td>1</table>' }, look)).rejects.toThrow(SupplierChanged)
  })

  test('a sign on a page with a bad status counts', async () => {
    const sees = ({ page }: Context) => clickThen(page, () => look({ page } as Context))
    const pages = { [`${SITE}/`]: LINK, [`${SITE}/next`]: answer(500, '<p>No invoice yet</p>', HTML) }
    expect(await walk(pages, sees)).toBe('none')
  })

  test.each([
    ['answered 503', answer(503, '<h1>Sorry</h1>', { 'content-type': 'text/html' })],
    ['ERR_TIMED_OUT', noAnswer],
  ])('a click that leads to trouble is the supplier’s: %s', async (words, reply) => {
    const run = walk({ [`${SITE}/`]: LINK, [`${SITE}/next`]: reply }, ({ page }) =>
      clickThen(page, () => firstShown({ table: page.getByRole('table') }, { timeoutMs: 20_000 })),
    )
    await expect(run).rejects.toThrow(SupplierUnavailable)
    await expect(run).rejects.toThrow(words)
  })
})

describe('a page that is not what the author knew', () => {
  test('a control that is gone is SupplierChanged, without what was to be typed', async () => {
    const run = walk({ [`${SITE}/`]: '<h1>New</h1>' }, ({ page, params }) =>
      page.getByLabel('Password').fill(params.password),
    )
    const error = await run.catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(SupplierChanged)
    expect(String(error)).not.toContain('a secret word')
  })

  test.each([
    [answer(404), SupplierChanged],
    [answer(503), SupplierUnavailable],
    [noAnswer, SupplierUnavailable],
  ])('visiting, case %#', async (reply, kind) => {
    await expect(walk({ [`${SITE}/`]: reply }, async () => undefined)).rejects.toThrow(kind)
  })

  test('a request that is not recorded fails, a picture too', async () => {
    await expect(walk({}, async () => undefined)).rejects.toThrow(UnrecordedRequest)
    const pages = { [`${SITE}/`]: '<img src="/logo.png">' }
    await expect(walk(pages, async () => undefined)).rejects.toThrow(`${SITE}/logo.png is not recorded`)
  })
})

describe('cells', () => {
  const TABLE = `<table><thead><tr><th> Due <th>Invoice
    number<th>Date</thead><tbody><tr><td>31.12.<th>A 1<td>1.12.</tbody></table>`

  test('follow their headings', async () => {
    const read = await walk({ [`${SITE}/`]: TABLE }, ({ page }) =>
      cells(page.locator('tbody tr'), { number: 'invoice number', date: 'Date' }),
    )
    expect(read).toEqual({ number: 'A 1', date: '1.12.' })
  })

  test('a heading that is gone is SupplierChanged', async () => {
    const run = walk({ [`${SITE}/`]: TABLE }, ({ page }) => cells(page.locator('tbody tr'), { total: 'Total' }))
    await expect(run).rejects.toThrow('no column "Total"')
  })
})

describe('documents', () => {
  const attached = answer(200, PDF, {
    'content-type': 'application/pdf',
    'content-disposition': 'attachment; filename="a.pdf"',
  })
  const saved = ({ page }: Context) => savedBy(page.getByRole('link'))
  const fetched = ({ page, http }: Context) => fetchedBy({ page, http }, '/next')

  test('savedBy clicks and returns the file', async () => {
    const { bytes, filename } = await walkForFile({ [`${SITE}/`]: LINK, [`${SITE}/next`]: attached }, saved)
    expect([Buffer.from(bytes).toString(), filename]).toEqual(['%PDF-1.7 invented', 'a.pdf'])
  })

  test('fetchedBy brings the session’s cookies and leaves the page alone', async () => {
    const pages: Recording = ({ url, headers }) => {
      if (url === `${SITE}/`) return answer(200, LINK, { ...HTML, 'set-cookie': 'session=abc; HttpOnly' })
      return headers.cookie === 'session=abc' && headers['user-agent']?.includes('Chrome') ? attached : answer(403)
    }
    const { bytes, filename } = await walkForFile(pages, fetched)
    expect([Buffer.from(bytes).toString(), filename]).toEqual(['%PDF-1.7 invented', 'a.pdf'])
  })

  test.each([
    ['a web page', '<!doctype html><h1>Sign in</h1>', SupplierChanged],
    ['a refusal', answer(403), SupplierChanged],
    ['trouble', answer(502), SupplierUnavailable],
    ['silence', noAnswer, SupplierUnavailable],
  ])('fetchedBy: %s is no document', async (_what, reply, kind) => {
    await expect(walkForFile({ [`${SITE}/`]: LINK, [`${SITE}/next`]: reply }, fetched)).rejects.toThrow(kind)
  })

  test('savedBy: trouble instead of a download', async () => {
    const pages = { [`${SITE}/`]: LINK, [`${SITE}/next`]: answer(503, 'Sorry', HTML) }
    await expect(walkForFile(pages, saved)).rejects.toThrow(SupplierUnavailable)
  })
})

test('redirects are followed and their cookies kept', async () => {
  const pages: Recording = ({ url, headers }) => {
    if (url === `${SITE}/`) return answer(302, '', { location: '/home?a=1&b=2', 'set-cookie': 'session=abc' })
    return `<h1>${url} ${headers.cookie}</h1>`
  }
  const seen = await walk(pages, ({ page }) => page.getByRole('heading').textContent())
  expect(seen).toBe(`${SITE}/home?a=1&b=2 session=abc`)
})

test('after an abort the abort is told, whatever the page says', async () => {
  const reason = new Error('The time is up')
  const run = walk({ [`${SITE}/`]: '<h1>Home</h1>' }, async ({ signal }) => {
    Object.defineProperty(signal, 'throwIfAborted', {
      value: () => {
        throw reason
      },
    })
    throw new SupplierChanged('No heading')
  })
  await expect(run).rejects.toBe(reason)
})

const HTML = { 'content-type': 'text/html' }
const LINK = '<a href="/next">Next</a>'

async function clickThen<Result>(page: Context['page'], next: () => Promise<Result>): Promise<Result> {
  await page.getByRole('link').click({ noWaitAfter: true })
  await page
    .getByRole('link')
    .waitFor({ state: 'hidden' })
    .catch(() => undefined)
  return next()
}

/** Visits the first page and does one thing there, as a collector would; returns what came of it. */
async function walk<Result>(pages: Recording, step: (context: Context) => Promise<Result>): Promise<Result> {
  let result: { value: Result } | undefined
  const collector = portalCollector({
    id: 'acme',
    name: 'Acme',
    homepage: SITE,
    params: Params,
    async signIn(context) {
      await visit(context.page, `${SITE}/`)
      result = { value: await step(context) }
    },
    async *collect() {},
  })
  await replayPortal(collector, { browser, pages, params: { password: 'a secret word' }, patienceMs: 1500 })
  if (!result) throw new NothingHappened()
  return result.value
}

/** The same, while the engine fetches a document. */
async function walkForFile(
  pages: Recording,
  step: (context: Context) => Promise<FetchedDocument>,
): Promise<FetchedDocument> {
  const collector = portalCollector({
    id: 'acme',
    name: 'Acme',
    homepage: SITE,
    params: Params,
    signIn: ({ page }) => visit(page, `${SITE}/`),
    async *collect(context) {
      yield { number: '1', issuedOn: null, total: null, document: () => step(context) }
    },
  })
  const { invoices } = await replayPortal(collector, { browser, pages, params: { password: 'x' }, patienceMs: 1500 })
  const [invoice] = invoices
  if (!invoice?.file) throw new NothingHappened()
  return invoice.file
}

class NothingHappened extends Error {}
