import type pg from 'pg'

/** Role and database of the application. Not a superuser: no reading of files, no running of programs through SQL. */
const APPLICATION = 'invoice_collector'

/** Creates what is missing; a start that was killed in between is completed by the next. */
export async function createApplicationDatabase(keeper: pg.Client, password: string): Promise<void> {
  const { rows } = await keeper.query<{ role: boolean; database: boolean }>(
    `select exists (select from pg_roles where rolname = $1) as role,
            exists (select from pg_database where datname = $1) as database`,
    [APPLICATION],
  )
  const role = keeper.escapeIdentifier(APPLICATION)
  // CREATEDB: for the tests, and for whoever tries an import beside the real one.
  if (!rows[0]?.role)
    await keeper.query(`create role ${role} login createdb password ${keeper.escapeLiteral(password)}`)
  if (!rows[0]?.database) await keeper.query(`create database ${role} owner ${role}`)
}

/** Where the application finds its database; holds the password. */
export function applicationUrl({ port, password }: { port: number; password: string }): string {
  return `postgres://${APPLICATION}:${password}@127.0.0.1:${port}/${APPLICATION}`
}
