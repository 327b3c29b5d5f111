import { existsSync } from 'node:fs'
import type { Browser } from 'playwright-core'
import { explainLaunchFailure } from './browser-unavailable.ts'
import { createDownloadFolder } from './download-folder.ts'
import type { FoundBrowser } from './find-browser.ts'

const LAUNCH_TIMEOUT_MS = 60_000

const FLAGS = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  // UDP goes past a proxy. The same switch has two names: one heard by full Chromium, one by its headless shell.
  '--disable-quic',
  '--webrtc-ip-handling-policy=disable_non_proxied_udp',
  '--force-webrtc-ip-handling-policy=disable_non_proxied_udp',
  // Contexts have a proxy of their own; what belongs to none of them goes to a port nobody listens on. This machine too.
  '--proxy-server=http://127.0.0.1:9',
  '--proxy-bypass-list=<-loopback>',
]

/** What Chromium needs of our environment. The rest may hold secrets, and pages of strangers run in there. */
const ENV_NAMES = [
  ...['PATH', 'HOME', 'LANG', 'LC_ALL', 'TZ', 'TMPDIR', 'LD_LIBRARY_PATH', 'FONTCONFIG_FILE', 'FONTCONFIG_PATH'],
  ...['SYSTEMROOT', 'PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA', 'APPDATA', 'USERPROFILE', 'TEMP', 'TMP'],
]

/** True unless we are root, whom Chromium's sandbox refuses. */
export const IS_SANDBOXED = process.getuid?.() !== 0

/** Starts or joins the browser that was found. Throws `BrowserUnavailable`. */
export async function launchBrowser(found: FoundBrowser): Promise<Browser> {
  // 60 MB of memory that a server without browser work never needs.
  const { chromium } = await import('playwright-core')
  if (found.kind === 'remote') {
    return chromium.connectOverCDP(found.location, { timeout: LAUNCH_TIMEOUT_MS }).catch(cause => {
      throw explainLaunchFailure('The browser at BROWSER_WS_ENDPOINT', cause)
    })
  }
  const downloads = await createDownloadFolder()
  try {
    const browser = await chromium.launch({
      executablePath: found.location,
      headless: true,
      chromiumSandbox: IS_SANDBOXED,
      args: FLAGS,
      env: browserEnv(found.env),
      downloadsPath: downloads.path,
      timeout: LAUNCH_TIMEOUT_MS,
      // The server stops its parts in order by itself; Playwright would end the process.
      handleSIGINT: false,
      handleSIGTERM: false,
      handleSIGHUP: false,
    })
    browser.once('disconnected', () => void downloads.remove())
    return browser
  } catch (cause) {
    await downloads.remove()
    throw explainLaunchFailure(found.location, cause)
  }
}

function browserEnv(own: Record<string, string>): Record<string, string> {
  const inherited = Object.entries(process.env).filter(
    (entry): entry is [string, string] => ENV_NAMES.includes(entry[0].toUpperCase()) && entry[1] !== undefined,
  )
  const env = { ...Object.fromEntries(inherited), ...own }
  // Some container users have no home, or one that is not there; Chromium then stumbles over its crash reports.
  const { HOME } = env as { HOME?: string }
  return HOME && existsSync(HOME) ? env : { ...env, HOME: process.env.TMPDIR || '/tmp' }
}
