import { createHash } from 'node:crypto'
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest'
import { startEmbeddedPostgres } from '#platform/database/embedded-postgres.ts'
import { openDatabase } from '#platform/database/open-database.ts'
import { freePort } from '../setup/free-port.ts'
import { runCommandLine } from '../setup/run-command-line.ts'
import { startTestServer, type TestServer } from '../setup/test-server.ts'

const SANDBOX_API = ['collect', 'sandbox_api', '--param', 'username=demo', '--param', 'password=x', '--out', 'out']

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ic-cli-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const run = (args: string[], options: Partial<Parameters<typeof runCommandLine>[1]> = {}) =>
  runCommandLine(args, { cwd: folder, ...options })

describe('collect', () => {
  test('brings every invoice as a document and a line, and only new ones the second time', async () => {
    const first = await run([...SANDBOX_API, '--json'])
    expect(first.exitCode).toBe(0)
    const invoices = first.lines.slice(0, -1)
    expect(invoices.map(invoice => invoice.number)).toEqual(['SBX-2026-003', 'SBX-2026-002', 'SBX-2026-001'])
    for (const invoice of invoices) {
      const bytes = await readFile(join(folder, invoice.file))
      expect(createHash('sha256').update(bytes).digest('hex')).toBe(invoice.sha256)
      expect(invoice).toMatchObject({ currency: 'EUR', mimetype: 'application/pdf', size: bytes.byteLength })
      expect(invoice).not.toHaveProperty('data')
    }
    expect(first.lines.at(-1)).toEqual({
      outcome: { code: 'done', message: expect.any(String) },
      counts: { listed: 3, new: 3, failed: 0 },
    })

    const second = await run([...SANDBOX_API, '--json'])
    expect(second.exitCode).toBe(0)
    expect(second.lines).toEqual([expect.objectContaining({ counts: { listed: 3, new: 0, failed: 0 } })])
  })

  test('writes over nothing that was there', async () => {
    await mkdir(join(folder, 'out'))
    const taken = join(folder, 'out', '2026-06-16_sandbox_api_SBX-2026-003.pdf')
    await writeFile(taken, 'mine')
    const { lines } = await run([...SANDBOX_API, '--json'])
    expect(lines[0].file).toBe('out/2026-06-16_sandbox_api_SBX-2026-003_2.pdf')
    expect(await readFile(taken, 'utf8')).toBe('mine')
  })

  test('goes on after a kill between document and memory without a second copy', async () => {
    await run(SANDBOX_API)
    await rm(join(folder, 'out', '.invoice-collector.json'))
    await run(SANDBOX_API)
    const documents = (await readdir(join(folder, 'out'))).filter(name => name.endsWith('.pdf'))
    expect(documents).toHaveLength(3)
  })

  test('ends with a table, a summary and invoices.csv over all runs', async () => {
    await run([...SANDBOX_API, '--since', '2026-06-01'])
    const { stdout } = await run(SANDBOX_API)
    expect(stdout).toMatch(/2 new of 3 listed; all so far in out\/invoices\.csv\ndone: /)
    const csv = await readFile(join(folder, 'out', 'invoices.csv'), 'utf8')
    const [header, ...rows] = csv.split('\r\n')
    expect(header).toMatch(/^file,number,issued_on,due_on,amount,tax,currency,/)
    expect(rows.map(row => row.split(',')[1])).toEqual(['SBX-2026-003', 'SBX-2026-002', 'SBX-2026-001', undefined])
  })

  test('through a browser, asks for the second factor and reads the answer', async () => {
    const { exitCode, lines, stderr } = await run(
      ['collect', 'sandbox', '--param', 'username=demo-2fa', '--param', 'password=x', '--out', 'out', '--json'],
      { input: '123456\n' },
    )
    expect(stderr).toContain('Enter the code')
    expect(lines.at(-1).outcome.code).toBe('done')
    expect(exitCode).toBe(0)
  })

  test('ends as question_expired when nobody answers', async () => {
    const { exitCode, lines } = await run(
      ['collect', 'sandbox', '--param', 'username=demo-2fa', '--param', 'password=x', '--out', 'out', '--json'],
      { input: '' },
    )
    expect(lines.at(-1).outcome.code).toBe('question_expired')
    expect(exitCode).toBe(1)
  })

  test.for([
    ['demo', 'wrong', 'credential_rejected'],
    ['demo-down', 'x', 'supplier_unavailable'],
    ['demo-changed', 'x', 'supplier_changed'],
  ])('%s with the password %s fails as %s', async ([username, password, code]) => {
    const args = ['collect', 'sandbox_api', '--param', `username=${username}`, '--param', `password=${password}`]
    const { exitCode, lines } = await run([...args, '--out', 'out', '--json'])
    expect(lines).toEqual([{ outcome: { code, message: expect.any(String) }, counts: expect.anything() }])
    expect(exitCode).toBe(1)
  })

  test('no invoices are a success when the supplier says so', async () => {
    const args = ['collect', 'sandbox_api', '--param', 'username=demo-empty', '--param', 'password=x', '--out', 'out']
    const { exitCode, lines } = await run([...args, '--json'])
    expect([exitCode, lines.at(-1).counts.listed]).toEqual([0, 0])
  })

  test('takes secrets from a file or the environment, and leaves them nowhere', async () => {
    await writeFile(join(folder, 'secret'), 'canary-7f3a\nanother line\n')
    const args = ['collect', 'sandbox_api', '--param', 'username=demo', '--out', 'out']
    const fromFile = await run([...args, '--param', 'password=@secret', '--verbose'], { env: { LOG_LEVEL: 'debug' } })
    const fromEnvironment = await run([...args, '--json'], { env: { INVOICE_COLLECTOR_PASSWORD: 'canary-7f3a' } })
    expect([fromFile.exitCode, fromEnvironment.exitCode]).toEqual([0, 0])
    const names = await readdir(join(folder, 'out'))
    const contents = await Promise.all(names.map(name => readFile(join(folder, 'out', name), 'latin1')))
    const printed = [fromFile, fromEnvironment].flatMap(({ stdout, stderr }) => [stdout, stderr])
    expect([...contents, ...printed].filter(text => text.includes('canary'))).toEqual([])
  })

  test('on a terminal, asks for a missing password without showing it', async () => {
    const through = (program: string) => [
      'script',
      ...['--quiet', '--return', '--command'],
      `${program} collect sandbox_api --param username=demo --out out`,
      '/dev/null',
    ]
    const { exitCode, stdout } = await run([], { through, input: 'canary-7f3a\n', env: { TERM: 'xterm' } })
    // The pseudo-terminal itself echoes what was typed before the program took over; after the question nothing is shown.
    const afterQuestion = stdout.slice(stdout.indexOf('Password:'))
    expect(afterQuestion).not.toContain('canary')
    expect(afterQuestion).toContain('3 new of 3 listed')
    expect(exitCode).toBe(0)
  })

  test('stopped with Ctrl-C, keeps what it has and goes on from there', async () => {
    const args = ['collect', 'sandbox_api', '--param', 'username=demo-slow', '--param', 'password=x', '--out', 'out']
    const stopped = await run([...args, '--json'], { interruptAfter: '"SBX-2026-003"' })
    expect(stopped.lines.at(-1)).toMatchObject({ outcome: { code: 'interrupted' }, counts: { new: 1 } })
    expect(stopped.exitCode).toBe(1)
    const next = await run([...args, '--json'])
    expect(next.lines.at(-1).counts).toEqual({ listed: 3, new: 2, failed: 0 })
  })

  test.for([
    [['collect'], '--out'],
    [['collect', 'no_such', '--out', 'out'], 'no collector no_such'],
    [['collect', 'sandbox_api', '--out', 'out'], 'INVOICE_COLLECTOR_USERNAME'],
    [['collect', 'sandbox_api', '--out', 'out', '--param', 'surprise=canary'], 'no parameter surprise'],
    [['collect', 'sandbox_api', '--out', 'out', '--param', 'canary'], 'name=value'],
    [['collect', 'sandbox_api', '--out', 'out', '--param', 'password=@canary/none'], 'cannot be read'],
    [['collect', 'mailbox', '--out', 'out', '--param', 'port=many', '--param', 'password=x'], 'INVOICE_COLLECTOR_HOST'],
    [[...SANDBOX_API, '--since', '2026-02-30'], 'a day that exists'],
    [[...SANDBOX_API.slice(0, -1), '/dev/null'], 'cannot be used'],
    [['collekt'], 'unknown command'],
  ] as [string[], string][])('%j is bad usage', async ([args, words]) => {
    const { exitCode, stderr, stdout } = await run(args)
    expect(exitCode).toBe(2)
    expect(stderr).toContain(words)
    expect(stderr).not.toMatch(/canary|\n {4}at /)
    expect(stdout).toBe('')
  })
})

