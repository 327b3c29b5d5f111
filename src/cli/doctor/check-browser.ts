import type { Config } from '#config.ts'
import { createBrowserPool } from '#platform/browser/browser-pool.ts'
import { BrowserUnavailable } from '#platform/browser/browser-unavailable.ts'
import { amiss, type Check, fine, unusable } from './check.ts'

/** Starts the browser that runs would use. */
export async function checkBrowser({ role, chromePath, browserWsEndpoint }: Config): Promise<Check> {
  if (role === 'api') return fine('browser', 'not needed with ROLE=api')
  const quiet = { info() {}, warn() {} }
  const pool = createBrowserPool({ log: quiet, chromePath, wsEndpoint: browserWsEndpoint })
  try {
    const { kind, location, version, isSandboxed } = await pool.describe()
    const sandbox = isSandboxed === false ? ', without its sandbox because we are root' : ''
    return fine('browser', `${version}, ${kind}: ${location}${sandbox}`)
  } catch (error) {
    if (error instanceof BrowserUnavailable) return unusable('browser', error)
    return amiss('browser', 'does not start', String(error))
  } finally {
    await pool.close()
  }
}
