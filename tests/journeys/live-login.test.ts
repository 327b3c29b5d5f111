import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { expectAccessible } from '../setup/expect-accessible.ts'
import { findHumanCheckPlaces } from '../setup/human-check-places.ts'
import { LiveViewer } from '../setup/live-viewer.ts'
import { launchPlainBrowser } from '../setup/plain-browser.ts'
import type { StartedProcess } from '../setup/start-process.ts'
import { startWorker } from '../setup/start-worker.ts'
import { startTestServer, type TestServer } from '../setup/test-server.ts'
import { until } from '../setup/until.ts'

const DESKTOP = { width: 1280, height: 900 }
/** So low that the page has to be scrolled. */
const PHONE = { width: 390, height: 480 }

/** Typed into the page: to be found nowhere afterwards. */
const CANARY = 'canary-7Qx2mZ9-péché'

let api: TestServer
let worker: StartedProcess
let browser: Browser

beforeAll(async () => {
  api = await startTestServer({ ROLE: 'api' })
  worker = await startWorker(api)
  browser = await launchPlainBrowser()
}, 120_000)

afterAll(async () => {
  await browser?.close()
  await worker?.kill()
  await api?.dispose()
})

test('a person passes the human check through pictures, and the collection goes on', { timeout: 120_000 }, async () => {
  const overheard = await overhear()
  const { viewer, address, runId } = await connect('person')
  await viewer.untilShown()
  expect(viewer.last('interactive')).toMatchObject({
    instructions: expect.stringContaining('Tick the box'),
    address: api.origin,
    field: 'none',
    dialog: null,
  })
  await viewer.untilRest()
  expectPicture(viewer, DESKTOP)

  const onDesktop = await findHumanCheckPlaces(browser, api.origin, DESKTOP)
  await viewer.act({ type: 'click', ...onDesktop.greeting })
  await until('the field to be noticed', () => viewer.last('interactive').field === 'text')
  await viewer.act({ type: 'text', text: CANARY }, ...[...CANARY].map(key => ({ type: 'keydown', key })))

  // The text cursor is in a field now; a page at rest sends nothing all the same.
  const sent = viewer.heard.length
  await viewer.untilRest(2000)
  expect(viewer.heard.length).toBe(sent)

  const again = new LiveViewer(address)
  await again.untilShown()
  expect(again.heard[0]).toEqual(viewer.last('interactive'))
  expect(again.last('screenshot')).toEqual(viewer.last('screenshot'))
  await viewer.close()

  await again.act({ type: 'viewport', ...PHONE })
  expectPicture(again, PHONE)
  const onPhone = await findHumanCheckPlaces(browser, api.origin, PHONE)
  await again.act({ type: 'click', ...onPhone.tick })
  await again.act({ type: 'scroll', dy: 100 })
  await again.act({ type: 'scroll', dy: -100 })
  await again.act({ type: 'keydown', key: 'Tab' })
  await again.act({ type: 'click', ...onPhone.button })
  again.send({ type: 'close', reason: 'ok' })
  await until('the run to end', () => again.last('state')?.state.index === 7, 60_000)
  expect(again.last('interactive')).toEqual({ type: 'interactive', open: false })
  const states = again.heard.filter(({ type }) => type === 'state').map(({ state }) => state.index)
  expect(states).toEqual(states.toSorted((a, b) => a - b))
  const run = (await api.call('GET', `/run/${runId}`)).json
  expect(run).toMatchObject({ outcome: { code: 'done' }, counts: { listed: 3, new: 3, failed: 0 } })
  await again.close()

  await expectForgotten(overheard)
})

