import pg from 'pg'
import { expect, test } from 'vitest'
import { createTestDatabase } from './test-database.ts'

test('every copy has the template’s contents, prepared once, and nothing of the others', async () => {
  let prepared = 0
  const template = {
    template: 'towns',
    async prepare(url: string) {
      prepared++
      await run(url, 'create table town (name text)')
      await run(url, "insert into town values ('Ghent')")
    },
  }
  const [one, two, three] = await Promise.all([1, 2, 3].map(() => createTestDatabase(template)))
  if (!one || !two || !three) throw new Error('Three databases were asked for')
  await run(one.url, "insert into town values ('Lille')")

  expect(await run(one.url, 'select name from town')).toEqual([{ name: 'Ghent' }, { name: 'Lille' }])
  expect(await run(two.url, 'select name from town')).toEqual([{ name: 'Ghent' }])
  expect(prepared).toBe(1)

  await Promise.all([one.drop(), two.drop(), three.drop()])
  await expect(run(one.url, 'select 1')).rejects.toThrow('does not exist')
})

test('a preparation that fails is tried again by the next file', async () => {
  const broken = { template: 'broken', prepare: () => Promise.reject(new Error('Bad migration')) }
  await expect(createTestDatabase(broken)).rejects.toThrow('Bad migration')

  const mended = await createTestDatabase({
    template: 'broken',
    prepare: async url => void (await run(url, 'select 1')),
  })
  await mended.drop()
})

test('without a template the database is empty, and can be dropped while somebody is connected', async () => {
  const database = await createTestDatabase()
  const client = new pg.Client({ connectionString: database.url })
  client.on('error', () => {})
  await client.connect()
  const { rows } = await client.query("select from pg_tables where schemaname = 'public'")
  expect(rows).toEqual([])

  const ended = new Promise(resolve => client.once('end', resolve))
  await database.drop()
  await ended
})

async function run(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query(sql)).rows
  } finally {
    await client.end()
  }
}
