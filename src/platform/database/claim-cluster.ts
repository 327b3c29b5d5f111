import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { KEEPER_ROLE } from './create-cluster.ts'
import { DatabaseUnusable } from './database-unusable.ts'

/** Any fixed number; advisory locks are per database, and nothing else runs in this one. */
const CLAIM_KEY = 7_202_611
const CLAIM_DATABASE = 'postgres'

/** Recovery after a crash reads at most `max_wal_size` of log; this is far more than it takes. */
const READY_WITHIN_MS = 60_000
/** Growing: PostgreSQL logs every attempt that comes too early. */
const PAUSES_MS = { first: 4, growth: 1.2, last: 100 }

/** `gone`: the server ended meanwhile. `silent`: it runs and does not let anybody in. */
export type Claim = pg.Client | 'taken' | 'gone' | 'silent'

export interface ClaimedServer {
  readonly port: number
  readonly password: string
  isRunning(): boolean
  /** How long to go on trying while somebody else holds the claim. */
  readonly takenForMs: number
}

/**
 * Waits until the server answers and takes its claim: a lock that whoever runs the server holds for life. PostgreSQL
 * frees it the moment its holder dies, which no file does.
 */
export async function claimCluster(server: ClaimedServer): Promise<Claim> {
  const startedAt = performance.now()
  let takenSince: number | undefined
  let pauseMs = PAUSES_MS.first
  while (server.isRunning()) {
    const attempt = await tryClaim(server)
    if (attempt instanceof pg.Client) return attempt
    const now = performance.now()
    if (attempt === 'not_ready') takenSince = undefined
    else takenSince ??= now
    if (takenSince !== undefined && now - takenSince >= server.takenForMs) return 'taken'
    if (now - startedAt > READY_WITHIN_MS) return 'silent'
    await sleep(pauseMs)
    pauseMs = Math.min(pauseMs * PAUSES_MS.growth, PAUSES_MS.last)
  }
  return 'gone'
}

async function tryClaim({ port, password }: ClaimedServer): Promise<pg.Client | 'taken' | 'not_ready'> {
  const client = new pg.Client({
    host: '127.0.0.1',
    port,
    user: KEEPER_ROLE,
    password,
    database: CLAIM_DATABASE,
    application_name: 'invoice-collector keeper',
    connectionTimeoutMillis: READY_WITHIN_MS,
  })
  // Whoever holds the claim listens for `end`; without this listener Node would end the process.
  client.on('error', () => {})
  try {
    await client.connect()
    const { rows } = await client.query<{ claimed: boolean }>('select pg_try_advisory_lock($1) as claimed', [CLAIM_KEY])
    if (rows[0]?.claimed) return client
    await client.end()
    return 'taken'
  } catch (error) {
    return reasonToWait(error)
  }
}

const SHUTS_DOWN_OR_STARTS = ['57P01', '57P02', '57P03']
const WRONG_PASSWORD = '28P01'
const TOO_MANY_CONNECTIONS = '53300'

function reasonToWait(error: unknown): 'taken' | 'not_ready' {
  // Refused, reset, ended in the middle: not an answer of PostgreSQL, which may be coming up or going down.
  if (!(error instanceof pg.DatabaseError)) return 'not_ready'
  if (SHUTS_DOWN_OR_STARTS.includes(error.code ?? '')) return 'not_ready'
  if (error.code === TOO_MANY_CONNECTIONS) return 'taken'
  if (error.code !== WRONG_PASSWORD) throw error
  throw new DatabaseUnusable(
    'The embedded PostgreSQL refuses the password in the file "password" beside it: put the file back that belongs to this database.',
    { cause: error },
  )
}
