import { createBrowserPool } from '../src/platform/browser/browser-pool.ts'

/** Loads a page in Chromium and adds up the bytes that travelled for it, headers included. */
export async function measurePageBytes(url: string): Promise<number> {
  const browsers = createBrowserPool({ log: { info: () => {}, warn: () => {} } })
  try {
    const context = await browsers.openContext({ policy: { allowPrivate: true } })
    const page = await context.newPage()
    const session = await context.newCDPSession(page)
    let bytes = 0
    session.on('Network.loadingFinished', ({ encodedDataLength }) => {
      bytes += encodedDataLength
    })
    await session.send('Network.enable')
    await page.goto(url, { waitUntil: 'networkidle' })
    return bytes
  } finally {
    await browsers.close()
  }
}
