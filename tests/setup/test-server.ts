import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from './free-port.ts'
import { SERVER_TEMPLATE } from './server-template.ts'
import { createTestDatabase, type TestDatabase } from './test-database.ts'
import { until } from './until.ts'

const PROJECT = join(import.meta.dirname, '../..')
const BEARER_LINE = /Default customer created\. Bearer is "([^"]+)"/

export interface TestServer {
  /** `http://127.0.0.1:12345` */
  readonly origin: string
  /** `…/api/v1` */
  readonly base: string
  readonly bearer: string
  readonly databaseUrl: string
  readonly dataDir: string
  /** Everything it has printed so far. */
  output(): string
  call(method: string, path: string, options?: CallOptions): Promise<Reply>
  /** A user and a token for it. */
  addUser(remoteId: string, locale?: string): Promise<{ id: string; token: string }>
  /** As `kill -9`: nothing gets a chance to tidy up. */
  kill(): Promise<void>
  /** Again on the same data, after `kill` or `stop`. */
  start(): Promise<void>
  /** As an operator stops it; resolves with the exit code. */
  stop(): Promise<number | null>
  /** Stops and forgets everything. */
  dispose(): Promise<void>
}

export interface CallOptions {
  /** Default: the customer's bearer; null: none. */
  token?: string | null
  query?: Record<string, string>
  body?: unknown
  /** Sent as it is, with a JSON content type. */
  raw?: string
  headers?: Record<string, string>
}

export interface Reply {
  status: number
  headers: Headers
  text: string
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
  json: any
}

/** The real server in a process of its own, on a database of its own. */
export async function startTestServer(env: Record<string, string> = {}): Promise<TestServer> {
  const dataDir = await mkdtemp(join(tmpdir(), 'ic-test-'))
  await chmod(dataDir, 0o755)
  const database = await createTestDatabase(SERVER_TEMPLATE)
  const port = await freePort()
  const settings = { ...env, PORT: String(port), DATA_DIR: dataDir, DATABASE_URL: database.url }
  const server = new SpawnedServer(`http://127.0.0.1:${port}`, settings, { dataDir, database })
  await server.start()
  return server
}

class SpawnedServer implements TestServer {
  readonly origin: string
  readonly base: string
  readonly databaseUrl: string
  readonly dataDir: string
  bearer = ''
  readonly #env: Record<string, string>
  readonly #database: TestDatabase
  #process: ChildProcess | undefined
  #output = ''

  constructor(
    origin: string,
    env: Record<string, string>,
    { dataDir, database }: { dataDir: string; database: TestDatabase },
  ) {
    this.origin = origin
    this.base = `${origin}/api/v1`
    this.databaseUrl = database.url
    this.dataDir = dataDir
    this.#env = env
    this.#database = database
  }

  output(): string {
    return this.#output
  }

  async start(): Promise<void> {
    const child = spawn(process.execPath, ['src/main.ts'], {
      cwd: PROJECT,
      env: { PATH: process.env.PATH, HOME: process.env.HOME, ...this.#env },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    this.#process = child
    child.stdout.on('data', part => {
      this.#output += part
    })
    child.stderr.on('data', part => {
      this.#output += part
    })
    await until('the server to be ready', async () => {
      if (child.exitCode !== null) throw new Error(`The server ended with ${child.exitCode}:\n${this.#output}`)
      return fetch(`${this.base}/health/ready`).then(
        reply => reply.ok,
        () => false,
      )
    })
    this.bearer ||= this.#output.match(BEARER_LINE)?.[1] ?? ''
  }

  async call(method: string, path: string, options: CallOptions = {}): Promise<Reply> {
    const { token = this.bearer, query = {}, body, raw, headers = {} } = options
    const url = new URL(this.base + path)
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value)
    const content = raw ?? (body === undefined ? undefined : JSON.stringify(body))
    const response = await fetch(url, {
      method,
      redirect: 'manual',
      headers: {
        ...(token !== null && { authorization: `Bearer ${token}` }),
        ...(content !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(content !== undefined && { body: content }),
    })
    const text = await response.text()
    return { status: response.status, headers: response.headers, text, json: parseJson(text) }
  }

  async addUser(remoteId: string, locale = 'en'): Promise<{ id: string; token: string }> {
    const { json } = await this.call('POST', '/user', { body: { remote_id: remoteId, locale } })
    return { id: json.id, token: json.token }
  }

  async kill(): Promise<void> {
    await this.#end('SIGKILL')
  }

  async stop(): Promise<number | null> {
    return this.#end('SIGTERM')
  }

  async dispose(): Promise<void> {
    await this.#end('SIGKILL')
    await this.#database.drop()
    await rm(this.dataDir, { recursive: true, force: true })
  }

  async #end(signal: NodeJS.Signals): Promise<number | null> {
    const child = this.#process
    if (!child || child.exitCode !== null || child.signalCode !== null) return child?.exitCode ?? null
    const exited = once(child, 'exit')
    child.kill(signal)
    await exited
    return child.exitCode
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
