import { z } from 'zod'
import { viewState } from '#domain/credential-state.ts'
import type { Locale } from '#domain/localized.ts'
import { findRun, listRuns, type Run } from '#records/runs.ts'
import type { ApiParts } from '../api-parts.ts'
import { Problem } from '../http/problem.ts'
import { BASE_PATH } from '../http/register-routes.ts'
import { bytesRoute, jsonRoute, listRoute, type Route } from '../http/route.ts'
import { Id, Instant, instant, instantOrNull, PageQuery, pageOf } from './fields.ts'
import { Outcome, StateSchema, viewOutcome } from './run-views.ts'

const RunView = z.object({
  id: z.string(),
  user_id: z.string(),
  credential_id: z.string(),
  state: StateSchema,
  started_at: Instant,
  finished_at: Instant.nullable(),
  outcome: Outcome.nullable(),
  counts: z.object({ listed: z.int(), new: z.int(), failed: z.int() }),
  picture: z.string().nullable().describe('Path of a picture of the page the run failed on.'),
})

const OneRun = z.object({ id: Id })

export function runRoutes({ store }: ApiParts): Route[] {
  return [
    listRoute({
      method: 'GET',
      path: '/runs',
      who: 'both',
      tag: 'Runs',
      summary: 'Collections, newest first',
      query: PageQuery.extend({ credential_id: Id.optional() }),
      item: RunView,
      async handle({ caller, query, locale }) {
        const filter = { ...pageOf(query), credentialId: query.credential_id }
        const { items, next } = await listRuns(store, caller.scope, filter)
        return { items: items.map(run => view(run, locale)), next }
      },
    }),
    jsonRoute({
      method: 'GET',
      path: '/run/{id}',
      who: 'both',
      tag: 'Runs',
      summary: 'One collection',
      params: OneRun,
      answer: RunView,
      async handle({ caller, params, locale }) {
        const run = await findRun(store, caller.scope, params.id)
        if (!run) throw new Problem('not_found')
        return view(run, locale)
      },
    }),
    bytesRoute({
      method: 'GET',
      path: '/run/{id}/picture',
      who: 'both',
      tag: 'Runs',
      summary: 'The page a run failed on',
      description: 'Passwords and codes are masked.',
      params: OneRun,
      contentType: 'image/jpeg',
      async handle({ caller, params }) {
        const run = await findRun(store, caller.scope, params.id)
        const bytes = run?.picture_sha256 && (await store.files.get(run.user_id, run.picture_sha256))
        if (!bytes) throw new Problem('not_found')
        return { bytes, mimetype: 'image/jpeg', filename: `run-${params.id}.jpg`, disposition: 'inline' }
      },
    }),
  ]
}

function view(run: Run, locale: Locale): z.input<typeof RunView> {
  return {
    id: run.id,
    user_id: run.user_id,
    credential_id: run.credential_id,
    state: viewState(run.state, locale, run.outcome_sentence),
    started_at: instant(run.started_at),
    finished_at: instantOrNull(run.finished_at),
    outcome: viewOutcome(run, locale),
    counts: { listed: run.listed, new: run.new, failed: run.failed },
    picture: run.picture_sha256 && `${BASE_PATH}/run/${run.id}/picture`,
  }
}
