import { execFileSync } from 'node:child_process'
import { readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'

/** What a running PostgreSQL says of itself in its cluster's `postmaster.pid`. */
export interface PostmasterFile {
  readonly pid: number
  readonly port: number
}

/** `undefined`: no server is or was running. `'unreadable'`: a half-written file, from a power cut or this instant. */
export function readPostmasterFile(clusterFolder: string): PostmasterFile | 'unreadable' | undefined {
  const content = contentOf(clusterFolder)
  if (content === undefined) return undefined
  const [pid = '', , , port = ''] = content.split('\n')
  return /^\d+$/.test(pid) && /^\d+$/.test(port) ? { pid: Number(pid), port: Number(port) } : 'unreadable'
}

/** PostgreSQL would refuse to start when the file's process id meanwhile belongs to any other process of the user. */
export function removeStalePostmasterFile(clusterFolder: string, stale: PostmasterFile | 'unreadable'): void {
  // Another start may have put its own file there since we looked.
  if (!isDeepStrictEqual(readPostmasterFile(clusterFolder), stale)) return
  rmSync(join(clusterFolder, 'postmaster.pid'), { force: true })
}

/**
 * The name we give to a cluster's server; it shows in the process list. The inode follows the folder when it is
 * moved, and differs in a copy.
 */
export function clusterName(clusterFolder: string): string {
  return `invoice-collector-${statSync(clusterFolder).ino}`
}

/** Whether this process is the PostgreSQL of this cluster: after a crash its id may belong to anything. */
export function isPostmasterOf(clusterFolder: string, pid: number): boolean {
  return isProcessAlive(pid) && commandLine(pid).includes(`cluster_name=${clusterName(clusterFolder)}`)
}

export function isProcessAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/** Arguments separated by NUL or spaces; empty for a process that ended and was not yet buried by its parent. */
function commandLine(pid: number): string[] {
  try {
    const line =
      process.platform === 'linux'
        ? readFileSync(`/proc/${pid}/cmdline`, 'utf8')
        : execFileSync('ps', ['-ww', '-o', 'args=', '-p', String(pid)], { encoding: 'utf8' })
    return line.split(/[\0\s]/)
  } catch {
    return [] // It ended in between.
  }
}

function contentOf(clusterFolder: string): string | undefined {
  try {
    return readFileSync(join(clusterFolder, 'postmaster.pid'), 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}
