import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../../tests/setup/test-database.ts'
import { until } from '../../../tests/setup/until.ts'
import { type Lookups, openLookups } from './lookup-connection.ts'

const ECHO = { name: 'echo', text: "select $1::int as number, '2026-01-31'::date as day, pg_backend_pid() as pid" }

interface Row {
  number: number
  day: string
  pid: number
}

let database: TestDatabase
let lookups: Lookups

beforeAll(async () => {
  database = await createTestDatabase()
  lookups = await openLookups(database.url)
})

afterAll(async () => {
  await lookups.close()
  await database.drop()
})

test('answers each of many questions at once with its own row, over one connection', async () => {
  const rows = await Promise.all(Array.from({ length: 500 }, (_, number) => lookups.find<Row>(ECHO, [number])))
  expect(rows.map(row => row?.number)).toEqual(Array.from({ length: 500 }, (_, number) => number))
  expect(new Set(rows.map(row => row?.pid)).size).toBe(1)
  expect(rows[0]?.day).toBe('2026-01-31')
})

test('a question that fails fails alone', async () => {
  const bad = lookups.find({ name: 'bad', text: 'select 1 / $1::int' }, [0])
  const good = lookups.find<Row>(ECHO, [7])
  await expect(bad).rejects.toThrow('division by zero')
  expect((await good)?.number).toBe(7)
})

test('goes on over a new connection when PostgreSQL ended the old one', async () => {
  const before = await lookups.find<Row>(ECHO, [1])
  const admin = new pg.Client({ connectionString: database.url })
  await admin.connect()
  await admin.query('select pg_terminate_backend($1)', [before?.pid])
  await admin.end()
  const after = await until('another connection', async () => {
    const row = await lookups.find<Row>(ECHO, [2]).catch(() => undefined)
    return row && row.pid !== before?.pid && row
  })
  expect(after.number).toBe(2)
})