test('what is no input of a person changes nothing, and only the run’s own link opens it', async () => {
  const { viewer, address } = await connect('stranger')
  await viewer.untilShown()
  await viewer.untilRest()
  const before = viewer.last('screenshot')
  const heard = viewer.heard.length
  const noise = [
    { type: 'click', x: 101, y: 5 },
    { type: 'click', x: '5', y: 5 },
    { type: 'keydown', key: 'F5' },
    { type: 'keydown', key: 'Control+v' },
    { type: 'text', text: '' },
    { type: 'evaluate', script: 'document.body.remove()' },
    { type: 'viewport', width: -1, height: 1e9 },
    { type: 'close', reason: 'because' },
    { type: 'watch' },
  ]
  for (const message of noise) viewer.send(message)
  await viewer.untilRest()
  expect(viewer.heard.length).toBe(heard)

  const link = new URL(address)
  for (const other of [`${link.pathname}x`, '/api/v1/ws/none', link.pathname.replace(/[^/.]*$/, 'A'.repeat(43))]) {
    const stranger = new LiveViewer(link.origin + other)
    await stranger.untilClosed()
    expect(stranger.heard).toEqual([])
  }

  // A paste is longer than one notification holds.
  await viewer.act(
    { type: 'keydown', key: 'Tab' },
    { type: 'keydown', key: 'Tab' },
    { type: 'text', text: 'é'.repeat(7000) },
  )
  expect(viewer.last('screenshot')).not.toEqual(before)
  viewer.send({ type: 'close', reason: 'cancel' })
  await until('the run to end', () => viewer.last('state')?.state.index === -2)
  expect(viewer.last('state').state.message).toContain('human check')
  expect(viewer.last('interactive')).toEqual({ type: 'interactive', open: false })
  await viewer.close()
})

test('a worker that is killed with a page in its hands: the run is repeated and asks again', {
  timeout: 180_000,
}, async () => {
  const { viewer } = await connect('survivor')
  await viewer.untilShown()
  const from = viewer.heard.length
  await worker.kill()
  worker = await startWorker(api)
  const later = () => viewer.heard.slice(from)
  await until('the old page to go', () => later().some(({ type, open }) => type === 'interactive' && !open), 120_000)
  await until('a new one', () => viewer.last('interactive').open, 60_000)
  await until('its picture', () => later().some(({ type }) => type === 'screenshot'))
  viewer.send({ type: 'close', reason: 'report' })
  await until('the run to end', () => viewer.last('state')?.state.index === -2)
  await viewer.close()
})

test('the same on a phone, in the embedded page, by touch', { timeout: 120_000 }, async () => {
  const { token } = await api.addUser('phone')
  const context = await browser.newContext({ viewport: { width: 430, height: 1000 }, hasTouch: true, isMobile: true })
  const page = await context.newPage()
  await page.goto(`${api.origin}/api/v1/ui?token=${token}`)
  await page.getByRole('button', { name: 'Sandbox Supplier', exact: true }).click()
  await page.getByLabel('User name').fill('demo-human')
  await page.getByLabel('Password', { exact: true }).fill('x')
  await page.getByRole('button', { name: 'Connect', exact: true }).click()

  await page.getByRole('heading', { name: 'Go on at Sandbox Supplier yourself' }).waitFor({ timeout: 60_000 })
  const picture = page.getByRole('img', { name: 'The page of Sandbox Supplier' })
  const box = await until('a picture as large as its place', async () => {
    const { width = 0, height = 0 } = (await picture.boundingBox().catch(() => null)) ?? {}
    const natural = await picture.evaluate((image: HTMLImageElement) => image.naturalWidth).catch(() => 0)
    return Math.round(width) === natural && { width: natural, height: Math.round(height) }
  })
  await page.getByText(api.origin).waitFor()
  await expectAccessible(page)

  const places = await findHumanCheckPlaces(browser, api.origin, box)
  const touch = ({ x, y }: { x: number; y: number }) =>
    picture.tap({ position: { x: (x / 100) * box.width, y: (y / 100) * box.height } })
  await touch(places.greeting)
  const line = page.getByLabel('Type into the page')
  await until('the keyboard to open', () => line.evaluate(field => field === document.activeElement))
  await page.keyboard.type('Hellp')
  await page.keyboard.press('Backspace')
  await page.keyboard.type('o')
  await touch(places.tick)
  await touch(places.button)
  const shown = await picture.getAttribute('src')
  await until('the next page', async () => (await picture.getAttribute('src')) !== shown)
  await page.getByRole('button', { name: 'I am in' }).click()
  await page.getByRole('heading', { name: '3 invoices found' }).waitFor({ timeout: 60_000 })
  await context.close()
})

