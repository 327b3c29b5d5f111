import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { createCluster } from './create-cluster.ts'
import { DatabaseUnusable } from './database-unusable.ts'
import { type EmbeddedPostgres, type EmbeddedPostgresOptions, startEmbeddedPostgres } from './embedded-postgres.ts'
import { choosePostgresAccount } from './postgres-account.ts'
import { findPostgresPrograms } from './postgres-programs.ts'
import { isPostmasterOf, readPostmasterFile } from './postmaster-file.ts'

const isRoot = process.getuid?.() === 0
if (!isRoot) console.warn('NOT TESTED, needs root: full disk, closed parent folder, the ordinary user beside root')
const testAsRoot = test.runIf(isRoot)

const NOBODY = { uid: 65_534, gid: 65_534 }
const FAST = { fsync: 'off' }

/** Everybody may enter: as root, PostgreSQL runs as another user. */
const base = mkdtempSync(join(tmpdir(), 'embedded-postgres-'))
chmodSync(base, 0o711)
const initialised = join(base, 'initialised')
let folders = 0
const started: EmbeddedPostgres[] = []
const children: ChildProcess[] = []
const foldersOfChildren: string[] = []

beforeAll(async () => {
  const postgres = await startEmbeddedPostgres({ folder: initialised, settings: FAST })
  await postgres.stop()
})

afterEach(async () => {
  await Promise.all(children.splice(0).map(kill))
  await Promise.all(started.splice(0).map(postgres => postgres.stop()))
  await Promise.all(foldersOfChildren.splice(0).map(stopLeftover))
})

afterAll(() => {
  rmSync(base, { recursive: true, force: true })
})

test('a first start makes a durable, private database whose contents survive a stop', async () => {
  const folder = newFolder()
  const first = await start({ folder })
  const { rows } = await query(
    first.url,
    `select current_setting('fsync') as fsync, current_setting('server_encoding') as encoding,
            (select datlocale from pg_database where datname = current_database()) as locale,
            (select rolsuper from pg_roles where rolname = current_user) as superuser,
            current_setting('listen_addresses') as addresses`,
  )
  expect(rows).toEqual([{ fsync: 'on', encoding: 'UTF8', locale: 'C.UTF-8', superuser: false, addresses: '127.0.0.1' }])
  expect(new URL(first.url).pathname).toBe('/invoice_collector')
  expect(statSync(join(folder, 'password')).mode & 0o777).toBe(0o600)
  expect(statSync(folder).mode & 0o777).toBe(0o700)
  await query(first.url, 'create table kept as select 42 as answer')
  await Promise.all([first.stop(), first.stop()])
  await expect(query(first.url, 'select')).rejects.toThrow('ECONNREFUSED')

  const second = await start({ folder })
  expect((await query(second.url, 'select answer from kept')).rows).toEqual([{ answer: 42 }])
})

test('a wrong password is refused, and no password at all', async () => {
  const { url } = await start({ folder: newCluster() })
  for (const password of ['wrong', '']) {
    const other = new URL(url)
    other.password = password
    await expect(query(other.href, 'select')).rejects.toThrow(/password/)
  }
})

test('neither statements nor values reach the server’s log', async () => {
  const folder = newCluster()
  const { url } = await start({ folder })
  await query(url, 'create table token (value text unique)')
  await query(url, "insert into token values ('canary')")
  await expect(query(url, "insert into token values ('canary')")).rejects.toThrow('duplicate key')
  await expect(query(url, "select 'canary' from nowhere")).rejects.toThrow('does not exist')
  const log = readFileSync(join(folder, 'server.log'), 'utf8')
  expect(log).toContain('duplicate key')
  expect(log).not.toContain('canary')
})

test('a second start on the same folder is refused and harms nothing', async () => {
  const folder = newCluster()
  const { url } = await start({ folder })
  const refused = await start({ folder }).catch((error: unknown) => error)
  expect(refused).toBeInstanceOf(DatabaseUnusable)
  expect(String(refused)).toContain(`Another server is using the database in ${folder}`)
  await query(url, 'select')
})

test('of several simultaneous first starts, one wins and the others say why', async () => {
  const outcomes = await startTogether(newFolder())
  expect(outcomes).toEqual(['refused', 'refused', 'started'])
})

test('of several simultaneous later starts, one wins and the others say why', async () => {
  const outcomes = await startTogether(newCluster())
  expect(outcomes).toEqual(['refused', 'refused', 'started'])
})

