import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { chmod, chown, mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises'
import { type AddressInfo, connect, createServer } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'

const DOVECOT = '/usr/sbin/dovecot'

export const MAIL_PASSWORD = 'right-horse'

/** Dovecot wants to run as somebody; root is nobody it accepts for reading mail. */
const ACCOUNT = process.getuid?.() === 0 ? { name: 'nobody', group: 'nogroup' } : undefined

export interface TestDovecot {
  tlsPort: number
  startTlsPort: number
  /** PEM of its self-signed certificate, for `localhost`. */
  trustedCa: string
  /** Gives somebody an empty mailbox. Everybody's password is `MAIL_PASSWORD`. */
  addUser(name: string): Promise<void>
  /** Puts a message into a folder (`INBOX`, `Invoices/2026`), which is made when missing. */
  deliver(user: string, folder: string, message: MailToDeliver): Promise<void>
  /** Where its messages lie, one file each. */
  messageFiles(user: string, folder: string): Promise<string[]>
  /** Gives the folder a new UIDVALIDITY and its messages new UIDs, as a restored backup does. */
  renumber(user: string, folder: string): Promise<void>
  /** File names, which hold a message's flags and whether anybody has seen the folder. */
  snapshot(user: string): Promise<string[]>
  log(): Promise<string>
  stop(): Promise<void>
}

export interface MailToDeliver {
  bytes: Uint8Array | string
  /** Becomes the internal date. */
  receivedAt?: Date
  /** As if a person had read it already. Otherwise the folder counts it as recent. */
  isSeen?: boolean
}

/** False also means: `apt-get install dovecot-imapd`. */
export function isDovecotInstalled(): boolean {
  return existsSync(DOVECOT)
}

/** A real Dovecot (2.3) on loopback, with a configuration and a folder of its own. */
export async function startDovecot(): Promise<TestDovecot> {
  const version = execFileSync(DOVECOT, ['--version'], { encoding: 'utf8' })
  if (!version.startsWith('2.3')) throw new Error(`The tests know how to configure Dovecot 2.3, this is ${version}`)
  const root = await mkdtemp(join(tmpdir(), 'dovecot-'))
  const [tlsPort, startTlsPort] = [await freePort(), await freePort()]
  makeCertificate(root)
  await writeFile(join(root, 'dovecot.conf'), configuration({ root, tlsPort, startTlsPort }))
  await mkdir(join(root, 'mail'))
  const owner = ownerIds()
  if (owner) for (const path of ['', 'key.pem', 'cert.pem', 'mail']) await chown(join(root, path), ...owner)
  await chmod(root, 0o700)
  const process = spawn(DOVECOT, ['-F', '-c', join(root, 'dovecot.conf')], {
    stdio: ['ignore', 'ignore', 'pipe'],
    ...(owner && { uid: owner[0], gid: owner[1] }),
  })
  await answers(process, startTlsPort)
  return { tlsPort, startTlsPort, ...mailboxesBelow(root, process, owner) }
}

function mailboxesBelow(root: string, process: ChildProcess, owner: [number, number] | undefined) {
  let delivered = 0
  const folderOf = (user: string, folder: string) =>
    join(root, 'mail', user, folder === 'INBOX' ? '' : `.${folder.replaceAll('/', '.')}`)
  const ensure = async (path: string) => {
    for (const part of ['', 'cur', 'new', 'tmp']) {
      await mkdir(join(path, part), { recursive: true })
      if (owner) await chown(join(path, part), ...owner)
    }
  }
  return {
    trustedCa: readFileSync(join(root, 'cert.pem'), 'utf8'),
    addUser: (name: string) => ensure(join(root, 'mail', name)),
    async deliver(user: string, folder: string, { bytes, receivedAt = new Date(), isSeen = false }: MailToDeliver) {
      const path = folderOf(user, folder)
      await ensure(path)
      delivered += 1
      // Names sort in the order of delivery, which gives the UIDs their order. Their ends differ: Dovecot's hash of names
      // forgets their beginnings, and 10,000 equal ends would cost it 300 ms each time.
      const name = `${1_700_000_000 + delivered}.test.M${delivered}`
      const file = isSeen ? join(path, 'cur', `${name}:2,S`) : join(path, 'new', name)
      await writeFile(file, bytes)
      if (owner) await chown(file, ...owner)
      await utimes(file, receivedAt, receivedAt)
    },
    async messageFiles(user: string, folder: string) {
      const parts = ['new', 'cur'].map(part => join(folderOf(user, folder), part))
      const names = await Promise.all(parts.map(async part => (await readdir(part)).map(name => join(part, name))))
      return names.flat()
    },
    async renumber(user: string, folder: string) {
      const path = folderOf(user, folder)
      const own = (await readdir(path)).filter(name => name.startsWith('dovecot'))
      await Promise.all(own.filter(name => !name.startsWith('dovecot-uidvalidity')).map(name => rm(join(path, name))))
    },
    async snapshot(user: string) {
      const names = await readdir(join(root, 'mail', user), { recursive: true })
      return names.filter(name => /(?:^|\/)(?:new|cur)\//.test(name)).toSorted()
    },
    log: () => readFile(join(root, 'dovecot.log'), 'utf8'),
    async stop() {
      const ended = once(process, 'exit')
      process.kill('SIGTERM')
      await ended
      await rm(root, { recursive: true, force: true })
    },
  }
}

function ownerIds(): [number, number] | undefined {
  if (!ACCOUNT) return undefined
  const id = (flag: string) => Number(execFileSync('id', [flag, ACCOUNT.name], { encoding: 'utf8' }))
  return [id('-u'), id('-g')]
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

/** Debian's Dovecot depends on `openssl`, so it is here. */
function makeCertificate(root: string): void {
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1']
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', join(root, 'key.pem')]
  const out = ['-days', '2', '-out', join(root, 'cert.pem')]
  execFileSync('openssl', ['req', '-x509', ...key, ...subject, ...out], { stdio: 'ignore' })
}

function configuration({ root, tlsPort, startTlsPort }: { root: string; tlsPort: number; startTlsPort: number }) {
  const user = ACCOUNT?.name ?? userInfo().username
  const group = ACCOUNT?.group ?? execFileSync('id', ['-gn'], { encoding: 'utf8' }).trim()
  return `
base_dir = ${root}/run
state_dir = ${root}/state
log_path = ${root}/dovecot.log
protocols = imap
default_internal_user = ${user}
default_internal_group = ${group}
default_login_user = ${user}
default_vsz_limit = 0
ssl = yes
ssl_cert = <${root}/cert.pem
ssl_key = <${root}/key.pem
disable_plaintext_auth = yes
auth_mechanisms = plain
# A refused login would otherwise be answered after two seconds.
auth_failure_delay = 0
mail_location = maildir:${root}/mail/%u
mail_uid = ${user}
mail_gid = ${group}
first_valid_uid = 1
mail_max_userip_connections = 50
passdb {
  driver = static
  args = password=${MAIL_PASSWORD}
}
userdb {
  driver = static
  args = home=${root}/mail/%u
}
namespace inbox {
  inbox = yes
  separator = /
  mailbox Trash {
    special_use = \\Trash
  }
  mailbox Spam {
    special_use = \\Junk
  }
  mailbox Sent {
    special_use = \\Sent
  }
}
service imap-login {
  chroot =
  inet_listener imap {
    address = 127.0.0.1
    port = ${startTlsPort}
  }
  inet_listener imaps {
    address = 127.0.0.1
    port = ${tlsPort}
    ssl = yes
  }
}
service anvil {
  chroot =
  # No slower answers after refused logins.
  unix_listener anvil-auth-penalty {
    mode = 0
  }
}
`
}

/** Resolves when the greeting comes; rejects with Dovecot's own words when it ends instead. */
async function answers(process: ChildProcess, port: number): Promise<void> {
  let said = ''
  process.stderr?.on('data', chunk => {
    said += chunk
  })
  const deadline = Date.now() + 15_000
  while (Date.now() < deadline) {
    if (process.exitCode !== null) throw new Error(`Dovecot ended: ${said}`)
    if (await hasGreeting(port)) return
    await new Promise(resolve => setTimeout(resolve, 20))
  }
  process.kill('SIGKILL')
  throw new Error(`Dovecot does not answer: ${said}`)
}

function hasGreeting(port: number): Promise<boolean> {
  return new Promise(resolve => {
    const socket = connect(port, '127.0.0.1')
    socket.once('data', data => {
      socket.destroy()
      resolve(String(data).startsWith('* OK'))
    })
    socket.once('error', () => resolve(false))
  })
}
