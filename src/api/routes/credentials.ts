import { z } from 'zod'
import { type Collector, supplierOf } from '#collector-kit/index.ts'
import { viewState } from '#domain/credential-state.ts'
import { isoDateOf } from '#domain/iso-date.ts'
import type { Locale } from '#domain/localized.ts'
import { describeMissing } from '#domain/missing-invoice.ts'
import {
  addCredential,
  type Credential,
  deleteCredential,
  findCredential,
  listCredentials,
  updateCredential,
} from '#records/credentials.ts'
import { dismissMissing } from '#records/missing-invoices.ts'
import { answerQuestion, findRunInProgress } from '#records/questions.ts'
import { startRun } from '#records/runs.ts'
import type { Scope } from '#records/store.ts'
import { findUser } from '#records/users.ts'
import type { ApiParts } from '../api-parts.ts'
import type { CustomerCaller, UserCaller } from '../auth/caller.ts'
import { Expected } from '../http/callback-schemas.ts'
import { parseInput } from '../http/parse-input.ts'
import { Problem } from '../http/problem.ts'
import { jsonRoute, listRoute, type Route, silentRoute } from '../http/route.ts'
import { runPath } from '../live/run-path.ts'
import { logoOf } from './collectors.ts'
import { Day, Id, Instant, instant, instantOrNull, PageQuery, pageOf, UserId } from './fields.ts'
import { Outcome, StateSchema, viewOutcome } from './run-views.ts'

const MissingView = z.object({ id: z.string(), seller: z.string().nullable(), expected: Expected, message: z.string() })

const CredentialView = z.object({
  id: z.string(),
  user_id: z.string(),
  collector: z.object({
    id: z.string(),
    name: z.string(),
    homepage: z.string().nullable(),
    kind: z.string().nullable(),
    logo: z.string(),
  }),
  note: z.string().nullable(),
  download_from: Day.describe('Invoices older than this, found on the first run, are not sent.'),
  state: StateSchema,
  outcome: Outcome.nullable().describe('How the last run ended.'),
  invoices_count: z.int(),
  missing: z.array(MissingView).describe('Invoices that should have come, until they do or are dismissed.'),
  created_at: Instant,
  last_collected_at: Instant.nullable(),
  next_collect_at: Instant.nullable().describe('Null while a run is on, and while the user must act.'),
})

const WithRun = CredentialView.extend({
  run_id: z.string().nullable(),
  ws_path: z.string().nullable().describe('Full path of the WebSocket that shows the run.'),
})

const StartedRun = z.object({ run_id: z.string(), ws_path: z.string() })

const Params = z
  .record(z.string(), z.unknown())
  .describe('As the collector’s `params` schema says. Sealed; never returned.')
const Note = z.string().trim().max(500)

const NewCredential = z.strictObject({
  collector: z.string().min(1).max(64),
  params: Params,
  note: Note.nullable().default(null),
  download_from: Day.optional().describe('Default: today.'),
})

const Reconnection = z.strictObject({
  params: Params.optional(),
  note: Note.nullable().optional(),
  download_from: Day.optional(),
})

/** The same routes for a customer below a user, and for a user's own token. */
export function credentialRoutes(parts: ApiParts): Route[] {
  return [
    ...routesFor(parts, { base: '/user/{user_id}', who: 'customer' }),
    ...routesFor(parts, { base: '', who: 'user' }),
  ]
}

interface Variant {
  base: '/user/{user_id}' | ''
  who: 'customer' | 'user'
}

/** With a user token the path names no user. */
const OfUser = z.object({ user_id: UserId.optional() })
const OneOfUser = OfUser.extend({ credential_id: Id })