test('after kill -9, the next start stops the orphan at once and finds everything that was committed', async () => {
  const folder = newCluster()
  const { child, url } = await startInChild(folder)
  await query(url, 'create table kept as select 42 as answer')
  await kill(child)
  const orphanPid = runningPid(folder)

  const startedAt = performance.now()
  const { url: newUrl } = await start({ folder })
  const tookMs = performance.now() - startedAt
  expect((await query(newUrl, 'select answer from kept')).rows).toEqual([{ answer: 42 }])
  expect(isPostmasterOf(join(folder, 'cluster'), orphanPid)).toBe(false)
  expect(tookMs).toBeLessThan(3000) // Some 150 ms on an idle machine.
})

test('of several starts that find an orphan, one wins', async () => {
  const folder = newCluster()
  await kill((await startInChild(folder)).child)
  expect(runningPid(folder)).toBeGreaterThan(0)
  expect(await startTogether(folder)).toEqual(['refused', 'refused', 'started'])
})

test('a PostgreSQL that was killed too leaves a stale file, whose process id may belong to anybody by now', async () => {
  const folder = newCluster()
  const { child } = await startInChild(folder)
  const pid = runningPid(folder)
  await kill(child)
  process.kill(pid, 'SIGKILL')
  const file = join(folder, 'cluster/postmaster.pid')
  writeFileSync(file, readFileSync(file, 'utf8').replace(String(pid), String(process.pid)))

  const { url } = await start({ folder })
  await query(url, 'select')
})

test('a file that a power cut left empty does not hinder', async () => {
  const folder = newCluster()
  writeFileSync(join(folder, 'cluster/postmaster.pid'), '')
  const { url } = await start({ folder })
  await query(url, 'select')
})

test('a start that is killed while it initialises leaves nothing half-made', async () => {
  const folder = newFolder()
  const child = spawnStart({ folder })
  const unfinished = () => existsSync(folder) && readdirSync(folder).find(name => name.startsWith('cluster.new-'))
  await vi.waitUntil(unfinished, { timeout: 10_000, interval: 2 })
  await kill(child)
  expect(readdirSync(folder)).not.toContain('cluster')

  const { url } = await start({ folder })
  await query(url, 'select')
  expect(readdirSync(folder).sort()).toEqual(['cluster', 'password', 'server.log'])
})

test('a server that ends by itself is reported once, a stopped one is not', async () => {
  const reasons: DatabaseUnusable[] = []
  const folder = newCluster()
  const onExit = (reason: DatabaseUnusable) => void reasons.push(reason)
  await start({ folder, onExit })
  process.kill(runningPid(folder), 'SIGKILL')
  await vi.waitUntil(() => reasons.length > 0)
  expect(reasons[0]?.message).toContain('has stopped (SIGKILL)')

  const next = await start({ folder, onExit })
  await next.stop()
  expect(reasons).toHaveLength(1)
})

test('the claim is taken again when PostgreSQL loses its connections', async () => {
  const folder = newCluster()
  const { url } = await start({ folder })
  const keeper = url.replace('invoice_collector:', 'postgres:').replace(/invoice_collector$/, 'postgres')
  const claims = "select pid from pg_locks where locktype = 'advisory' and granted"
  const { rows } = await query(keeper, claims)
  await query(keeper, `select pg_terminate_backend(${rows[0]?.pid})`)
  await vi.waitUntil(async () => {
    const [claim] = (await query(keeper, claims)).rows
    return claim !== undefined && claim.pid !== rows[0]?.pid
  })
  await expect(start({ folder })).rejects.toThrow('Another server')
})

test('Ctrl-C in our terminal does not reach the server: it has its own session', async () => {
  const folder = newCluster()
  await start({ folder })
  const pid = runningPid(folder)
  const session = execFileSync('ps', ['-o', 'pgid=', '-p', String(pid)], { encoding: 'utf8' })
  expect(Number(session)).toBe(pid)
})

test('a database of another PostgreSQL is left alone', async () => {
  const folder = newCluster()
  writeFileSync(join(folder, 'cluster/PG_VERSION'), '15\n')
  await expect(start({ folder })).rejects.toThrow(/was made by PostgreSQL 15 and this release brings 18/)
})

