import { mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const PREFIX = 'invoice-collector-downloads-'

/** Younger folders may belong to a process that we cannot see: another container on the same folder. */
const LEFTOVER_AFTER_MS = 24 * 3600_000

export interface DownloadFolder {
  path: string
  remove(): Promise<void>
}

/**
 * A private folder for one browser's downloads, under names Playwright makes up; it deletes a context's files when
 * that is closed. What a killed process left behind goes too: those are people's invoices.
 */
export async function createDownloadFolder(parent = tmpdir(), now = Date.now()): Promise<DownloadFolder> {
  await removeLeftovers(parent, now)
  const path = await mkdtemp(join(parent, `${PREFIX}${process.pid}-`))
  return { path, remove: () => rm(path, { recursive: true, force: true, maxRetries: 3 }) }
}

async function removeLeftovers(parent: string, now: number): Promise<void> {
  for (const name of (await readdir(parent)).filter(name => name.startsWith(PREFIX))) {
    const path = join(parent, name)
    const folder = await stat(path).catch(() => undefined)
    const isLeftover = folder && now - folder.mtimeMs > LEFTOVER_AFTER_MS && !isAlive(Number(name.split('-').at(-2)))
    // Another user's folder cannot be removed, and need not be by us.
    if (isLeftover) await rm(path, { recursive: true, force: true }).catch(() => {})
  }
}

function isAlive(pid: number): boolean {
  if (pid === process.pid) return true
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