describe('doctor', () => {
  let server: TestServer | undefined
  afterAll(() => server?.dispose())

  test('finds a running server well, and leaves it running', async () => {
    server = await startTestServer()
    const env = { DATA_DIR: server.dataDir, DATABASE_URL: server.databaseUrl, PORT: new URL(server.origin).port }
    const { exitCode, lines } = await run(['doctor', '--json'], { env })
    expect(lines[0].checks.filter((check: { ok: boolean }) => !check.ok)).toEqual([])
    expect(lines[0].checks.map((check: { name: string }) => check.name)).toEqual([
      ...['node', 'configuration', 'data folder', 'disk', 'database', 'key file', 'clock', 'browser', 'port'],
    ])
    expect(exitCode).toBe(0)
    expect((await server.call('GET', '/customer')).status).toBe(200)
  })

  test('says what to do about a key file that others may read, that is lost, or that is another’s', async () => {
    if (!server) throw new Error('The test before starts it')
    const env = { DATA_DIR: server.dataDir, DATABASE_URL: server.databaseUrl, PORT: '0', ROLE: 'api' }
    const keyFile = join(server.dataDir, 'master.key')
    await chmod(keyFile, 0o644)
    expect(await adviceOn('key file', env)).toContain(`chmod 600 ${keyFile}`)
    const another = join(folder, 'another.key')
    await writeFile(another, 'ab'.repeat(32), { mode: 0o600 })
    expect(await adviceOn('key file', { ...env, KEY_FILE: another })).toContain('does not fit this database')
    expect(await adviceOn('key file', { ...env, KEY_FILE: join(folder, 'none') })).toContain('backup')
    await chmod(keyFile, 0o600)
  })

  test('looks at a machine where nothing was started yet and leaves no trace', async () => {
    const env = { DATA_DIR: join(folder, 'data'), PORT: String(await freePort()), ROLE: 'api' }
    const { exitCode, lines } = await run(['doctor', '--json'], { env: { ...env, ROLE: 'all' } })
    expect(lines[0]).toMatchObject({ ok: true })
    expect(exitCode).toBe(0)
    expect(await readdir(folder)).toEqual([])
  })

  test('looks at an embedded database that runs without touching it, and tries one that does not', async () => {
    const postgres = await startEmbeddedPostgres({ folder: join(folder, 'postgres'), settings: { fsync: 'off' } })
    const env = { DATA_DIR: folder, PORT: '0', ROLE: 'all', CHROME_PATH: '/bin/false' }
    const detail = async () => {
      const { lines } = await run(['doctor', '--json'], { env })
      return lines[0].checks.find((check: { name: string }) => check.name === 'database').detail
    }
    expect(await detail()).toMatch(/^embedded, running \(process \d+\), PostgreSQL 18/)
    await (await openDatabase(postgres.url, 4)).close()
    await postgres.stop()
    expect(await detail()).toMatch(/^embedded, not running; it starts and stops well, PostgreSQL 18/)
    expect(await detail()).toContain('not running')
  })

  test('tells bad settings, a database that is away and a port that somebody has', async () => {
    expect(await adviceOn('configuration', { PORT: 'abc' })).toContain('.env.example')
    const env = { DATA_DIR: folder, ROLE: 'api', DATABASE_URL: 'postgres://somebody:canary@127.0.0.1:1/x' }
    expect(await adviceOn('database', env)).toContain('ECONNREFUSED')
    const other = createServer()
    await new Promise<void>(resolve => other.listen(0, '127.0.0.1', resolve))
    const { port } = other.address() as { port: number }
    expect(await adviceOn('port', { ...env, PORT: String(port) })).toContain('PORT')
    other.close()
  })

  async function adviceOn(name: string, env: Record<string, string>): Promise<string> {
    const { exitCode, lines, stdout } = await run(['doctor', '--json'], { env })
    expect(exitCode).toBe(1)
    expect(stdout).not.toContain('canary')
    return lines[0].checks.find((check: { name: string }) => check.name === name)?.advice ?? ''
  }
})

