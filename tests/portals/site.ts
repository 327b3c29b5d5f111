import { randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What a page handler knows of the request. */
export interface Visit {
  url: URL
  query: URLSearchParams
  form: URLSearchParams
  /** Kept per browser, empty for a new one. */
  session: Record<string, string>
  isInside: boolean
  has(change: string): boolean
}

export interface Answer {
  status?: number
  headers?: Record<string, string>
  body: string | Uint8Array
}

type Handler = (visit: Visit) => string | Answer | Promise<string | Answer>

export const USERNAME = 'ada@example.test'
export const PASSWORD = 'correct horse'

/** One small portal on a port of its own: pages, a session cookie, and a record of what was touched. */
export class Site {
  /** Things that must never be asked for. */
  readonly trapsTouched: string[] = []
  /** HTML pages that a browser navigated to. */
  pageLoads: string[] = []
  downloads: string[] = []
  passwordsSent = 0
  /** Changes to the site, switched on in mid-life. */
  readonly changes = new Set<string>()
  readonly #routes = new Map<string, { handler: Handler; isInside: boolean }>()
  readonly #sessions = new Map<string, Record<string, string>>()
  readonly #server: Server = createServer((request, response) => void this.#answer(request, response))

  /** A page for everybody. `path` may end in `*`. */
  open(path: string, handler: Handler): void {
    this.#routes.set(path, { handler, isInside: false })
  }

  /** A page behind the login; strangers are sent to `/login`. */
  inside(path: string, handler: Handler): void {
    this.#routes.set(path, { handler, isInside: true })
  }

  /** Asking for this, by whatever method, is what a careful visitor never does. */
  trap(path: string, says = 'Done.'): void {
    this.#routes.set(path, {
      isInside: false,
      handler: () => {
        this.trapsTouched.push(path)
        return `<p>${says}</p>`
      },
    })
  }

  /** The usual login: a form at `/login` that posts to itself and goes on to where one wanted to go. */
  login(form: (visit: Visit, error: string) => string, options: { home?: string; error?: string } = {}): void {
    this.open('/login', visit => {
      if (!visit.form.has('password')) return form(visit, '')
      if (this.accepts(visit)) return redirect(visit.query.get('next') ?? options.home ?? '/account')
      return form(visit, options.error ?? 'Invalid user name or password.')
    })
  }

  /** Checks a posted name and password, and opens the session. */
  accepts(visit: Visit, name = visit.form.get('username') ?? ''): boolean {
    this.passwordsSent++
    const isRight = name === USERNAME && visit.form.get('password') === PASSWORD
    if (isRight) visit.session.inside = 'yes'
    return isRight
  }

  /** Logs everybody out. */
  forgetSessions(): void {
    this.#sessions.clear()
  }

  async listen(): Promise<string> {
    await new Promise<void>(resolve => this.#server.listen(0, '127.0.0.1', resolve))
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise(resolve => this.#server.close(resolve))
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', `http://${request.headers.host}`)
    const session = this.#sessionOf(request, response)
    const form = new URLSearchParams(request.method === 'POST' ? await readBody(request) : '')
    const isInside = session.inside === 'yes'
    const visit: Visit = {
      url,
      query: url.searchParams,
      form,
      session,
      isInside,
      has: change => this.changes.has(change),
    }
    const route = this.#routes.get(url.pathname) ?? this.#wildcard(url.pathname)
    if (request.headers['sec-fetch-mode'] === 'navigate' && request.headers['sec-fetch-dest'] === 'document') {
      this.pageLoads.push(url.pathname + url.search)
    }
    if (!route) return send(response, { status: 404, body: '<h1>Not found</h1>' })
    if (route.isInside && !isInside)
      return send(response, redirect(`/login?next=${encodeURIComponent(url.pathname + url.search)}`))
    const answer = await route.handler(visit)
    const full = typeof answer === 'string' ? { body: answer } : answer
    if (isFile(full)) this.downloads.push(url.pathname + url.search)
    send(response, full)
  }

  #wildcard(path: string) {
    for (const [pattern, route] of this.#routes)
      if (pattern.endsWith('*') && path.startsWith(pattern.slice(0, -1))) return route
    return undefined
  }

  #sessionOf(request: IncomingMessage, response: ServerResponse): Record<string, string> {
    const id = /(?:^|;\s*)sid=(\w+)/.exec(request.headers.cookie ?? '')?.[1]
    const known = id && this.#sessions.get(id)
    if (known) return known
    const fresh = randomBytes(12).toString('hex')
    const session = {}
    this.#sessions.set(fresh, session)
    response.setHeader('set-cookie', `sid=${fresh}; Path=/; HttpOnly; SameSite=Lax; Max-Age=86400`)
    return session
  }
}

export function redirect(to: string): Answer {
  return { status: 302, headers: { location: to }, body: '' }
}

export function json(value: unknown): Answer {
  return { headers: { 'content-type': 'application/json' }, body: JSON.stringify(value) }
}

function send(response: ServerResponse, { status = 200, headers = {}, body }: Answer): void {
  response.writeHead(status, { 'content-type': 'text/html; charset=utf-8', ...headers })
  response.end(body)
}

function isFile({ headers = {} }: Answer): boolean {
  return /pdf|octet-stream|image|xml/.test(headers['content-type'] ?? '')
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  return Buffer.concat(chunks).toString('utf8')
}
