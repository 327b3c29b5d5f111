import { type Browser, chromium } from 'playwright-core'

/** Flags that keep a Chromium quiet; `--no-sandbox` only where the sandbox cannot work. */
const FLAGS = [
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--disable-quic',
]

/** A real Chromium for a test file; whoever launches it closes it. */
export async function launchTestBrowser(): Promise<Browser> {
  const { default: packaged } = await import('@sparticuz/chromium')
  return chromium.launch({ executablePath: process.env.CHROME_PATH ?? (await packaged.executablePath()), args: FLAGS })
}
