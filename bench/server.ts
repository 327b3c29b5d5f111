import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import autocannon from 'autocannon'
import { startCallbackSink } from '../tests/setup/callback-sink.ts'
import { freePort } from '../tests/setup/free-port.ts'
import { until } from '../tests/setup/until.ts'
import { atLeast, atMost, forComparison, type Measurement } from './measurement.ts'

const PROJECT = join(import.meta.dirname, '..')
const CONNECTIONS = 32
const SECONDS = 8
const SETTLE_MS = 10_000
const CREDENTIALS = 7

/** The server as a newcomer starts it: embedded PostgreSQL, real sandbox, real callbacks, on this machine. */
export default async function bench(): Promise<Measurement[]> {
  const dataDir = await mkdtemp(join(tmpdir(), 'ic-bench-'))
  await chmod(dataDir, 0o755)
  const port = await freePort()
  const base = `http://127.0.0.1:${port}/api/v1`
  const first = await startServer(base, { dataDir, port })
  await first.stop()
  const later = await startServer(base, { dataDir, port })
  try {
    const bearer = first.output().match(/Bearer is "([^"]+)"/)?.[1] ?? ''
    return [
      atMost('npm start, first time', first.readyMs, { unit: 'ms', target: 6000 }),
      atMost('npm start, later', later.readyMs, { unit: 'ms', target: 1500 }),
      atMost('memory of the idle process', await idleMegabytes(later.pid), { unit: 'MB', target: 200 }),
      ...(await throughput(base, bearer, dataDir)),
      await firstCallback(base, bearer),
      ...(await pageSizes(base, bearer)),
    ]
  } finally {
    await later.stop()
    await rm(dataDir, { recursive: true, force: true })
  }
}

interface StartedServer {
  readyMs: number
  pid: number
  output(): string
  stop(): Promise<void>
}

async function startServer(base: string, { dataDir, port }: { dataDir: string; port: number }): Promise<StartedServer> {
  const startedAtMs = performance.now()
  const env = { ...process.env, PORT: String(port), DATA_DIR: dataDir, LOG_LEVEL: 'warn' }
  const child = spawn('npm', ['start'], { cwd: PROJECT, env, detached: true, stdio: ['ignore', 'pipe', 'inherit'] })
  let output = ''
  child.stdout.on('data', part => {
    output += part
  })
  await until('the server', () => isReady(base), 60_000)
  const readyMs = performance.now() - startedAtMs
  return { readyMs, pid: await serverPid(child), output: () => output, stop: () => stop(base, child) }
}

function isReady(base: string): Promise<boolean> {
  return fetch(`${base}/health/ready`).then(
    reply => reply.ok,
    () => false,
  )
}

async function stop(base: string, child: ChildProcess): Promise<void> {
  process.kill(-(child.pid as number), 'SIGTERM')
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
  await until('the server to be gone', async () => !(await isReady(base)))
  // npm ends before the server it started has closed its database.
  await pause(500)
}

/** npm runs a shell that runs Node: the last of the line is ours. */
async function serverPid({ pid }: ChildProcess): Promise<number> {
  let last = pid as number
  for (;;) {
    const children = await readFile(`/proc/${last}/task/${last}/children`, 'utf8')
    const next = children.trim().split(' ')[0]
    const isNode = (await readFile(`/proc/${last}/cmdline`, 'utf8')).includes('\0src/main.ts\0')
    if (isNode || !next) return last
    last = Number(next)
  }
}

async function idleMegabytes(pid: number): Promise<number> {
  await pause(SETTLE_MS)
  const status = await readFile(`/proc/${pid}/status`, 'utf8')
  return Number(status.match(/VmRSS:\s+(\d+)/)?.[1]) / 1024
}

