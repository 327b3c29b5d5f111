import pg from 'pg'

/** One statement on a database of a test, on a connection of its own. */
// biome-ignore lint/suspicious/noExplicitAny: tests look into rows of every shape
export async function rawSql(databaseUrl: string, statement: string, values: unknown[] = []): Promise<any[]> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    return (await client.query(statement, values)).rows
  } finally {
    await client.end()
  }
}
