import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { startEmbeddedPostgres } from '#platform/database/embedded-postgres.ts'
import { evictOrphan } from '#platform/database/evict-orphan.ts'
import { isProcessAlive } from '#platform/database/postmaster-file.ts'

export interface TestPostgres {
  url: string
  stop(): Promise<void>
}

const FOLDER_PREFIX = 'invoice-collector-tests-'

/** A crash may lose everything: the folder is deleted anyway. */
const FAST_AND_FORGETFUL = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '300' }

/** The given server, left without our databases at the end, or an embedded one that is deleted at the end. */
export async function startTestPostgres(externalUrl: string | undefined): Promise<TestPostgres> {
  if (externalUrl) return { url: externalUrl, stop: () => dropTestDatabases(externalUrl) }
  await removeLeftovers()
  const folder = mkdtempSync(join(tmpdir(), `${FOLDER_PREFIX}${process.pid}-`))
  chmodSync(folder, 0o711) // As root, another user runs PostgreSQL and has to get in.
  const postgres = await startEmbeddedPostgres({ folder: join(folder, 'postgres'), settings: FAST_AND_FORGETFUL })
  return {
    url: postgres.url,
    async stop() {
      await postgres.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function dropTestDatabases(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const { rows } = await client.query<{ name: string }>(
      'select datname as name from pg_database where starts_with(datname, $1)',
      [`ic_test_${process.pid}_`],
    )
    for (const { name } of rows) await dropDatabase(client, name)
  } finally {
    await client.end()
  }
}

async function dropDatabase(client: pg.Client, name: string): Promise<void> {
  const database = client.escapeIdentifier(name)
  await client.query(`drop database ${database} with (force)`)
}

/** A run that was killed could not clean up: its server may even be running still. */
async function removeLeftovers(): Promise<void> {
  for (const name of readdirSync(tmpdir()).filter(name => name.startsWith(FOLDER_PREFIX))) {
    if (isProcessAlive(Number.parseInt(name.slice(FOLDER_PREFIX.length), 10))) continue
    const folder = join(tmpdir(), name)
    try {
      const password = readFileSync(join(folder, 'postgres/password'), 'utf8').trim()
      await evictOrphan(join(folder, 'postgres/cluster'), password)
      rmSync(folder, { recursive: true, force: true })
    } catch (error) {
      // Another user's, or taken away by another run at this moment: neither is a reason not to test.
      console.warn(`Left ${folder} in place:`, error instanceof Error ? error.message : error)
    }
  }
}
