import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { BadConfig, readConfig } from './config.ts'

test('without any setting everything is local and safe', () => {
  expect(readConfig({})).toMatchObject({
    port: 8080,
    host: '127.0.0.1',
    publicUrl: 'http://localhost:8080',
    dataDir: resolve('data'),
    keyFile: resolve('data/master.key'),
    databaseUrl: undefined,
    role: 'all',
    sandbox: true,
    trustProxy: false,
    collectAtLeastEveryDays: 7,
  })
})

test.each(['127.0.0.1', 'localhost', '::1'])(
  'on %s private addresses are allowed, because only this machine asks',
  HOST => {
    expect(readConfig({ HOST })).toMatchObject({ allowPrivateCallbacks: true, allowPrivateSuppliers: true })
  },
)

test.each(['0.0.0.0', '::', '192.168.1.2', '127.0.0.1.example'])(
  'on %s private addresses are refused unless said otherwise',
  HOST => {
    expect(readConfig({ HOST })).toMatchObject({ allowPrivateCallbacks: false, allowPrivateSuppliers: false })
    expect(readConfig({ HOST, ALLOW_PRIVATE_CALLBACKS: 'true' })).toMatchObject({
      allowPrivateCallbacks: true,
      allowPrivateSuppliers: false,
    })
  },
)

test('an empty value counts as absent', () => {
  expect(readConfig({ PORT: '', DATABASE_URL: '', ALLOW_PRIVATE_CALLBACKS: '' })).toMatchObject({
    port: 8080,
    databaseUrl: undefined,
    allowPrivateCallbacks: true,
  })
})

test('the public address loses its slashes, the key follows the data', () => {
  const config = readConfig({ PUBLIC_URL: 'https://ic.example/base//', DATA_DIR: '/srv/ic' })
  expect(config).toMatchObject({ publicUrl: 'https://ic.example/base', keyFile: '/srv/ic/master.key' })
})

test('is frozen', () => {
  expect(Object.isFrozen(readConfig({}))).toBe(true)
})

test.each([
  [{ PORT: 'eighty' }, 'PORT'],
  [{ PORT: '65536' }, 'PORT'],
  [{ PORT: '80.5' }, 'PORT'],
  [{ ROLE: 'everything' }, 'ROLE'],
  [{ DATABASE_URL: 'mysql://localhost/x' }, 'DATABASE_URL'],
  [{ DATABASE_URL: 'nonsense' }, 'DATABASE_URL'],
  [{ PUBLIC_URL: 'ftp://x' }, 'PUBLIC_URL'],
  [{ SANDBOX: 'maybe' }, 'SANDBOX'],
  [{ SANDBOX: '1' }, 'SANDBOX'],
  [{ MAX_RUNS: '0' }, 'MAX_RUNS'],
  [{ LOG_LEVEL: 'loud' }, 'LOG_LEVEL'],
  [{ BROWSER_WS_ENDPOINT: 'http://x' }, 'BROWSER_WS_ENDPOINT'],
  [{ COLLECT_AT_LEAST_EVERY_DAYS: '32' }, 'COLLECT_AT_LEAST_EVERY_DAYS'],
] as [NodeJS.ProcessEnv, string][])('%j is refused by name', (env, name) => {
  expect(() => readConfig(env)).toThrow(BadConfig)
  expect(() => readConfig(env)).toThrow(new RegExp(`^${name}: `))
})

test('all that is wrong is told at once, and no value is repeated', () => {
  expect(() => readConfig({ PORT: 'x', DATABASE_URL: 'mysql://u:hunter2@h/x' })).toThrow(
    /^PORT: .*\nDATABASE_URL: (?!.*hunter2)/,
  )
})
