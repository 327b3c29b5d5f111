import { z } from 'zod'
import { isIsoDate } from '#domain/iso-date.ts'
import { LOCALES } from '#domain/localized.ts'

/** An id of ours; anything else names nothing. */
export const Id = z.uuid()

/** The quick start prints one path with a brace too many (`{user_id}}`); its readers should not trip over it. */
export const UserId = z.preprocess(text => (typeof text === 'string' ? text.replace(/}$/, '') : text), z.uuid())

export const LocaleName = z.enum(LOCALES)

/** No supplier's invoice is older; and years below 1 are none to PostgreSQL. */
const EARLIEST_DAY = '1900-01-01'

export const Day = z
  .string()
  .refine(text => isIsoDate(text) && text >= EARLIEST_DAY, 'YYYY-MM-DD')
  .meta({ format: 'date', example: '2026-01-31' })

/** An instant as it leaves us: ISO 8601, UTC. */
export const Instant = z.iso.datetime()

/** A line of text from outside. */
export const Line = z.string().trim().min(1).max(200)

export const PageQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(200).default(50).describe('Most items of one page.'),
  cursor: z.uuid().optional().describe('From the `Link` header of the page before.'),
})

/** Query parameters of a list as the record layer wants them. */
export function pageOf(query: { limit: number; cursor?: string | undefined }) {
  return { limit: query.limit, before: query.cursor }
}

export function instant(date: Date): string {
  return date.toISOString()
}

export function instantOrNull(date: Date | null): string | null {
  return date?.toISOString() ?? null
}
