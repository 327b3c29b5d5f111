import { join } from 'node:path'
import { sql } from 'kysely'
import type { Config } from '#config.ts'
import { startEmbeddedPostgres } from '#platform/database/embedded-postgres.ts'
import { inspectEmbeddedPostgres } from '#platform/database/inspect-embedded-postgres.ts'
import { compareMigrations } from '#platform/database/migrate.ts'
import { type DatabaseConnection, openDatabase } from '#platform/database/open-database.ts'
import type { Schema } from '#records/schema.ts'
import { amiss, type Check, fine, unusable } from './check.ts'

/** Enough for one question after the other. */
const POOL_SIZE = 4

export interface InspectedDatabase {
  check: Check
  /** For the checks that ask it something; undefined when there is none, or none yet. */
  connection: DatabaseConnection<Schema> | undefined
}

/**
 * Opens the database as the server would. One that runs is only asked; a stopped embedded one is started, and stopped
 * again when `resources` are released.
 */
export async function inspectDatabase(config: Config, resources: AsyncDisposableStack): Promise<InspectedDatabase> {
  const name = 'database'
  try {
    const place = await findPlace(config, resources)
    if (place.url === undefined) return { check: fine(name, place.what), connection: undefined }
    const connection = await openDatabase<Schema>(place.url, POOL_SIZE)
    resources.defer(() => connection.close())
    return { check: await describe(name, place.what, connection), connection }
  } catch (error) {
    return { check: unusable(name, error), connection: undefined }
  }
}

async function findPlace(
  { databaseUrl, dataDir }: Config,
  resources: AsyncDisposableStack,
): Promise<{ url: string | undefined; what: string }> {
  if (databaseUrl) return { url: databaseUrl, what: `external, ${new URL(databaseUrl).host}` }
  const folder = join(dataDir, 'postgres')
  const found = inspectEmbeddedPostgres(folder)
  if (found.state === 'absent')
    return { url: undefined, what: `embedded, will be made in ${folder} at the first start` }
  if (found.state === 'running') return { url: found.url, what: `embedded, running (process ${found.pid})` }
  const started = await startEmbeddedPostgres({ folder })
  resources.defer(() => started.stop())
  return { url: started.url, what: 'embedded, not running; it starts and stops well' }
}

async function describe(name: string, what: string, { db }: DatabaseConnection<Schema>): Promise<Check> {
  const { rows } = await sql<{ server_version: string }>`show server_version`.execute(db)
  const { missing, unknown } = await compareMigrations(db)
  const detail = `${what}, PostgreSQL ${rows[0]?.server_version}`
  if (unknown.length > 0) {
    const advice = 'Start the newer release that made these tables, or restore a backup from before it.'
    return amiss(name, `${detail}, with tables of a newer release (${unknown.join(', ')})`, advice)
  }
  const migrations =
    missing.length === 0 ? 'tables up to date' : `${missing.length} migrations to run at the next start`
  return fine(name, `${detail}, ${migrations}`)
}
