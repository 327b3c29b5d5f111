import { listKnownReferences } from '#records/invoices.ts'
import { closeLivePage } from '#records/live-pages.ts'
import { openRun } from '#records/runs.ts'
import { findUser } from '#records/users.ts'
import { EngineTrouble } from './engine-trouble.ts'
import type { CollectParts, OpenedRun } from './opened-run.ts'
import { RunProgress } from './run-progress.ts'

/**
 * Undefined when the run is over or its user gone. A collector this process does not know may be known to another (one
 * newer or older than this): trouble of ours, so the queue tries again.
 */
export async function openEverything(parts: CollectParts, runId: string): Promise<OpenedRun | undefined> {
  const { store } = parts
  const found = await openRun(store, runId)
  if (!found) return undefined
  const { run, credential } = found
  const user = await findUser(store, run.customer_id, run.user_id)
  if (!user) return undefined

  // Of a process that died with it: nobody holds that page any more.
  await closeLivePage(store, runId)
  const collector = parts.catalogue.find(credential.collector_id)
  if (!collector) throw new EngineTrouble(`No collector ${credential.collector_id} in this server`)
  const progress = new RunProgress(store, run, parts.log)
  progress.show({ state: 'preparing' })
  return {
    parts,
    run,
    credential,
    collector,
    progress,
    subject: { remoteId: user.remote_id, locale: user.locale, userId: user.id, credentialId: credential.id, collector },
    known: await listKnownReferences(store, credential.id),
    counts: { listed: 0, new: 0, failed: 0 },
  }
}
