import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { BrowserContext } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readDocument } from '#documents/read-document.ts'
import { openTestBrowser, type TestBrowser } from '../../../tests/setup/test-browser.ts'
import { pageOfText, RenderingFailed, renderReceipt } from './render-receipt.ts'

let testBrowser: TestBrowser
let browser: BrowserContext
let server: Server
let origin: string
const asked: string[] = []

beforeAll(async () => {
  server = createServer((request, response) => {
    asked.push(request.url ?? '')
    response.end('document.title = "loaded"')
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  testBrowser = openTestBrowser({ privateOrigins: [origin] })
  browser = await testBrowser.openContext()
})
afterAll(async () => {
  await testBrowser.close()
  server.close()
})

const mail = {
  sender: 'Acme <billing@acme.example>',
  subject: 'Your receipt',
  sentAt: new Date('2026-10-03T08:09:10Z'),
  html: `<!doctype html><html><head><style>td { color: navy }</style></head><body bgcolor="#ffffff">
    <h1>Receipt</h1><table><tr><td>Receipt number</td><td>1042-7731</td></tr><tr><td>Date paid</td><td>3 October 2026</td></tr>
    <tr><td>Amount paid</td><td>€24.00</td></tr></table></body></html>`,
}

test('a receipt becomes a PDF whose facts can be read', async () => {
  const { mimetype, facts } = await readDocument(await renderReceipt(browser, mail))
  expect(mimetype).toBe('application/pdf')
  expect(facts.number?.value).toBe('1042-7731')
  expect(facts.issuedOn?.value).toBe('2026-10-03')
  expect(facts.total?.value).toBe('24.00')
  expect(facts.currency?.value).toBe('EUR')
})

test('a plain text becomes one too, letters that mean something in HTML included', async () => {
  const html = pageOfText('Receipt number: 77-<b>1\nDate: 2026-10-03\nTotal: EUR 12.00 & no more')
  const { facts } = await readDocument(await renderReceipt(browser, { ...mail, html }))
  expect(facts.total?.value).toBe('12.00')
})

test('the same mail makes the same file, dated as the mail', async () => {
  const [one, other] = [await renderReceipt(browser, mail), await renderReceipt(browser, mail)]
  expect(Buffer.from(one).equals(other)).toBe(true)
  expect(Buffer.from(one).toString('latin1')).toContain('/CreationDate (D:20261003080910')
})

test('nothing is asked for on the network, and nothing runs', async () => {
  const html = `<link rel="stylesheet" href="${origin}/style.css"><link rel="preconnect" href="${origin}">
    <meta http-equiv="refresh" content="0; url=${origin}/refreshed"><base href="${origin}/">
    <style>@import url(${origin}/import.css); @font-face { font-family: f; src: url(${origin}/font) } p { font-family: f }</style>
    <img src="${origin}/pixel.gif"><img src="relative.gif"><iframe src="${origin}/frame"></iframe><object data="${origin}/object"></object>
    <video src="${origin}/film" autoplay></video><script src="${origin}/script.js"></script>
    <svg><image href="${origin}/svg.png"/></svg><div style="background: url(${origin}/background.png)">
    <p id="said">Not run</p></div><img src="x:" onerror="said.textContent = 'Handler run'">
    <script>said.textContent = 'Script run'; fetch('${origin}/fetched'); new WebSocket('${origin.replace('http', 'ws')}/socket')</script>
    <form action="${origin}/form" name="f"><input autofocus onfocus="f.submit()"></form>`
  const { text } = await textOf(await renderReceipt(browser, { ...mail, html: `<body>${html}</body>` }))
  expect(text).toContain('Not run')
  expect(asked).toEqual([])
})

test('a picture inside the mail is drawn', async () => {
  const png = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='
  const drawn = await renderReceipt(browser, { ...mail, html: `<img width=90 src="data:image/png;base64,${png}">` })
  expect(Buffer.from(drawn).toString('latin1')).toContain('/Subtype /Image')
})

test('a mail that can never be drawn is this mail’s trouble only', async () => {
  const context = await testBrowser.openContext()
  await context.close()
  await expect(renderReceipt(context, mail)).rejects.toBeInstanceOf(RenderingFailed)
})

test('pages close behind us, and paper is not without end', async () => {
  const long = await renderReceipt(browser, { ...mail, html: '<p>line</p>'.repeat(5_000) })
  expect((await textOf(long)).totalPages).toBe(20)
  expect(browser.pages()).toEqual([])
})

async function textOf(bytes: Uint8Array): Promise<{ text: string; totalPages: number }> {
  const { extractText } = await import('unpdf')
  return extractText(new Uint8Array(bytes), { mergePages: true })
}
