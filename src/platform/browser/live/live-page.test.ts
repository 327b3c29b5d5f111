import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { LiveInput, LivePicture, LiveView } from '#domain/live-page.ts'
import { until } from '../../../../tests/setup/until.ts'
import { createBrowserPool } from '../browser-pool.ts'
import { LivePage } from './live-page.ts'

const pool = createBrowserPool({ log: { info: () => {}, warn: console.warn }, chromePath: process.env.CHROME_PATH })
const SIZE = { width: 1000, height: 800 }

let site: Server
let origin: string
let page: Page
let live: LivePage
let pictures: LivePicture[]
let views: LiveView[]
let isBlocking: boolean
let requested: string[]

const PAGES: Record<string, string> = {
  '/form': `
    <input id="user" style="position:fixed;left:100px;top:100px;width:200px;height:40px">
    <input id="secret" type="password" style="position:fixed;left:100px;top:200px;width:200px;height:40px">
    <input id="code" inputmode="numeric" style="position:fixed;left:100px;top:300px;width:200px;height:40px">
    <select id="country" style="position:fixed;left:100px;top:400px;width:200px;height:40px">
      <option>France</option><option>Spain</option></select>
    <script>country.onchange = () => { document.title = country.value }</script>`,
  '/framed': `<iframe src="/form" style="position:fixed;inset:0;width:100%;height:100%;border:0"></iframe>`,
  '/buttons': `
    <style>button { position: fixed; left: 100px; width: 200px; height: 40px }</style>
    <button style="top:100px" onclick="window.open('/pop-up', '', 'popup')">Pop-up</button>
    <button style="top:200px" onclick="document.title = String(confirm('Trust this device?'))">Confirm</button>
    <button style="top:300px" onclick="document.title = String(prompt('Name?'))">Prompt</button>
    <button style="top:400px" onclick="while (true) ;">Hang</button>`,
  '/pop-up': `<h1>Pop-up</h1><button style="position:fixed;left:100px;top:100px;width:200px;height:40px"
    onclick="window.close()">Done</button>`,
  '/picture': '<link rel="stylesheet" href="/style.css"><img src="/check.svg" width="300" height="300">',
  '/drag': `<div id="knob" style="position:fixed;left:100px;top:100px;width:50px;height:50px;background:red"></div>
    <script>let held = false
      knob.onpointerdown = () => { held = true }
      onpointermove = event => { if (held) knob.style.left = event.clientX - 25 + 'px' }
      onpointerup = () => { held = false; document.title = knob.style.left }</script>`,
  '/strict': '<input id="user" autofocus>',
}

beforeAll(async () => {
  site = createServer((request, response) => {
    const path = request.url ?? ''
    requested.push(path)
    if (path === '/check.svg') {
      response.setHeader('content-type', 'image/svg+xml')
      return response.end('<svg xmlns="http://www.w3.org/2000/svg"><rect width="300" height="300" fill="red"/></svg>')
    }
    if (path === '/style.css') {
      response.setHeader('content-type', 'text/css')
      return response.end('body { background: url(/back.svg) }')
    }
    response.setHeader('content-type', 'text/html')
    if (path === '/strict') response.setHeader('content-security-policy', "default-src 'none'")
    response.end(`<!doctype html><title>none</title>${PAGES[path] ?? ''}`)
  })
  await new Promise<void>(resolve => site.listen(0, '127.0.0.1', resolve))
  origin = `http://127.0.0.1:${(site.address() as AddressInfo).port}`
})

afterAll(async () => {
  await pool.close()
  site.close()
})

beforeEach(async () => {
  pictures = []
  views = []
  requested = []
  isBlocking = true
  const policy = { allowPrivate: false, privateOrigins: [origin] }
  page = await (await pool.openContext({ policy, blockMedia: () => isBlocking })).newPage()
})

afterEach(async () => {
  await live.close()
  await page.context().close()
})

describe('what a person does', () => {
  test('reaches fields, and their kinds are told', async () => {
    await open('/form')
    perform({ type: 'click', ...at(200, 120) }, { type: 'text', text: 'ann@' })
    perform(...[...'Ünï字€ 1'].map(key => ({ type: 'keydown' as const, key })))
    await until('the text', async () => (await page.inputValue('#user')) === 'ann@Ünï字€ 1')
    expect(view().field).toBe('text')

    perform(
      { type: 'keydown', key: 'Control+a' },
      { type: 'keydown', key: 'Backspace' },
      { type: 'keydown', key: 'Tab' },
    )
    await until('the password field', () => view().field === 'password')
    expect(await page.inputValue('#user')).toBe('')
    perform({ type: 'click', ...at(200, 320) })
    await until('the code field', () => view().field === 'number')
  })

  test('reaches fields in frames', async () => {
    await open('/framed')
    perform({ type: 'click', ...at(200, 220) }, { type: 'text', text: 'hidden' })
    await until('the password field', () => view().field === 'password')
    const [, frame] = page.frames()
    await until('the text', async () => (await frame?.inputValue('#secret')) === 'hidden')
  })

  test('chooses from a list, which no picture shows', async () => {
    await open('/form')
    perform({ type: 'click', ...at(200, 420) })
    await until('the list', () => view().field === 'choice')
    expect(view().choices).toEqual(['France', 'Spain'])
    perform({ type: 'choose', index: 1 })
    await until('the choice', async () => (await page.title()) === 'Spain')
  })

  test('drags', async () => {
    await open('/drag')
    const steps = [150, 250, 350].map(x => ({ type: 'pointer' as const, action: 'move' as const, ...at(x, 125) }))
    perform({ type: 'pointer', action: 'down', ...at(125, 125) }, ...steps)
    perform({ type: 'pointer', action: 'up', ...at(425, 125) })
    await until('the knob', async () => (await page.title()) === '400px')
  })

  test('answers boxes that browsers draw outside the page', async () => {
    await open('/buttons')
    perform({ type: 'click', ...at(200, 220) })
    await until('the box', () => view().dialog)
    expect(view().dialog).toEqual({ kind: 'confirm', message: 'Trust this device?' })
    perform({ type: 'dialog', accept: true })
    await until('the answer', async () => (await page.title()) === 'true')
    expect(view().dialog).toBeNull()

    perform({ type: 'click', ...at(200, 320) })
    await until('the box', () => view().dialog?.kind === 'prompt')
    perform({ type: 'dialog', accept: true, text: 'Ann' })
    await until('the answer', async () => (await page.title()) === 'Ann')
  })

  test('does not wait for ever for a page that hangs', { timeout: 30_000 }, async () => {
    await open('/buttons')
    const fromMs = performance.now()
    perform({ type: 'click', ...at(200, 420) }, { type: 'click', ...at(200, 420) }, { type: 'text', text: 'x' })
    await live.close()
    expect(performance.now() - fromMs).toBeGreaterThan(2900)
    expect(performance.now() - fromMs).toBeLessThan(8000)
  })
})