test('a missing or foreign password file is named', async () => {
  const folder = newCluster()
  const password = join(folder, 'password')
  writeFileSync(password, 'foreign')
  await expect(start({ folder })).rejects.toThrow(/refuses the password/)
  unlinkSync(password)
  await expect(start({ folder })).rejects.toThrow(`${password} is missing`)
})

test('a file where the folder should be is named', async () => {
  const folder = newFolder()
  writeFileSync(folder, '')
  await expect(start({ folder })).rejects.toThrow(DatabaseUnusable)
  await expect(start({ folder: join(folder, 'deeper') })).rejects.toThrow(/is not a folder/)
})

test('a setting that PostgreSQL refuses ends the start with its last words', async () => {
  const refused = start({ folder: newCluster(), settings: { shared_buffers: 'plenty' } })
  await expect(refused).rejects.toThrow(/its last words: .*invalid value for parameter "shared_buffers"/)
})

testAsRoot('as root, a folder below a closed one works all the same', async () => {
  const closed = newFolder()
  mkdirSync(closed, { mode: 0o700 })
  const folder = join(closed, 'postgres')
  const first = await start({ folder, settings: FAST })
  await query(first.url, 'select')
  await first.stop()
  await start({ folder })
  await expect(start({ folder })).rejects.toThrow('Another server')
  expect(statSync(closed).mode & 0o777).toBe(0o700)
})

testAsRoot('as root, a backup that was copied back as root works', async () => {
  const folder = newCluster()
  execFileSync('chown', ['-R', '0:0', folder])
  execFileSync('chmod', ['-R', 'go+rX', join(folder, 'cluster')])
  const { url } = await start({ folder })
  await query(url, 'select')
})

testAsRoot('an ordinary user works, and root can go on with that user’s folder, and the user again', async () => {
  const home = newFolder()
  mkdirSync(home)
  execFileSync('chown', [`${NOBODY.uid}:${NOBODY.gid}`, home])
  const folder = join(home, 'postgres')
  for (const user of [NOBODY, {}, NOBODY]) {
    const { child, url } = await startInChild(folder, user)
    await query(url, 'select')
    child.stdin?.end()
    expect(await once(child, 'exit')).toEqual([0, null])
  }
})

testAsRoot('an ordinary user’s orphan with a reused process id does not hinder', async () => {
  const home = newFolder()
  mkdirSync(home)
  execFileSync('chown', [`${NOBODY.uid}:${NOBODY.gid}`, home])
  const folder = join(home, 'postgres')
  const { child } = await startInChild(folder, NOBODY)
  const pid = runningPid(folder)
  await kill(child)
  process.kill(pid, 'SIGKILL')
  const bystander = spawn('sleep', ['60'], NOBODY)
  children.push(bystander)
  const file = join(folder, 'cluster/postmaster.pid')
  writeFileSync(file, readFileSync(file, 'utf8').replace(String(pid), String(bystander.pid)))
  await query((await startInChild(folder, NOBODY)).url, 'select')
})

