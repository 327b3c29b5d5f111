import { freePort } from './free-port.ts'
import { type StartedProcess, startProcess } from './start-process.ts'
import type { TestServer } from './test-server.ts'

/** A process that only works, on the database, files and key of a server that only answers (`ROLE=api`). */
export async function startWorker(
  server: Pick<TestServer, 'origin' | 'dataDir' | 'databaseUrl'>,
): Promise<StartedProcess> {
  return startProcess({
    ROLE: 'worker',
    PORT: String(await freePort()),
    PUBLIC_URL: server.origin,
    DATA_DIR: server.dataDir,
    DATABASE_URL: server.databaseUrl,
  })
}
