import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Kysely } from 'kysely'
import { type Migration, Migrator } from 'kysely/migration'

const FOLDER = join(import.meta.dirname, '../../../migrations')

/** Runs what is missing, in order, each once; several processes starting together wait for one advisory lock. */
export async function migrate<Schema>(db: Kysely<Schema>): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations } })
  const { error } = await migrator.migrateToLatest()
  if (error) throw error
}

async function getMigrations(): Promise<Record<string, Migration>> {
  const files = (await readdir(FOLDER)).filter(file => file.endsWith('.ts')).sort()
  const migrations = files.map(async file => [file.slice(0, -3), await load(file)] as const)
  return Object.fromEntries(await Promise.all(migrations))
}

async function load(file: string): Promise<Migration> {
  return (await import(pathToFileURL(join(FOLDER, file)).href)) as Migration
}
