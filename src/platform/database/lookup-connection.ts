import pg from 'pg'
import { parseColumn } from './parse-column.ts'

/** A prepared statement: parsed once by PostgreSQL, then known by its name. */
export interface Lookup {
  name: string
  text: string
}

/**
 * One connection for the small reads that every request begins with. Queries go out without waiting for the answers
 * of those before them (pipeline mode), which costs half of what a pool of waiting connections does; so nothing slow
 * belongs here, and nothing that writes.
 */
export interface Lookups {
  find<Row>(lookup: Lookup, values: unknown[]): Promise<Row | undefined>
  close(): Promise<void>
}

/** A connection that answers nothing for so long is replaced. */
const TIMEOUT_MS = 10_000

export async function openLookups(url: string): Promise<Lookups> {
  let connecting: Promise<pg.Client> | undefined

  async function connect(): Promise<pg.Client> {
    const client = new pg.Client({
      connectionString: url,
      pipeline: true,
      query_timeout: TIMEOUT_MS,
      connectionTimeoutMillis: TIMEOUT_MS,
      application_name: 'invoice-collector lookups',
      types: { getTypeParser: parseColumn },
    })
    // Queries under way are rejected by themselves; the next one connects anew.
    client.on('error', () => {})
    client.on('end', forget)
    await client.connect()
    return client
  }

  function forget(): void {
    connecting = undefined
  }

  function connected(): Promise<pg.Client> {
    if (!connecting) {
      connecting = connect()
      connecting.catch(forget)
    }
    return connecting
  }

  await connected()
  return {
    async find<Row>({ name, text }: Lookup, values: unknown[]) {
      const client = await connected()
      const { rows } = await client.query({ name, text, values })
      return rows[0] as Row | undefined
    },
    async close() {
      const client = await connecting?.catch(() => undefined)
      await client?.end()
    },
  }
}