describe('what a person sees', () => {
  test('the present page at once, what changes, and nothing of a page at rest, a text cursor included', async () => {
    await open('/strict')
    await untilRest()
    const atRest = pictures.length
    expect(pictures.at(-1)).toMatchObject(SIZE)
    // Five times the text cursor's pace.
    await untilRest(2500)
    expect(pictures.length).toBe(atRest)
    perform({ type: 'text', text: 'x' })
    await until('a change', () => pictures.length > atRest)
    await untilRest()
    const last = pictures.at(-1)?.base64
    live.watch(false)
    await untilRest(100)
    pictures = []
    live.watch(true)
    await until('the present picture', () => pictures.length > 0)
    expect(pictures.at(-1)?.base64).toBe(last)
  })

  test('nothing while nobody watches', async () => {
    await open('/form', { isWatched: false })
    perform({ type: 'click', ...at(200, 120) }, { type: 'text', text: 'unseen' })
    await until('the text', async () => (await page.inputValue('#user')) === 'unseen')
    expect(pictures).toEqual([])
  })

  test('the newest of several pages, in the size that was asked for, and the one before when it closes', async () => {
    await open('/buttons')
    perform({ type: 'viewport', width: 500, height: 10_000 })
    await until('the size', () => pictures.at(-1)?.width === 500)
    expect(pictures.at(-1)?.height).toBe(1200)
    perform({ type: 'click', x: 40, y: 10 })
    await until('the pop-up', () => page.context().pages().length === 2)
    await untilRest()
    const ofPopUp = pictures.length
    expect(pictures.at(-1)).toMatchObject({ width: 500, height: 1200 })
    perform({ type: 'click', x: 40, y: 10 })
    await until('the pop-up to close', () => page.context().pages().length === 1)
    await until('the page before', () => pictures.length > ofPopUp)
  })

  test('the address, without what may be secret in it', async () => {
    await open('/form')
    expect(view().address).toBe(origin)
    await page.goto(`${origin}/buttons?token=secret`)
    expect(JSON.stringify(views)).not.toContain('secret')
    await page.goto('about:blank')
    await until('no address', () => view().address === null)
  })

  test('pictures, also those left out while nobody was there', async () => {
    await page.goto(`${origin}/picture`)
    expect(requested).not.toContain('/check.svg')
    isBlocking = false
    take()
    await until('the picture', () => requested.includes('/check.svg') && requested.includes('/back.svg'))
  })
})

test('a page given back has no listeners of ours left', async () => {
  await open('/buttons')
  await live.close()
  await page.getByText('Confirm').click()
  // Dismissed by Playwright itself, as before.
  expect(await page.title()).toBe('false')
  const before = pictures.length
  await page.evaluate(() => document.body.append('changed'))
  expect(pictures.length).toBe(before)
})

async function open(path: string, { isWatched = true } = {}): Promise<void> {
  await page.setViewportSize(SIZE)
  await page.goto(origin + path)
  take(isWatched)
  if (isWatched) await until('the first picture', () => pictures.length > 0)
}

function take(isWatched = true): void {
  live = new LivePage(page, {
    onPicture: async picture => {
      pictures.push(picture)
    },
    onView: view => views.push(view),
  })
  live.watch(isWatched)
}

function perform(...inputs: Exclude<LiveInput, { type: 'close' }>[]): void {
  for (const input of inputs) live.perform(input)
}

function view(): LiveView {
  const latest = views.at(-1)
  if (!latest) throw new Error('Nothing was told of the page')
  return latest
}

function at(x: number, y: number): { x: number; y: number } {
  return { x: (x / SIZE.width) * 100, y: (y / SIZE.height) * 100 }
}

/** No picture for `ms`. */
async function untilRest(ms = 600): Promise<void> {
  let count = pictures.length
  let sinceMs = performance.now()
  await until('the page to rest', () => {
    if (pictures.length !== count) sinceMs = performance.now()
    count = pictures.length
    return performance.now() - sinceMs > ms
  })
}