async function connect(remoteId: string) {
  const { token } = await api.addUser(remoteId)
  const params = { username: 'demo-human', password: 'x' }
  const body = { collector: 'sandbox', params, download_from: '2000-01-01' }
  const { json } = await api.call('POST', '/credential', { token, body })
  const address = api.origin.replace('http', 'ws') + json.ws_path
  return { viewer: new LiveViewer(address), address, runId: json.run_id as string }
}

function expectPicture(viewer: LiveViewer, size: { width: number; height: number }): void {
  const { screenshot, width, height } = viewer.last('screenshot')
  expect({ width, height }).toEqual(size)
  expect([...Buffer.from(screenshot, 'base64').subarray(0, 3)], 'a JPEG').toEqual([0xff, 0xd8, 0xff])
}

/** Everything that processes tell each other through the database. */
async function overhear(): Promise<{ payloads: string[]; stop(): Promise<void> }> {
  const client = new pg.Client({ connectionString: api.databaseUrl })
  await client.connect()
  const payloads: string[] = []
  client.on('notification', ({ channel, payload }) => payloads.push(`${channel} ${payload}`))
  for (const channel of ['live_input', 'live_picture', 'run_changed']) await client.query(`listen ${channel}`)
  return { payloads, stop: () => client.end() }
}

/** Neither rows, nor jobs, nor files, nor logs, nor what was overheard hold what was typed. */
async function expectForgotten({ payloads, stop }: { payloads: string[]; stop(): Promise<void> }): Promise<void> {
  await stop()
  expect(payloads.filter(payload => payload.startsWith('live_input ')).length).toBeGreaterThan(5)
  const places: Record<string, string> = {
    notifications: payloads.join('\n'),
    api: api.output(),
    worker: worker.output(),
    database: await dumpDatabase(),
    files: await dumpFiles(),
  }
  for (const [place, text] of Object.entries(places)) {
    for (const trace of tracesOf(CANARY)) expect(text.includes(trace), `${trace} in ${place}`).toBe(false)
  }
  expect(places.database).toContain('live_pages 0 rows')
  expect(places.database).toContain('live_pictures 0 rows')
  expect(places.api).toMatch(/"audit":true,"runId":"[^"]+","customerId":"[^"]+".*"msg":"A person took over a page"/)
  expect(places.worker).toContain('"end":"ok","msg":"A page was given back"')
}

function tracesOf(secret: string): string[] {
  const bytes = Buffer.from(secret)
  // Base64 of a text differs with where in it the text begins; the first and last few letters are not its own.
  const encoded = [0, 1, 2].map(shift =>
    Buffer.concat([Buffer.alloc(shift), bytes])
      .toString('base64')
      .slice(4, 20),
  )
  return [secret, 'canary-7Qx2', bytes.toString('hex'), ...encoded]
}

async function dumpDatabase(): Promise<string> {
  const client = new pg.Client({ connectionString: api.databaseUrl })
  await client.connect()
  const { rows: tables } = await client.query<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables
     where schemaname not in ('pg_catalog', 'information_schema')`,
  )
  const dumps: string[] = []
  for (const { name } of tables) {
    const { rows } = await client.query<{ row: string }>(`select t::text as row from ${name} t`)
    dumps.push(`${name.split('.')[1]} ${rows.length} rows`, ...rows.map(({ row }) => row))
  }
  await client.end()
  return dumps.join('\n')
}

async function dumpFiles(): Promise<string> {
  const entries = await readdir(api.dataDir, { recursive: true, withFileTypes: true })
  const files = entries.filter(entry => entry.isFile()).map(entry => join(entry.parentPath, entry.name))
  return (await Promise.all(files.map(file => readFile(file, 'latin1')))).join('\n')
}