function routesFor(parts: ApiParts, { base, who }: Variant): Route[] {
  const { store, catalogue } = parts
  const tag = 'Credentials'
  const whose = who === 'user' ? 'your own' : 'a user’s'
  return [
    listRoute({
      method: 'GET',
      path: `${base}/credentials`,
      who,
      tag,
      summary: `List ${whose} credentials`,
      params: OfUser,
      query: PageQuery,
      item: CredentialView,
      async handle({ caller, params, query, locale }) {
        const owner = await findOwner(parts, caller, params)
        const { items, next } = await listCredentials(store, owner.scope, pageOf(query))
        return { items: items.map(credential => view(parts, credential, owner.locale ?? locale)), next }
      },
    }),
    jsonRoute({
      method: 'POST',
      path: `${base}/credential`,
      who,
      tag,
      summary: `Add ${who === 'user' ? 'a credential' : 'a credential for a user'} and start collecting`,
      params: OfUser,
      body: NewCredential,
      answer: WithRun,
      async handle({ caller, params: path, body, locale }) {
        const owner = await findOwner(parts, caller, path)
        const collector = catalogue.find(body.collector)
        if (!collector) throw unknownCollector()
        const params = checkParams(collector, body.params, locale)
        const { id } = await addCredential(store, {
          ...owner.scope,
          collectorId: collector.id,
          supplier: supplierOf(collector, params),
          params,
          note: body.note,
          downloadFrom: body.download_from ?? isoDateOf(store.now()),
        })
        return viewWithRun(parts, owner, id)
      },
    }),
    jsonRoute({
      method: 'GET',
      path: `${base}/credential/{credential_id}`,
      who,
      tag,
      summary: `One of ${whose} credentials`,
      params: OneOfUser,
      answer: CredentialView,
      async handle({ caller, params }) {
        const owner = await findOwner(parts, caller, params)
        return view(parts, await mustFind(parts, owner.scope, params.credential_id), owner.locale)
      },
    }),
    jsonRoute({
      method: ['PUT', 'PATCH'],
      path: `${base}/credential/{credential_id}`,
      who,
      tag,
      summary: 'Reconnect, or change a note',
      description: 'The id and the invoices stay. New `params` replace all of them and start a run.',
      params: OneOfUser,
      body: Reconnection,
      answer: WithRun,
      async handle({ caller, params: { credential_id: credentialId, ...path }, body, locale }) {
        const owner = await findOwner(parts, caller, path)
        const { collector_id } = await mustFind(parts, owner.scope, credentialId)
        const collector = catalogue.find(collector_id)
        if (body.params && !collector) throw unknownCollector()
        const params = body.params && collector && checkParams(collector, body.params, locale)
        const outcome = await updateCredential(store, owner.scope, {
          credentialId,
          params,
          supplier: params && collector && supplierOf(collector, params),
          note: body.note,
          downloadFrom: body.download_from,
        })
        if (outcome === 'unknown') throw new Problem('not_found')
        return viewWithRun(parts, owner, credentialId)
      },
    }),
    silentRoute({
      method: 'DELETE',
      path: `${base}/credential/{credential_id}`,
      who,
      tag,
      summary: 'Remove a credential and stop collecting',
      description:
        'Its secrets, session and runs go at once. Invoices already collected stay until the user is removed.',
      params: OneOfUser,
      async handle({ caller, params }) {
        const { scope } = await findOwner(parts, caller, params)
        if ((await deleteCredential(store, scope, params.credential_id)) === 'unknown') throw new Problem('not_found')
      },
    }),
    jsonRoute({
      method: 'POST',
      path: `${base}/credential/{credential_id}/collect`,
      who,
      tag,
      summary: 'Collect now',
      description: 'Starts a run, or joins the one that is on.',
      params: OneOfUser,
      answer: StartedRun,
      async handle({ caller, params }) {
        const { scope } = await findOwner(parts, caller, params)
        const outcome = await startRun(store, scope, params.credential_id)
        if (outcome === 'unknown') throw new Problem('not_found')
        if (outcome === 'rejected') throw new Problem('reconnect_needed')
        return { run_id: outcome.runId, ws_path: runPath(store, outcome.runId) }
      },
    }),
    silentRoute({
      method: 'POST',
      path: `${base}/credential/{credential_id}/missing/{missing_id}/dismiss`,
      who,
      tag,
      summary: 'Say that an invoice is not missing',
      description: 'It is shown no more, and never told again.',
      params: OneOfUser.extend({ missing_id: Id }),
      async handle({ caller, params }) {
        const { scope } = await findOwner(parts, caller, params)
        const { credential_id: credentialId, missing_id: missingId } = params
        const outcome = await dismissMissing(store, scope, { credentialId, missingId })
        if (outcome === 'unknown') throw new Problem('not_found')
      },
    }),
    silentRoute({
      method: 'POST',
      path: `${base}/credential/{credential_id}/2fa`,
      who,
      tag,
      summary: 'Answer the run’s question',
      params: OneOfUser,
      body: z.strictObject({ code: z.string().trim().min(1).max(200) }),
      async handle({ caller, params, body }) {
        const { scope } = await findOwner(parts, caller, params)
        await mustFind(parts, scope, params.credential_id)
        const runId = await findRunInProgress(store, scope, params.credential_id)
        const outcome = runId && (await answerQuestion(store, runId, { value: body.code }))
        if (outcome !== 'answered') throw new Problem('no_question')
      },
    }),
  ]
}

