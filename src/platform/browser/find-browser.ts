import { constants } from 'node:fs'
import { access, open, realpath } from 'node:fs/promises'
import { homedir } from 'node:os'
import { delimiter, join } from 'node:path'
import { BrowserUnavailable } from './browser-unavailable.ts'
import { unpackBundledChromium } from './bundled-chromium.ts'

export interface BrowserChoice {
  /** A remote Chromium's DevTools address: used before anything else. */
  wsEndpoint?: string | undefined
  /** This executable and no other. */
  chromePath?: string | undefined
  /** Where our own Chromium is unpacked, once per version (210 MB). */
  cacheDir?: string | undefined
}

export type FoundBrowser =
  | { kind: 'remote'; location: string }
  | { kind: 'configured' | 'installed' | 'bundled'; location: string; env: Record<string, string> }

const LINUX_NAMES = ['google-chrome-stable', 'google-chrome', 'chromium', 'chromium-browser', 'microsoft-edge-stable']

const MAC_NAMES = ['Google Chrome', 'Chromium', 'Microsoft Edge']

const WINDOWS_PATHS = [
  'Google\\Chrome\\Application\\chrome.exe',
  'Chromium\\Application\\chrome.exe',
  'Microsoft\\Edge\\Application\\msedge.exe',
]

/** The browser to use, in DESIGN.md's order. Throws `BrowserUnavailable` with the way out. */
export async function findBrowser(choice: BrowserChoice, env: NodeJS.ProcessEnv = process.env): Promise<FoundBrowser> {
  const { wsEndpoint, chromePath, cacheDir } = choice
  if (wsEndpoint) return { kind: 'remote', location: wsEndpoint }
  if (chromePath) {
    if (await isExecutable(chromePath)) return { kind: 'configured', location: chromePath, env: {} }
    throw new BrowserUnavailable(`CHROME_PATH: ${chromePath} is not a file this process may run.`)
  }
  for (const path of usualPaths(process.platform, env)) {
    if ((await isExecutable(path)) && !(await isSnap(path))) return { kind: 'installed', location: path, env: {} }
  }
  return { kind: 'bundled', ...(await unpackBundledChromium(cacheDir, env)) }
}

async function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  )
}

function usualPaths(platform: NodeJS.Platform, env: NodeJS.ProcessEnv): string[] {
  if (platform === 'win32') {
    const roots = [env.PROGRAMFILES, env['PROGRAMFILES(X86)'], env.LOCALAPPDATA].filter(root => root !== undefined)
    return WINDOWS_PATHS.flatMap(path => roots.map(root => join(root, path)))
  }
  if (platform === 'darwin') {
    const roots = ['/Applications', join(homedir(), 'Applications')]
    return MAC_NAMES.flatMap(name => roots.map(root => join(root, `${name}.app/Contents/MacOS/${name}`)))
  }
  const folders = [...(env.PATH ?? '').split(delimiter).filter(folder => folder !== ''), '/usr/bin', '/usr/local/bin']
  return LINUX_NAMES.flatMap(name => folders.map(folder => join(folder, name)))
}

/** A snap has a /tmp of its own, so its downloads never reach us; Ubuntu's `chromium-browser` only starts the snap. */
async function isSnap(path: string): Promise<boolean> {
  const real = await realpath(path)
  if (real.startsWith('/snap/') || real === '/usr/bin/snap') return true
  const file = await open(real)
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(4096), 0, 4096, 0)
    const start = buffer.toString('latin1', 0, bytesRead)
    return start.startsWith('#!') && start.includes('/snap/bin/')
  } finally {
    await file.close()
  }
}
