import type { ImapFlow, ListResponse } from 'imapflow'
import { SupplierUnavailable, type WatchContext } from '#collector-kit/index.ts'
import { chooseFolders } from './choose-folders.ts'
import { noSuchFolder } from './collect-mail.ts'
import { explainMailError } from './explain-mail-error.ts'
import { isReadToItsEnd, STATUS_QUERY, statusOf } from './folder-position.ts'
import { loadMemory, type MailMemory } from './mail-memory.ts'
import type { MailboxParams } from './mailbox.ts'
import { openMailbox } from './open-mailbox.ts'

type MailWatch = Omit<WatchContext, 'params'> & { params: MailboxParams }

/**
 * How long a connection may be silent before it is asked for a sign of life, which is also when the folders it does not
 * stand in are looked at. Below the five minutes after which many routers forget a connection.
 */
const QUIET_MS = 4 * 60_000

/** No look back: what a run has left out is no news. */
const NO_LOOK_BACK = '9999-12-31'

/** Waits for new mail with IDLE (RFC 2177), the folders only opened for reading. See `Collector.watch`. */
export async function watchMail(watch: MailWatch, onNews: () => void, trustedCa?: string): Promise<'unsupported'> {
  const { params, signal } = watch
  const server = { host: params.host, port: params.port, isProven: true }
  let client: ImapFlow | undefined
  const stop = () => client?.close()
  try {
    const address = await watch.resolveHost(params.host)
    client = await openMailbox({ ...params, address, trustedCa, quietTimeoutMs: QUIET_MS })
    signal.addEventListener('abort', stop)
    signal.throwIfAborted()
    if (!client.capabilities.has('IDLE')) return 'unsupported'
    await watchFolders(client, watch, onNews)
    throw new SupplierUnavailable('The mail server closed the connection')
  } catch (error) {
    throw signal.aborted ? signal.reason : explainMailError(error, server)
  } finally {
    signal.removeEventListener('abort', stop)
    client?.close()
  }
}

/** Until the connection ends. */
async function watchFolders(client: ImapFlow, { params, memory }: MailWatch, onNews: () => void): Promise<void> {
  const isGmail = client.capabilities.has('X-GM-EXT-1')
  const folders = chooseFolders(await client.list({ statusQuery: STATUS_QUERY }), params.folders, isGmail)
  const main = folders.find(({ path }) => path === 'INBOX') ?? folders[0]
  if (!main) throw noSuchFolder(params.folders)
  client.on('exists', ({ count, prevCount }) => {
    if (count > prevCount) onNews()
  })
  await client.mailboxOpen(main.path, { readOnly: true })
  // After opening, so that nothing falls between the look and the wait.
  if (await hasNews(client, folders, loadMemory(memory, params))) onNews()
  const others = new OtherFolders(folders.filter(folder => folder !== main))
  while (client.usable) {
    await client.idle()
    if (client.usable && (await others.haveNews(client))) onNews()
  }
}

async function hasNews(
  client: ImapFlow,
  folders: ListResponse[],
  remembered: MailMemory | undefined,
): Promise<boolean> {
  const { mailbox } = client
  for (const folder of folders) {
    // The list was made before the folder was opened: what came in between would be missed by both.
    const status = mailbox && mailbox.path === folder.path ? mailbox : await statusOf(client, folder)
    if (!isReadToItsEnd(remembered?.folders[folder.path], NO_LOOK_BACK, status)) return true
  }
  return false
}

/** A connection hears of one folder only; the others are asked now and then. */
class OtherFolders {
  readonly #folders: ListResponse[]
  readonly #seen = new Map<string, string>()

  constructor(folders: ListResponse[]) {
    this.#folders = folders
    for (const { path, status } of folders) if (status) this.#seen.set(path, nextOf(status))
  }

  async haveNews(client: ImapFlow): Promise<boolean> {
    let isAnyNew = false
    for (const { path } of this.#folders) {
      const status = await client.status(path, STATUS_QUERY)
      if (!status) continue
      const next = nextOf(status)
      isAnyNew ||= this.#seen.has(path) && this.#seen.get(path) !== next
      this.#seen.set(path, next)
    }
    return isAnyNew
  }
}

function nextOf({ uidValidity, uidNext }: NonNullable<ListResponse['status']>): string {
  return `${uidValidity} ${uidNext}`
}
