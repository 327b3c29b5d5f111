import { dirname } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { claimCluster } from './claim-cluster.ts'
import { DatabaseUnusable } from './database-unusable.ts'
import { folderInUse } from './explain-postgres-failure.ts'
import { stopPostmaster } from './postmaster.ts'
import { isPostmasterOf, readPostmasterFile, removeStalePostmasterFile } from './postmaster-file.ts'

/** PostgreSQL creates its file and fills it in two steps. */
const FILE_IS_WRITTEN_WITHIN_MS = 500

/** A killed server's claim is free as soon as PostgreSQL was scheduled to notice; a living one's never is. */
const CLAIM_IS_FREE_WITHIN_MS = 1000

/**
 * Makes way for our own PostgreSQL: stops the one that a killed server left behind and removes its file, or throws
 * `DatabaseUnusable` when a living server is behind it. Returns the id of the process that was stopped.
 *
 * It is stopped, not adopted: then there is one way to run (our child, our settings, our log) and not two.
 */
export async function evictOrphan(clusterFolder: string, password: string): Promise<number | undefined> {
  let file = readPostmasterFile(clusterFolder)
  if (file === 'unreadable') {
    await sleep(FILE_IS_WRITTEN_WITHIN_MS)
    file = readPostmasterFile(clusterFolder)
  }
  if (file === undefined) return undefined
  if (file === 'unreadable' || !isPostmasterOf(clusterFolder, file.pid)) {
    removeStalePostmasterFile(clusterFolder, file)
    return undefined
  }
  const { pid, port } = file
  const isRunning = () => isPostmasterOf(clusterFolder, pid)
  const claim = await claimCluster({ port, password, isRunning, takenForMs: CLAIM_IS_FREE_WITHIN_MS })
  if (claim === 'taken') throw folderInUse(dirname(clusterFolder))
  if (claim === 'silent') throw silent(pid)
  // The claim is kept until the process is gone: of several starts, only one may believe in the orphan.
  if (claim !== 'gone') await stopPostmaster({ pid, isRunning })
  removeStalePostmasterFile(clusterFolder, file)
  return pid
}

function silent(pid: number): DatabaseUnusable {
  return new DatabaseUnusable(
    `A PostgreSQL of an earlier start (process ${pid}) neither answers nor ends: stop it with "kill -QUIT ${pid}" and start again.`,
  )
}
