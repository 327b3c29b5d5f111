import { sql } from 'kysely'
import { z } from 'zod'
import type { ApiParts } from '../api-parts.ts'
import { Problem } from '../http/problem.ts'
import { jsonRoute, type Route } from '../http/route.ts'

const Ok = z.object({ status: z.literal('ok') })

/** For those who watch over processes: `live` asks this one, `ready` also its database. */
export function healthRoutes({ store, log }: ApiParts): Route[] {
  return [
    jsonRoute({
      method: 'GET',
      path: '/health/live',
      who: 'anyone',
      tag: 'Operations',
      summary: 'Whether this process is alive',
      answer: Ok,
      handle: async () => ({ status: 'ok' as const }),
    }),
    jsonRoute({
      method: 'GET',
      path: '/health/ready',
      who: 'anyone',
      tag: 'Operations',
      summary: 'Whether this process can do its work',
      answer: Ok,
      async handle() {
        try {
          await sql`select 1`.execute(store.db)
        } catch (error) {
          log.error({ err: error }, 'The database does not answer')
          throw new Problem('not_ready', { headers: { 'retry-after': '5' } })
        }
        return { status: 'ok' as const }
      },
    }),
  ]
}
