import { type Browser, chromium } from 'playwright-core'
import { findBrowser } from '#platform/browser/find-browser.ts'
import { IS_SANDBOXED } from '#platform/browser/launch-browser.ts'

/** The Chromium of this machine as a person has it, without the guard our collectors live behind. */
export async function launchPlainBrowser(): Promise<Browser> {
  const found = await findBrowser({ chromePath: process.env.CHROME_PATH })
  if (found.kind === 'remote') throw new Error('No browser was asked for over the network')
  return chromium.launch({
    executablePath: found.location,
    chromiumSandbox: IS_SANDBOXED,
    env: { ...process.env, ...found.env },
    args: [
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
      '--disable-quic',
    ],
  })
}