/** Ours against the bare loop, one after the other in this run: the ratio holds on other machines too. */
async function throughput(base: string, bearer: string, dataDir: string): Promise<Measurement[]> {
  const ours = await requestsPerSecond(`${base}/customer`, { authorization: `Bearer ${bearer}` })
  const port = await freePort()
  const bare = spawn(process.execPath, [
    join(PROJECT, 'bench/bare-fastify.ts'),
    await databaseUrl(dataDir),
    String(port),
  ])
  try {
    await until('the bare server', () =>
      fetch(`http://127.0.0.1:${port}/`).then(
        ({ ok }) => ok,
        () => false,
      ),
    )
    const theirs = await requestsPerSecond(`http://127.0.0.1:${port}/`, {})
    return [
      atLeast('GET /customer, 32 connections', ours, { unit: 'requests/s', target: 8000 }),
      forComparison('bare Fastify, one indexed query', theirs, 'requests/s'),
      atLeast('GET /customer against the bare loop', ours / theirs, { unit: 'ratio', target: 0.8 }),
    ]
  } finally {
    bare.kill()
  }
}

async function requestsPerSecond(url: string, headers: Record<string, string>): Promise<number> {
  const options = { url, headers, connections: CONNECTIONS }
  await autocannon({ ...options, duration: 2 })
  const result = await autocannon({ ...options, duration: SECONDS })
  if (result.non2xx > 0 || result.errors > 0) throw new Error(`${result.non2xx + result.errors} requests failed`)
  return result.requests.average
}

/** The embedded server's own address, from the files it keeps. */
async function databaseUrl(dataDir: string): Promise<string> {
  const folder = join(dataDir, 'postgres')
  const password = (await readFile(join(folder, 'password'), 'utf8')).trim()
  const port = (await readFile(join(folder, 'cluster/postmaster.pid'), 'utf8')).split('\n')[3]
  return `postgres://postgres:${password}@127.0.0.1:${port}/invoice_collector`
}

/** From `POST /credential` to the first signed delivery: the median of a few. */
async function firstCallback(base: string, bearer: string): Promise<Measurement> {
  const sink = await startCallbackSink()
  const headers = { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' }
  const post = async (path: string, body: object): Promise<{ id: string }> => {
    const reply = await fetch(base + path, { method: 'POST', headers, body: JSON.stringify(body) })
    if (!reply.ok) throw new Error(await reply.text())
    return (await reply.json()) as { id: string }
  }
  await post('/customer', { callback: sink.url })
  const times: number[] = []
  for (let turn = 0; turn < CREDENTIALS; turn++) {
    const user = await post('/user', { remote_id: `bench-${turn}`, locale: 'en' })
    const fromMs = performance.now()
    const params = { username: 'demo', password: 'x' }
    await post(`/user/${user.id}/credential`, { collector: 'sandbox_api', params, download_from: '2000-01-01' })
    const isFirst = () => sink.received.some(({ body }) => body.remote_id === `bench-${turn}`)
    await until('the first delivery', isFirst)
    times.push(performance.now() - fromMs)
    await until('all three', () => sink.received.filter(({ body }) => body.remote_id === `bench-${turn}`).length === 3)
  }
  await sink.close()
  return atMost('new credential to first callback', median(times), { unit: 'ms', target: 500 })
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}

async function pageSizes(base: string, bearer: string): Promise<Measurement[]> {
  const headers = { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' }
  const body = JSON.stringify({ remote_id: 'bench-0', locale: 'fr' })
  const user = (await (await fetch(`${base}/user`, { method: 'POST', headers, body })).json()) as { token: string }
  const list = await fetch(`${base}/collectors`, { headers })
  const kilobytes = (await list.arrayBuffer()).byteLength / 1000
  return [
    atMost('UI, first load as sent', (await uiBytes(base, user.token)) / 1000, { unit: 'kB', target: 150 }),
    atMost('GET /collectors, one page', kilobytes, { unit: 'kB', target: 20 }),
  ]
}

/** Everything a browser loads before the first screen stands, as it travels. */
async function uiBytes(base: string, token: string): Promise<number> {
  const { measurePageBytes } = await import('./measure-page-bytes.ts')
  return measurePageBytes(`${base}/ui?token=${token}`)
}
