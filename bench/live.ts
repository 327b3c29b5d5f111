import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { LivePicture } from '#domain/live-page.ts'
import { createBrowserPool } from '#platform/browser/browser-pool.ts'
import { LivePage } from '#platform/browser/live/live-page.ts'
import { startEmbeddedPostgres } from '#platform/database/embedded-postgres.ts'
import { freePort } from '../tests/setup/free-port.ts'
import { findHumanCheckPlaces } from '../tests/setup/human-check-places.ts'
import { LiveViewer } from '../tests/setup/live-viewer.ts'
import { launchPlainBrowser } from '../tests/setup/plain-browser.ts'
import { startProcess } from '../tests/setup/start-process.ts'
import { startWorker } from '../tests/setup/start-worker.ts'
import { until } from '../tests/setup/until.ts'
import { atMost, forComparison, type Measurement } from './measurement.ts'

const SIZE = { width: 1280, height: 900 }
const CLICKS = 100
const REST_MS = 5000
const MOVE_MS = 10_000

/** A page in a person's hands: one process holds it, another shows it, PostgreSQL (durable, embedded) is between them. */
export default async function bench(): Promise<Measurement[]> {
  const dataDir = await mkdtemp(join(tmpdir(), 'ic-bench-live-'))
  await chmod(dataDir, 0o755)
  const postgres = await startEmbeddedPostgres({ folder: join(dataDir, 'postgres') })
  const port = await freePort()
  const server = { origin: `http://127.0.0.1:${port}`, dataDir, databaseUrl: postgres.url }
  const env = { ROLE: 'api', PORT: String(port), DATA_DIR: dataDir, DATABASE_URL: postgres.url }
  const api = await startProcess(env)
  const worker = await startWorker(server)
  try {
    const bearer = api.output().match(/Bearer is "([^"]+)"/)?.[1] ?? ''
    return [...(await clicksAndRest(server.origin, bearer)), ...(await everythingMoves())]
  } finally {
    await worker.kill()
    await api.kill()
    await postgres.stop()
    await rm(dataDir, { recursive: true, force: true })
  }
}

async function clicksAndRest(origin: string, bearer: string): Promise<Measurement[]> {
  const browser = await launchPlainBrowser()
  const { tick, greeting } = await findHumanCheckPlaces(browser, origin, SIZE)
  await browser.close()
  const viewer = await openViewer(origin, bearer)
  await viewer.untilShown()
  await viewer.untilRest()
  const times: number[] = []
  for (let turn = 0; turn < CLICKS; turn++) {
    times.push(await clickToPicture(viewer, tick))
    await viewer.untilRest()
  }
  // With the text cursor in a field: the usual rest of a page that waits for somebody to type.
  await viewer.act({ type: 'click', ...greeting })
  const from = viewer.arrivals.length
  await pause(REST_MS)
  const resting = viewer.arrivals.slice(from).reduce((sum, { bytes }) => sum + bytes, 0)
  await viewer.close()
  return [
    atMost('click to picture, p95', quantile(times, 0.95), { unit: 'ms', target: 150 }),
    forComparison('click to picture, median', quantile(times, 0.5), 'ms'),
    atMost('sent while the page rests', resting / (REST_MS / 1000), { unit: 'B/s', target: 0 }),
  ]
}

async function openViewer(origin: string, bearer: string): Promise<LiveViewer> {
  const headers = { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' }
  const post = async (path: string, body: object): Promise<Record<string, string>> => {
    const reply = await fetch(`${origin}/api/v1${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
    if (!reply.ok) throw new Error(await reply.text())
    return (await reply.json()) as Record<string, string>
  }
  const { id } = await post('/user', { remote_id: 'bench', locale: 'en' })
  const params = { username: 'demo-human', password: 'x' }
  const { ws_path } = await post(`/user/${id}/credential`, { collector: 'sandbox', params })
  return new LiveViewer(origin.replace('http', 'ws') + ws_path)
}

async function clickToPicture(viewer: LiveViewer, place: { x: number; y: number }): Promise<number> {
  const before = viewer.arrivals.length
  const clickedAtMs = performance.now()
  viewer.send({ type: 'click', ...place })
  const arrival = await until('the picture', () =>
    viewer.arrivals.slice(before).find(({ type }) => type === 'screenshot'),
  )
  return arrival.atMs - clickedAtMs
}

/** The worst page there is: a screen full of detail of which every pixel moves, sixty times a second. */
async function everythingMoves(): Promise<Measurement[]> {
  const pool = createBrowserPool({ log: { info: () => {}, warn: console.warn }, chromePath: process.env.CHROME_PATH })
  const context = await pool.openContext({ policy: { allowPrivate: false } })
  const page = await context.newPage()
  await page.setViewportSize(SIZE)
  await page.setContent(`<style>
    @keyframes away { to { transform: translateY(-50%) } }
    body { margin: 0; overflow: hidden; animation: away 3s linear infinite }
    p { margin: 0; font: 14px/18px serif; color: hsl(calc(var(--n) * 7), 70%, 40%) }
  </style>${Array.from({ length: 200 }, (_, n) => `<p style="--n:${n}">${`Invoice ${n} of 200, due soon. `.repeat(9)}</p>`).join('')}`)
  const pictures: { atMs: number; bytes: number }[] = []
  const onPicture = async ({ base64 }: LivePicture) => {
    pictures.push({ atMs: performance.now(), bytes: base64.length })
  }
  const live = new LivePage(page, { onPicture, onView: () => {} })
  live.watch(true)
  await pause(MOVE_MS)
  await live.close()
  await pool.close()
  const inSecond = pictures.map(({ atMs }) =>
    pictures.filter(other => other.atMs >= atMs && other.atMs < atMs + 1000).reduce((sum, { bytes }) => sum + bytes, 0),
  )
  return [
    atMost('while everything moves, busiest second', Math.max(...inSecond) / 1000, { unit: 'kB', target: 500 }),
    forComparison('while everything moves, pictures', pictures.length / (MOVE_MS / 1000), '1/s'),
    forComparison(
      'while everything moves, one picture',
      quantile(
        pictures.map(({ bytes }) => bytes / 1000),
        0.5,
      ),
      'kB',
    ),
  ]
}

function quantile(values: number[], share: number): number {
  return values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? Number.NaN
}
