import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type CallbackSink, startCallbackSink } from '../tests/setup/callback-sink.ts'
import { composeMail, pdfAttachment } from '../tests/setup/compose-mail.ts'
import { isDovecotInstalled, MAIL_PASSWORD, startDovecot, type TestDovecot } from '../tests/setup/dovecot.ts'
import { freePort } from '../tests/setup/free-port.ts'
import { readableInvoice } from '../tests/setup/readable-invoice.ts'
import { until } from '../tests/setup/until.ts'
import { atMost, type Measurement } from './measurement.ts'

const PROJECT = join(import.meta.dirname, '..')
const MAILBOXES = 10

/** From a mail put into a mailbox of a real Dovecot to the callback of the server that watches it. */
export default async function bench(): Promise<Measurement[]> {
  if (!isDovecotInstalled()) {
    console.warn('NOT MEASURED: watching needs a Dovecot: apt-get install dovecot-imapd')
    return []
  }
  await using resources = new AsyncDisposableStack()
  const dovecot = await startDovecot()
  resources.defer(() => dovecot.stop())
  const sink = await startCallbackSink()
  resources.defer(() => sink.close())
  const post = await startServer(dovecot, resources)
  await post('/customer', { callback: sink.url })
  const times: number[] = []
  for (let index = 0; index < MAILBOXES; index++) times.push(await timeOne(index, { dovecot, sink, post }))
  const sorted = times.toSorted((a, b) => a - b)
  return [
    atMost('mailbox: new mail to callback, median of 10', sorted[MAILBOXES / 2] ?? 0, { unit: 'ms', target: 3000 }),
    atMost('mailbox: new mail to callback, worst of 10', sorted.at(-1) ?? 0, { unit: 'ms', target: 3000 }),
  ]
}

type Post = (path: string, body: object) => Promise<{ id: string }>

/** On an embedded PostgreSQL, trusting the mail server as an operator would make it. */
async function startServer(dovecot: TestDovecot, resources: AsyncDisposableStack): Promise<Post> {
  const folder = await mkdtemp(join(tmpdir(), 'ic-bench-'))
  resources.defer(() => rm(folder, { recursive: true, force: true }))
  await chmod(folder, 0o755)
  const caFile = join(folder, 'ca.pem')
  await writeFile(caFile, dovecot.trustedCa)
  const port = String(await freePort())
  const env = { ...process.env, PORT: port, DATA_DIR: join(folder, 'data'), NODE_EXTRA_CA_CERTS: caFile }
  const child = spawn(process.execPath, ['src/main.ts'], { cwd: PROJECT, env, stdio: ['ignore', 'pipe', 'inherit'] })
  resources.defer(async () => {
    child.kill('SIGTERM')
    if (child.exitCode === null) await once(child, 'exit')
  })
  let output = ''
  child.stdout.on('data', part => {
    output += part
  })
  const [, bearer] = await until('the server', () => output.match(/Bearer is "([^"]+)"[\s\S]*is ready/), 60_000)
  return async (path, body) => {
    const headers = { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' }
    const reply = await fetch(`http://127.0.0.1:${port}/api/v1${path}`, {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
    })
    if (!reply.ok) throw new Error(await reply.text())
    return (await reply.json()) as { id: string }
  }
}

async function timeOne(
  index: number,
  { dovecot, sink, post }: { dovecot: TestDovecot; sink: CallbackSink; post: Post },
): Promise<number> {
  const username = `bench${index}`
  await dovecot.addUser(username)
  const user = await post('/user', { remote_id: username, locale: 'en' })
  const params = { host: 'localhost', port: dovecot.tlsPort, username, password: MAIL_PASSWORD }
  await post(`/user/${user.id}/credential`, { collector: 'mailbox', params, download_from: '2026-01-01' })
  const logins = async () => (await dovecot.log()).split(`Login: user=<${username}>`).length - 1
  await until('the first run and the watch', async () => (await logins()) === 2)
  const parts = [pdfAttachment('invoice.pdf', await readableInvoice(`INV-2026-${index}`))]
  const bytes = composeMail({ messageId: `${index}@supplier.example`, parts })
  const fromMs = performance.now()
  await dovecot.deliver(username, 'INBOX', { bytes })
  await until('the callback', () => sink.accepted('invoice').some(({ body }) => body.remote_id === username))
  return performance.now() - fromMs
}
