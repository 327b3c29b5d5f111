import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Webhook } from 'standardwebhooks'
import { afterAll, expect, test } from 'vitest'
import { insertSettingsTable } from '../tools/format-settings-table.ts'
import { freePort } from './setup/free-port.ts'
import { until } from './setup/until.ts'

const PROJECT = join(import.meta.dirname, '..')
const readme = await readFile(join(PROJECT, 'README.md'), 'utf8')

test('its table of settings is up to date (node tools/write-env-example.ts writes it)', () => {
  expect(readme).toBe(insertSettingsTable(readme))
  expect(readme).toContain('| `DATABASE_URL`')
})

test('every file that our pages link to exists', async () => {
  const pages = ['README.md', 'CONTRIBUTING.md', 'docs/operating.md', 'src/domain/README.md']
  const links = await Promise.all(
    pages.map(async page => {
      const text = await readFile(join(PROJECT, page), 'utf8')
      const targets = [...text.matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, target = '']) => target)
      return targets.map(target => join(page, '..', target))
    }),
  )
  expect(links.flat().filter(target => !existsSync(join(PROJECT, target)))).toEqual([])
})

// Inside the project, so that it finds `standardwebhooks`.
const EXAMPLE = join(PROJECT, 'tests', `.readme-callback-${process.pid}.ts`)
let receiver: ChildProcess | undefined
afterAll(async () => {
  receiver?.kill()
  await rm(EXAMPLE, { force: true })
})

test('its callback takes a signed invoice once, and refuses a forged one', async () => {
  const [, example = ''] = /```ts\n([\s\S]*?standardwebhooks[\s\S]*?)```/.exec(readme) ?? []
  await writeFile(EXAMPLE, example)
  const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`
  const port = await freePort()
  const env = { PATH: process.env.PATH, SIGNING_SECRET: secret, PORT: String(port) }
  receiver = spawn(process.execPath, [EXAMPLE], { env, stdio: ['ignore', 'pipe', 'inherit'] })
  let printed = ''
  receiver.stdout?.on('data', part => {
    printed += part
  })

  const invoice = { number: 'F-1', amount: '12.30', currency: 'EUR', filename: 'f.pdf', data: 'JVBERi0=' }
  const body = JSON.stringify({ id: 'evt_1', type: 'invoice', remote_id: 'A1B2C3D4', invoice })
  const send = (signature: string, at: Date) =>
    fetch(`http://127.0.0.1:${port}/hook`, {
      method: 'POST',
      body,
      headers: {
        'webhook-id': 'evt_1',
        'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
        'webhook-signature': signature,
      },
    })
  const now = new Date()
  await until('the receiver to listen', () => send('v1,AAAA', now).catch(() => undefined))
  expect((await send('v1,AAAA', now)).status).toBe(401)
  const signature = new Webhook(secret).sign('evt_1', now, body)
  expect([(await send(signature, now)).status, (await send(signature, now)).status]).toEqual([204, 204])
  await until('its words', () => printed.includes('bytes'))
  expect(printed).toBe('A1B2C3D4: F-1, 12.30 EUR, f.pdf\n5 bytes\n')
})
