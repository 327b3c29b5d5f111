import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../../tests/setup/test-database.ts'
import { DatabaseUnusable } from './database-unusable.ts'
import { compareMigrations, migrate } from './migrate.ts'
import { type DatabaseConnection, openDatabase } from './open-database.ts'

let database: TestDatabase
let connection: DatabaseConnection<object>
beforeAll(async () => {
  database = await createTestDatabase()
  connection = await openDatabase(database.url, 4)
})
afterAll(async () => {
  await connection.close()
  await database.drop()
})

test('comparing changes nothing in an empty database', async () => {
  const { missing, unknown } = await compareMigrations(connection.db)
  expect(missing[0]).toBe('0001-first-tables')
  expect(unknown).toEqual([])
  const { rows } = await sql`select from pg_tables where schemaname = 'public'`.execute(connection.db)
  expect(rows).toEqual([])
})

test('two starts at once bring the tables up to date once', async () => {
  await Promise.all([migrate(connection.db), migrate(connection.db)])
  expect(await compareMigrations(connection.db)).toEqual({ missing: [], unknown: [] })
})

test('tables of a newer release are refused with a sentence for the operator', async () => {
  await sql`insert into kysely_migration (name, timestamp) values ('9999-from-the-future', '')`.execute(connection.db)
  const refusal = await migrate(connection.db).catch(error => error)
  expect(refusal).toBeInstanceOf(DatabaseUnusable)
  expect(refusal.message).toContain('9999-from-the-future')
})
