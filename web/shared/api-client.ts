import { ApiProblem, ApiUnreachable, type FieldError } from './api-problem.ts'
import type { Collector, Credential, Invoice, Run, RunTicket, StartedRun } from './api-types.ts'

/** One page of a list; `next` is the address of the following one, null on the last. */
export interface Page<Item> {
  items: Item[]
  next: string | null
}

export interface CredentialInput {
  collector: string
  params: Record<string, unknown>
  /** Older invoices are not sent; absent: only those issued from now on. */
  download_from?: string
}

/** What the API gives at once. */
const MOST_PER_PAGE = 200

export type ApiClient = ReturnType<typeof createApiClient>

/**
 * The API as a user's page calls it. The token lives in this closure only.
 * Everything throws `ApiProblem` when the API refuses and `ApiUnreachable` when it does not answer.
 */
export function createApiClient({ base, token, locale }: { base: string; token: string; locale: string }) {
  /** Resolves when the token no longer opens anything: then nothing else will work either. */
  const expired = Promise.withResolvers<void>()
  const send = (method: string, path: string, body?: unknown, signal?: AbortSignal) =>
    request({ method, url: path.startsWith('/') ? `${base}${path}` : path, token, locale, body, signal }).catch(
      error => {
        if (error instanceof ApiProblem && error.status === 401) expired.resolve()
        throw error
      },
    )

  const read = async <Value>(path: string, signal?: AbortSignal) =>
    (await send('GET', path, undefined, signal)).value as Value
  const write = async <Value>(method: string, path: string, body?: unknown) =>
    (await send(method, path, body)).value as Value
  const page = async <Item>(path: string, signal?: AbortSignal): Promise<Page<Item>> => {
    const { value, next } = await send('GET', path, undefined, signal)
    return { items: value as Item[], next }
  }

  return {
    expired: expired.promise,

    searchCollectors: (search: string, limit: number, signal?: AbortSignal) =>
      page<Collector>(
        `/collectors?${new URLSearchParams({ locale, limit: `${limit}`, ...(search && { search }) })}`,
        signal,
      ),
    collector: (id: string, signal?: AbortSignal) =>
      read<Collector>(`/collector/${encodeURIComponent(id)}?${new URLSearchParams({ locale })}`, signal),
    /** Those of `ids` this server has. */
    async generalCollectors(ids: string[], signal?: AbortSignal): Promise<Collector[]> {
      const found = await Promise.all(ids.map(id => this.collector(id, signal).catch(nullIfUnknown)))
      return found.filter(collector => collector !== null)
    },
    requestCollector: (name: string) => write<unknown>('POST', '/collector_request', { name }),

    credentials: (next?: string | null) => page<Credential>(next ?? '/credentials'),
    credential: (id: string, signal?: AbortSignal) => read<Credential>(`/credential/${id}`, signal),
    addCredential: (input: CredentialInput) => write<Credential & StartedRun>('POST', '/credential', input),
    reconnect: (id: string, params: Record<string, unknown>) =>
      write<Credential & StartedRun>('PUT', `/credential/${id}`, { params }),
    deleteCredential: (id: string) => write<void>('DELETE', `/credential/${id}`),
    dismissMissing: (id: string, missingId: string) =>
      write<void>('POST', `/credential/${id}/missing/${missingId}/dismiss`),
    collect: (id: string) => write<RunTicket>('POST', `/credential/${id}/collect`),
    answerCode: (id: string, code: string) => write<unknown>('POST', `/credential/${id}/2fa`, { code }),

    /** Null before the first one. */
    latestRun: async (credentialId: string) =>
      (await page<Run>(`/runs?${new URLSearchParams({ credential_id: credentialId, limit: '1' })}`)).items[0] ?? null,
    run: (id: string) => read<Run>(`/run/${id}`),
    /** By issue date, newest first; the API lists them as they were collected. */
    async newestInvoices(credentialId: string, limit: number): Promise<Invoice[]> {
      const query = new URLSearchParams({ credential_id: credentialId, limit: `${MOST_PER_PAGE}` })
      const { items } = await page<Invoice>(`/invoices?${query}`)
      return items.sort((a, b) => (b.issued_on ?? '').localeCompare(a.issued_on ?? '')).slice(0, limit)
    },
  }
}

function nullIfUnknown(error: unknown): null {
  if (error instanceof ApiProblem && error.status === 404) return null
  throw error
}

interface ApiRequest {
  method: string
  url: string
  token: string
  locale: string
  body: unknown
  signal: AbortSignal | undefined
}

async function request({ method, url, token, locale, body, signal }: ApiRequest) {
  const headers: Record<string, string> = { authorization: `Bearer ${token}`, 'accept-language': locale }
  if (body !== undefined) headers['content-type'] = 'application/json'
  const answer = await fetch(url, {
    method,
    headers,
    ...(body !== undefined && { body: JSON.stringify(body) }),
    ...(signal && { signal }),
  }).catch(cause => {
    if (signal?.aborted) throw cause
    throw new ApiUnreachable('The API does not answer', { cause })
  })
  const value: unknown = await readJson(answer)
  if (!answer.ok) throw problemOf(answer.status, value)
  return { value, next: nextPage(answer.headers.get('link')) }
}

/** Undefined for an empty answer, and for one that is no JSON: a proxy's error page. */
async function readJson(answer: Response): Promise<unknown> {
  const text = await answer.text()
  try {
    return text === '' ? undefined : JSON.parse(text)
  } catch {
    return undefined
  }
}

function problemOf(status: number, value: unknown): ApiProblem {
  const { code, message, detail, errors } = (value ?? {}) as Record<string, unknown>
  return new ApiProblem({
    status,
    code: typeof code === 'string' ? code : 'unknown',
    message: [message, detail].find(text => typeof text === 'string') ?? '',
    errors: Array.isArray(errors) ? (errors as FieldError[]) : [],
  })
}

function nextPage(link: string | null): string | null {
  const found = link?.match(/<([^>]+)>\s*;[^,]*rel="?next"?/)?.[1]
  if (!found) return null
  /** Only the path: behind a proxy the server may know itself by another name. */
  const { pathname, search } = new URL(found, location.href)
  return new URL(`${pathname}${search}`, location.origin).href
}
