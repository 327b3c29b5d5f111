import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { inject } from 'vitest'
import type { TestPostgresAnswer } from './start-test-services.ts'

/** A database of one test file. */
export interface TestDatabase {
  readonly url: string
  /** Closes whatever is still connected to it. */
  drop(): Promise<void>
}

export interface Template {
  /** The same name means the same contents, in all test files of a run. */
  template: string
  /** Fills the empty database; called once per run. Must close its connections. */
  prepare(url: string): Promise<void>
}

/** A fresh database: a copy of the template, or an empty one. */
export async function createTestDatabase(template?: Template): Promise<TestDatabase> {
  const { url, prefix } = await askForPostgres()
  const name = `${prefix}${randomBytes(6).toString('hex')}`
  await withConnection(url, async admin => {
    const source = template ? await ensureTemplate(admin, { url, prefix, ...template }) : 'template1'
    await admin.query(`create database ${quote(name)} template ${quote(source)} ${await fastStrategy(admin)}`)
  })
  return {
    url: withDatabase(url, name),
    drop: () =>
      withConnection(url, async admin => {
        await admin.query(`drop database if exists ${quote(name)} with (force)`)
      }),
  }
}

/** Copying files takes a tenth of copying through the log, which only a durable server needs; PostgreSQL 14 always does. */
async function fastStrategy(admin: pg.Client): Promise<string> {
  const { rows } = await admin.query<{ version: number }>(
    "select current_setting('server_version_num')::int as version",
  )
  return Number(rows[0]?.version) >= 150_000 ? 'strategy file_copy' : ''
}

async function askForPostgres(): Promise<TestPostgresAnswer> {
  const response = await fetch(inject('testServicesUrl'))
  if (!response.ok) throw new Error(`No PostgreSQL to test with: ${await response.text()}`)
  return (await response.json()) as TestPostgresAnswer
}

/** Test files run in several processes: one prepares, the others wait for its lock and find the work done. */
async function ensureTemplate(admin: pg.Client, wanted: Template & TestPostgresAnswer): Promise<string> {
  const name = `${wanted.prefix}template_${wanted.template}`
  if (await exists(admin, name)) return name
  await admin.query('select pg_advisory_lock(hashtext($1))', [name])
  try {
    if (!(await exists(admin, name))) await createTemplate(admin, name, wanted)
  } finally {
    await admin.query('select pg_advisory_unlock(hashtext($1))', [name])
  }
  return name
}

/** It gets its name when it is complete: a failed preparation is not taken for a template by the next file. */
async function createTemplate(admin: pg.Client, name: string, { url, prepare }: Template & TestPostgresAnswer) {
  const unfinished = `${name}_unfinished`
  await admin.query(`drop database if exists ${quote(unfinished)} with (force)`)
  await admin.query(`create database ${quote(unfinished)}`)
  await prepare(withDatabase(url, unfinished))
  // Nobody may connect any more: PostgreSQL copies a database only while it has no other sessions.
  await admin.query(`alter database ${quote(unfinished)} allow_connections false`)
  await admin.query(`alter database ${quote(unfinished)} rename to ${quote(name)}`)
}

async function exists(admin: pg.Client, database: string): Promise<boolean> {
  const { rowCount } = await admin.query('select from pg_database where datname = $1', [database])
  return rowCount === 1
}

async function withConnection<Result>(url: string, use: (client: pg.Client) => Promise<Result>): Promise<Result> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return await use(client)
  } finally {
    await client.end()
  }
}

function withDatabase(url: string, database: string): string {
  const other = new URL(url)
  other.pathname = `/${database}`
  return other.href
}

function quote(identifier: string): string {
  return pg.escapeIdentifier(identifier)
}