testAsRoot('an ordinary user is told of a folder that is not theirs', async () => {
  const closed = newFolder()
  mkdirSync(closed, { mode: 0o755 })
  expect(await refusal({ folder: join(closed, 'postgres') }, NOBODY)).toMatch(
    /cannot be used \(EACCES.*give that folder/,
  )

  const foreign = newCluster()
  chmodSync(foreign, 0o755)
  expect(await refusal({ folder: foreign }, NOBODY)).toMatch(/belongs to another user/)
})

testAsRoot('a disk that is nearly full is refused before anything is written', async () => {
  await withDisk('90m', async disk => {
    const folder = join(disk, 'postgres')
    await expect(start({ folder })).rejects.toThrow(/^The disk is full: .* needs at least 100 MB \(\d+ MB left\)/)
    expect(readdirSync(folder)).toEqual([])
  })
  await withDisk('200m', async disk => {
    const folder = join(disk, 'postgres')
    await (await start({ folder, settings: FAST })).stop()
    writeFileSync(join(disk, 'filler'), new Uint8Array(90_000_000))
    await expect(start({ folder })).rejects.toThrow('The disk is full')
    unlinkSync(join(disk, 'filler'))
    await (await start({ folder })).stop()
  })
})

testAsRoot('a disk that fills up while initialising is named, and left as it was', async () => {
  await withDisk('20m', async disk => {
    const clusterFolder = join(disk, 'cluster')
    const passwordFile = join(disk, 'password')
    writeFileSync(passwordFile, 'secret\n')
    const account = choosePostgresAccount(clusterFolder)
    const programs = findPostgresPrograms(account)
    chmodSync(passwordFile, 0o644)
    const creation = createCluster({ clusterFolder, passwordFile, programs, account, isDurable: true, now: Date.now })
    await expect(creation).rejects.toThrow('The disk is full')
    expect(readdirSync(disk)).toEqual(['password'])
  })
})

async function start(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const postgres = await startEmbeddedPostgres(options)
  started.push(postgres)
  return postgres
}

/** Three processes, as three servers would be. */
async function startTogether(folder: string): Promise<string[]> {
  const starts = [1, 2, 3].map(() => firstLine(spawnStart({ folder, settings: FAST })))
  const outcomes = await Promise.all(starts)
  const [winner] = outcomes.filter(outcome => 'url' in outcome)
  if (winner && 'url' in winner) await query(winner.url, 'select')
  return outcomes.map(outcome => ('url' in outcome ? 'started' : describeRefusal(outcome.refused))).sort()
}

function describeRefusal(message: string): string {
  return message.startsWith('Another server is using the database in') ? 'refused' : message
}

async function startInChild(folder: string, user: object = {}): Promise<{ child: ChildProcess; url: string }> {
  const child = spawnStart({ folder }, user)
  const outcome = await firstLine(child)
  if (!('url' in outcome)) throw new Error(outcome.refused)
  return { child, url: outcome.url }
}

async function refusal(options: EmbeddedPostgresOptions, user: object): Promise<string> {
  const outcome = await firstLine(spawnStart(options, user))
  return 'url' in outcome ? 'started' : outcome.refused
}

/** A server of its own: says how its start went in one line, and stops when its input ends. */
const PROGRAM = `
  const { startEmbeddedPostgres } = await import(process.argv[1])
  const postgres = await startEmbeddedPostgres(JSON.parse(process.argv[2])).catch(error => {
    if (error.name !== 'DatabaseUnusable') throw error
    console.log(JSON.stringify({ refused: error.message }))
    process.exit(2)
  })
  console.log(JSON.stringify({ url: postgres.url }))
  process.stdin.on('end', () => postgres.stop().then(() => process.exit(0))).resume()
`

function spawnStart(options: EmbeddedPostgresOptions, user: object = {}): ChildProcess {
  const program = ['--input-type=module', '-e', PROGRAM, join(import.meta.dirname, 'embedded-postgres.ts')]
  const child = spawn(process.execPath, [...program, JSON.stringify(options)], {
    ...user,
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  children.push(child)
  foldersOfChildren.push(options.folder)
  return child
}

async function firstLine(child: ChildProcess): Promise<{ url: string } | { refused: string }> {
  if (!child.stdout) throw new Error('A child without output')
  for await (const line of createInterface(child.stdout)) return JSON.parse(line)
  throw new Error('The child ended without a word')
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exit = once(child, 'exit')
  child.kill('SIGKILL')
  await exit
}

function runningPid(folder: string): number {
  const file = readPostmasterFile(join(folder, 'cluster'))
  if (typeof file !== 'object' || !isPostmasterOf(join(folder, 'cluster'), file.pid)) throw new Error('Not running')
  return file.pid
}

/** Of a server that a killed child left behind. */
async function stopLeftover(folder: string): Promise<void> {
  const file = existsSync(join(folder, 'cluster')) ? readPostmasterFile(join(folder, 'cluster')) : undefined
  if (typeof file !== 'object' || !isPostmasterOf(join(folder, 'cluster'), file.pid)) return
  process.kill(file.pid, 'SIGQUIT')
  await vi.waitUntil(() => !isPostmasterOf(join(folder, 'cluster'), file.pid), { timeout: 10_000 })
}

function newFolder(): string {
  return join(base, `folder-${++folders}`)
}

/** An initialised and stopped one, quicker than starting from nothing. */
function newCluster(): string {
  const folder = newFolder()
  execFileSync('cp', ['-a', initialised, folder])
  return folder
}

async function withDisk(size: string, use: (disk: string) => Promise<void>): Promise<void> {
  const disk = newFolder()
  mkdirSync(disk)
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size},mode=755`, 'tmpfs', disk])
  try {
    await use(disk)
  } finally {
    execFileSync('umount', ['-l', disk])
  }
}

async function query(url: string, sql: string): Promise<pg.QueryResult> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => {})
  await client.connect()
  try {
    return await client.query(sql)
  } finally {
    await client.end()
  }
}
