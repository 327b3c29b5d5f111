import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import { DatabaseUnusable } from './database-unusable.ts'
import { parseColumn } from './parse-column.ts'

const OLDEST_SUPPORTED = 14
const CONNECT_TIMEOUT_MS = 5000

export interface DatabaseConnection<Schema> {
  db: Kysely<Schema>
  close(): Promise<void>
}

/**
 * Opens a pool and proves that the server answers; throws `DatabaseUnusable` with a sentence for the operator.
 */
export async function openDatabase<Schema>(url: string, poolSize: number): Promise<DatabaseConnection<Schema>> {
  const pool = new pg.Pool({
    connectionString: url,
    max: poolSize,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    application_name: 'invoice-collector',
    types: { getTypeParser: parseColumn },
  })
  // A connection lost while idle is replaced by the pool; without a listener Node would end the process.
  pool.on('error', () => {})
  try {
    await checkVersion(pool)
  } catch (error) {
    await pool.end()
    throw error
  }
  const db = new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) })
  return { db, close: () => db.destroy() }
}

async function checkVersion(pool: pg.Pool): Promise<void> {
  const version = await serverVersion(pool)
  if (version >= OLDEST_SUPPORTED) return
  throw new DatabaseUnusable(`PostgreSQL ${version} is too old: version ${OLDEST_SUPPORTED} or newer is needed.`)
}

async function serverVersion(pool: pg.Pool): Promise<number> {
  try {
    const { rows } = await pool.query<{ server_version_num: string }>('show server_version_num')
    return Math.floor(Number(rows[0]?.server_version_num) / 10_000)
  } catch (cause) {
    throw new DatabaseUnusable(`The database of DATABASE_URL cannot be used: ${describe(cause)}.`, { cause })
  }
}

/** node-postgres hides the reasons of a failed connection to several addresses in an AggregateError. */
function describe(cause: unknown): string {
  if (cause instanceof AggregateError) return cause.errors.map(describe).join('; ')
  return cause instanceof Error ? cause.message : String(cause)
}