test('start is the server itself: one process, its settings, its end', async () => {
  const port = await freePort()
  const { exitCode, stderr } = await run(['start'], { env: { PORT: String(port), ROLE: 'api', DATA_DIR: folder } })
  expect(stderr).toContain('ROLE=api needs a DATABASE_URL')
  expect(exitCode).toBe(2)
})

test('collectors lists what there is, with forms', async () => {
  const { lines } = await run(['collectors', '--json'])
  expect(lines.map(line => line.id)).toEqual(expect.arrayContaining(['mailbox', 'sandbox', 'sandbox_api']))
  expect(lines.find(line => line.id === 'sandbox').params.required).toEqual(['username', 'password'])
})

test('read prints the facts of what was collected', async () => {
  await run(SANDBOX_API)
  const { exitCode, lines } = await run(['read', 'out/2026-06-16_sandbox_api_SBX-2026-003.pdf', '--json'])
  expect(lines).toEqual([expect.objectContaining({ number: 'SBX-2026-003', issued_on: '2026-06-16', currency: 'EUR' })])
  expect(exitCode).toBe(0)
})

test.for([
  '--help',
  '--version',
  'start --help',
  'collect --help',
  'read --help',
  'doctor --help',
  'collectors --help',
])('%s prints something useful and succeeds', async args => {
  const { exitCode, stdout, stderr } = await run(args.split(' '))
  expect([exitCode, stderr]).toEqual([0, ''])
  expect(stdout.trim()).not.toBe('')
})

test('the launcher is found through a link, as npm makes one', async () => {
  const link = join(folder, 'invoice-collector')
  const { stdout } = await run(['--version'], {
    through: program => {
      return ['sh', '-c', `ln -s ${program} ${link} && exec ${link} "$@"`, 'sh']
    },
  })
  expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/)
})