interface Owner {
  scope: Scope & { userId: string }
  locale: Locale
}

/** The user whose credentials these are; another customer's is as unknown as one that never was. */
async function findOwner(
  { store }: ApiParts,
  caller: CustomerCaller | UserCaller,
  { user_id }: { user_id?: string | undefined },
): Promise<Owner> {
  if (caller.kind === 'user') return { scope: caller.scope, locale: caller.user.locale }
  const user = user_id === undefined ? undefined : await findUser(store, caller.customer.id, user_id)
  if (!user) throw new Problem('not_found')
  return { scope: { customerId: caller.customer.id, userId: user.id }, locale: user.locale }
}

async function mustFind({ store }: ApiParts, scope: Scope, credentialId: string): Promise<Credential> {
  const credential = await findCredential(store, scope, credentialId)
  if (!credential) throw new Problem('not_found')
  return credential
}

function checkParams(collector: Collector, params: Record<string, unknown>, locale: Locale): Record<string, unknown> {
  return parseInput(collector.params.strict(), params, { locale, kind: 'invalid_params', at: '/params' })
}

function unknownCollector(): Problem {
  return new Problem('unknown_collector', { errors: [{ pointer: '/collector', message: 'Unknown' }] })
}

async function viewWithRun(parts: ApiParts, owner: Owner, credentialId: string): Promise<z.input<typeof WithRun>> {
  const credential = await mustFind(parts, owner.scope, credentialId)
  const runId = await findRunInProgress(parts.store, owner.scope, credentialId)
  return {
    ...view(parts, credential, owner.locale),
    run_id: runId ?? null,
    ws_path: runId ? runPath(parts.store, runId) : null,
  }
}

function view({ catalogue }: ApiParts, credential: Credential, locale: Locale): z.input<typeof CredentialView> {
  const collector = catalogue.find(credential.collector_id)
  const { id, user_id, collector_id, note, download_from, invoices_count } = credential
  return {
    id,
    user_id,
    collector: {
      id: collector_id,
      ...nameSupplier(credential, collector),
      kind: collector?.kind ?? null,
      logo: logoOf(collector_id),
    },
    note,
    download_from,
    state: viewState(credential.state, locale, failureOf(credential)),
    outcome: viewOutcome(credential, locale),
    invoices_count,
    missing: credential.missing.map(one => ({ ...one, message: describeMissing(one)[locale] })),
    created_at: instant(credential.created_at),
    last_collected_at: instantOrNull(credential.last_collected_at),
    next_collect_at: instantOrNull(credential.next_collect_at),
  }
}

/** A portal that was given by its address is known to its user by that, not as "any portal". */
function nameSupplier({ collector_id, supplier }: Credential, collector: Collector | undefined) {
  if (collector?.kind === 'portal' && supplier !== null && supplier !== collector_id) {
    return { name: supplier, homepage: `https://${supplier}` }
  }
  return { name: collector?.name ?? collector_id, homepage: collector?.homepage ?? null }
}

/** While a run is on, the last one's failure is history. */
function failureOf({ state, outcome_sentence }: Credential) {
  return state === 'error' || state === 'disconnected' ? outcome_sentence : null
}
