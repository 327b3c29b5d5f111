import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../setup/test-database.ts'

const PROJECT = join(import.meta.dirname, '../..')

let database: TestDatabase
let folder: string

beforeAll(async () => {
  database = await createTestDatabase()
  folder = await mkdtemp(join(tmpdir(), 'ic-start-'))
})

afterAll(async () => {
  await database.drop()
  await rm(folder, { recursive: true })
})

async function start(env: Record<string, string>): Promise<{ code: number | null; output: string }> {
  const child = spawn(process.execPath, ['src/main.ts'], {
    cwd: PROJECT,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, DATA_DIR: folder, PORT: '0', LOG_LEVEL: 'warn', ...env },
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', part => (output += part))
  const tooLong = setTimeout(() => child.kill('SIGKILL'), 25_000)
  await once(child, 'close')
  clearTimeout(tooLong)
  return { code: child.exitCode, output }
}

/** One clear sentence that names what to change, exit code 2, and no stack. */
async function expectRefusal(env: Record<string, string>, sentence: RegExp): Promise<void> {
  const { code, output } = await start(env)
  expect(output).toMatch(sentence)
  expect(output).not.toMatch(/\n\s+at |node:internal|Error:|hunter2/)
  expect(output.trim().split('\n').length).toBeLessThanOrEqual(2)
  expect(code).toBe(2)
}

describe.concurrent('a setting', () => {
  test('that is none', () => expectRefusal({ PORT: 'eighty', MAX_RUNS: '0' }, /^PORT: .*\nMAX_RUNS: /))

  test('that misses another', () => expectRefusal({ ROLE: 'worker' }, /ROLE=worker needs a DATABASE_URL/))
})

describe.concurrent('the database', () => {
  test('that nobody listens at', () =>
    expectRefusal(
      { DATABASE_URL: 'postgres://someone:hunter2@127.0.0.1:9/x' },
      /DATABASE_URL cannot be used: .*ECONNREFUSED/,
    ))

  test('whose name is unknown', () =>
    expectRefusal(
      { DATABASE_URL: 'postgres://someone:hunter2@no.such.host.invalid/x' },
      /DATABASE_URL cannot be used: .*no\.such\.host/,
    ))

  test('that does not exist', async () => {
    const url = new URL(database.url)
    url.pathname = '/no_such_database'
    await expectRefusal({ DATABASE_URL: url.href }, /DATABASE_URL cannot be used: .*no_such_database/)
  })

  test('that refuses the login', async () => {
    const url = new URL(database.url)
    url.username = 'nobody_of_ours'
    url.password = 'hunter2'
    await expectRefusal({ DATABASE_URL: url.href }, /DATABASE_URL cannot be used: /)
  })

  test('that accepts and never answers', async () => {
    const silent = createServer(() => {})
    silent.listen(0, '127.0.0.1')
    await once(silent, 'listening')
    const { port } = silent.address() as { port: number }
    await expectRefusal(
      { DATABASE_URL: `postgres://x:hunter2@127.0.0.1:${port}/x` },
      /DATABASE_URL cannot be used: .*time/i,
    )
    silent.close()
  })
})

describe.concurrent('the key file', () => {
  const KEY = `${'ab'.repeat(32)}\n`

  test('that others may read', async () => {
    const file = join(folder, 'open.key')
    await writeFile(file, KEY)
    await chmod(file, 0o644)
    await expectRefusal({ DATABASE_URL: database.url, KEY_FILE: file }, /may be read by others.*chmod 600/)
  })

  test('that is damaged', async () => {
    const file = join(folder, 'damaged.key')
    await writeFile(file, 'abc', { mode: 0o600 })
    await expectRefusal({ DATABASE_URL: database.url, KEY_FILE: file }, /is damaged.*64 hex digits/)
  })

  test('that is a folder', () =>
    expectRefusal(
      { DATABASE_URL: database.url, KEY_FILE: folder },
      /The key file .* cannot be used|may be read by others/,
    ))

  test('of another database', async () => {
    const other = join(folder, 'other.key')
    await writeFile(other, KEY, { mode: 0o600 })
    const taken = createServer()
    taken.listen(0, '127.0.0.1')
    await once(taken, 'listening')
    const { port } = taken.address() as { port: number }
    // The first start makes the database's keys, and then finds its port taken: that is a sentence too.
    const env = { DATABASE_URL: database.url, PORT: String(port) }
    const first = await start(env)
    expect(first).toMatchObject({
      code: 2,
      output: expect.stringContaining(`Port ${port} is already in use. Set PORT`),
    })
    expect(first.output).not.toMatch(/\n\s+at /)
    taken.close()
    await expectRefusal({ ...env, KEY_FILE: other }, /does not fit this database.*KEY_FILE/)
  })

  test('and an address that is not ours', () =>
    expectRefusal(
      { DATABASE_URL: database.url, HOST: '203.0.113.7' },
      /HOST=203\.0\.113\.7 is no address of this machine/,
    ))
})
