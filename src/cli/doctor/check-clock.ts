import { type Kysely, sql } from 'kysely'
import type { Schema } from '#records/schema.ts'
import { amiss, type Check, fine } from './check.ts'

/** Receivers refuse signatures that are five minutes off; long before that, something is wrong. */
const MOST_APART_MS = 30_000
/** What a clock being adjusted slowly may gain or lose while we look. */
const MOST_JUMP_MS = 1000

const ADVICE = 'Let the system set its time: timedatectl set-ntp true, on this machine and the database’s.'

/** Our clock against the database's, against its newest record, and against itself. */
export async function checkClock(db: Kysely<Schema> | undefined): Promise<Check> {
  const name = 'clock'
  const jumpMs = Math.abs(Date.now() - performance.timeOrigin - performance.now())
  if (jumpMs > MOST_JUMP_MS) return amiss(name, `was moved by ${Math.round(jumpMs)} ms while we looked`, ADVICE)
  if (!db) return fine(name, `${new Date().toISOString()}, not compared with a database`)

  const askedAtMs = Date.now()
  const { rows } = await sql<{ at: Date }>`select clock_timestamp() as at`.execute(db)
  const betweenMs = (askedAtMs + Date.now()) / 2
  const apartMs = betweenMs - (rows[0]?.at.getTime() ?? Number.NaN)
  const detail = `${Math.round(Math.abs(apartMs))} ms ${apartMs < 0 ? 'behind' : 'ahead of'} the database`
  if (!(Math.abs(apartMs) <= MOST_APART_MS)) return amiss(name, detail, ADVICE)

  const newestAt = await newestRecordAt(db)
  if (newestAt && newestAt.getTime() - Date.now() > MOST_APART_MS) {
    return amiss(name, `the newest event is from the future: ${newestAt.toISOString()}`, ADVICE)
  }
  return fine(name, detail)
}

async function newestRecordAt(db: Kysely<Schema>): Promise<Date | undefined> {
  const newest = db.selectFrom('events').select('created_at').orderBy('id', 'desc').limit(1)
  const row = await newest.executeTakeFirst().catch(() => undefined)
  return row?.created_at
}
