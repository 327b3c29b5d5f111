import type { ImapFlow } from 'imapflow'
import type { BrowserContext } from 'playwright-core'
import { type FoundInvoice, type MailboxContext, type ParamsSchema, UserActionNeeded } from '#collector-kit/index.ts'
import { chooseFolders } from './choose-folders.ts'
import { explainMailError } from './explain-mail-error.ts'
import { type FolderPosition, isReadToItsEnd, STATUS_QUERY, statusOf } from './folder-position.ts'
import { PartMissing } from './mail-file.ts'
import { createMailFilter } from './mail-filter.ts'
import { loadMemory, type MailMemory, saveMemory } from './mail-memory.ts'
import type { MailboxParams } from './mailbox.ts'
import { openMailbox } from './open-mailbox.ts'
import { RenderingFailed } from './render-receipt.ts'
import { type FolderScan, scanFolder } from './scan-folder.ts'

export type MailRun = Omit<MailboxContext<ParamsSchema>, 'params'> & { params: MailboxParams }

/** Reads the mailbox from the newest mail on, and only what no earlier run has read. */
export async function* collectMail(run: MailRun, trustedCa?: string): AsyncGenerator<FoundInvoice> {
  const { params, memory, signal } = run
  const remembered = loadMemory(memory, params)
  const server = { host: params.host, port: params.port, isProven: remembered !== undefined }
  const explain = (error: unknown) => (signal.aborted ? signal.reason : explainMailError(error, server))
  let client: ImapFlow | undefined
  const stop = () => client?.close()
  try {
    run.report('logging_in')
    client = await openMailbox({ ...params, address: await run.resolveHost(params.host), trustedCa })
    signal.addEventListener('abort', stop)
    signal.throwIfAborted()
    run.report('collecting')
    yield* guarded(scanFolders(run, client, remembered), explain)
    await client.logout()
  } catch (error) {
    throw explain(error)
  } finally {
    signal.removeEventListener('abort', stop)
    client?.close()
  }
}

/**
 * A document that could not be fetched ends the run, whatever the caller makes of the error: going on would remember
 * its message as read, and the invoice would never be found again. Unless it is gone for good.
 */
async function* guarded(
  invoices: AsyncIterable<FoundInvoice>,
  explain: (error: unknown) => unknown,
): AsyncGenerator<FoundInvoice> {
  for await (const invoice of invoices) {
    let failure: unknown
    const document = async () => {
      try {
        return await invoice.document()
      } catch (error) {
        const explained = explain(error)
        if (!isLostForGood(explained)) failure = explained
        throw explained
      }
    }
    yield { ...invoice, document }
    if (failure !== undefined) throw failure
  }
}

function isLostForGood(error: unknown): boolean {
  return error instanceof PartMissing || error instanceof RenderingFailed
}

async function* scanFolders(
  run: MailRun,
  client: ImapFlow,
  remembered: MailMemory | undefined,
): AsyncGenerator<FoundInvoice> {
  const { params, memory, since, today, http, log } = run
  const isGmail = client.capabilities.has('X-GM-EXT-1')
  const folders = chooseFolders(await client.list({ statusQuery: STATUS_QUERY }), params.folders, isGmail)
  if (folders.length === 0) throw noSuchFolder(params.folders)

  const filter = createMailFilter(params)
  const browser = openedOnce(run.openBrowser)
  const positions = new Map(Object.entries(remembered?.folders ?? {}))
  const remember = () => saveMemory(memory, params, Object.fromEntries(positions))
  if (!remembered) await remember()
  for (const folder of folders) {
    const { path } = folder
    const keep = async (position: FolderPosition) => {
      positions.set(path, position)
      await remember()
    }
    const position = positions.get(path)
    const scan: FolderScan = {
      client,
      path,
      host: params.host,
      since,
      today,
      isGmail,
      position,
      keep,
      filter,
      http,
      browser,
      log,
    }
    if (!isReadToItsEnd(position, since, await statusOf(client, folder))) yield* scanFolder(scan)
  }
}

/** A run has one browser at most; a failed start is not remembered. */
function openedOnce(open: MailRun['openBrowser']): () => Promise<BrowserContext> {
  let opened: Promise<BrowserContext> | undefined
  return () => {
    opened ??= open().catch(error => {
      opened = undefined
      throw error
    })
    return opened
  }
}

/** The user named folders that are not there. */
export function noSuchFolder(wanted = ''): UserActionNeeded {
  return new UserActionNeeded({
    en: `This mailbox has no folder called ${wanted}. Check the folders you entered.`,
    fr: `Cette boîte n’a pas de dossier ${wanted}. Vérifiez les dossiers indiqués.`,
  })
}
