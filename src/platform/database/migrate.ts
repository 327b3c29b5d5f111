import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type Kysely, sql } from 'kysely'
import { type Migration, Migrator } from 'kysely/migration'
import { DatabaseUnusable } from './database-unusable.ts'

const FOLDER = join(import.meta.dirname, '../../../migrations')

/** SQLSTATE of a table that is not there: an empty database. */
const UNDEFINED_TABLE = '42P01'

/**
 * Runs what is missing, in order, each once; several processes starting together wait for one advisory lock. Throws
 * `DatabaseUnusable` for tables of a newer release.
 */
export async function migrate<Schema>(db: Kysely<Schema>): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations } })
  const { error } = await migrator.migrateToLatest()
  if (!error) return
  const { unknown } = await compareMigrations(db)
  if (unknown.length === 0) throw error
  throw new DatabaseUnusable(
    `The database was used by a newer release (${unknown.join(', ')}): start that one, or restore a backup from before it.`,
    { cause: error },
  )
}

/**
 * How the database's tables differ from this release's: `missing` run at the next start; `unknown` were made by a newer
 * release, and this one refuses to start on them. Changes nothing.
 */
export async function compareMigrations<Schema>(db: Kysely<Schema>): Promise<{ missing: string[]; unknown: string[] }> {
  const ours = Object.keys(await getMigrations())
  const { rows } = await sql<{ name: string }>`select name from kysely_migration`.execute(db).catch(error => {
    if ((error as { code?: string }).code === UNDEFINED_TABLE) return { rows: [] }
    throw error
  })
  const theirs = rows.map(({ name }) => name)
  return { missing: ours.filter(name => !theirs.includes(name)), unknown: theirs.filter(name => !ours.includes(name)) }
}

async function getMigrations(): Promise<Record<string, Migration>> {
  const files = (await readdir(FOLDER)).filter(file => file.endsWith('.ts')).sort()
  const migrations = files.map(async file => [file.slice(0, -3), await load(file)] as const)
  return Object.fromEntries(await Promise.all(migrations))
}

async function load(file: string): Promise<Migration> {
  return (await import(pathToFileURL(join(FOLDER, file)).href)) as Migration
}
