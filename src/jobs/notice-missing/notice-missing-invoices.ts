import { setImmediate as breathe } from 'node:timers/promises'
import type { Catalogue } from '#collector-kit/index.ts'
import { type Notices, noticeMissing, type Watch } from '#domain/notice-missing.ts'
import { describeMissingInvoice } from '#records/describe-event.ts'
import { findWatchedCredential, recordNotices } from '#records/missing-invoices.ts'
import type { Store } from '#records/store.ts'

interface NoticeParts {
  store: Store
  catalogue: Catalogue
  log: { info(fields: object, message: string): void }
}

/**
 * After a run that saw everything: which invoices should have come by now, and which of those noticed before are there
 * after all. Safe to repeat: what was told is not told again.
 */
export async function noticeMissingInvoices({ store, catalogue, log }: NoticeParts, runId: string): Promise<void> {
  const credential = await findWatchedCredential(store, runId)
  const collector = credential && catalogue.find(credential.collector_id)
  if (!credential || !collector) return
  const {
    id: credentialId,
    remote_id: remoteId,
    locale,
    user_id: userId,
    connectedOn,
    wantedFrom,
    lookedOn,
  } = credential
  const watch = { isOneSupplier: collector.kind !== 'mailbox', connectedOn, wantedFrom, lookedOn }
  const subject = { remoteId, locale, userId, credentialId, collector }
  const count = await recordNotices(store, credential, {
    notice: known => noticeGently({ ...known, ...watch }),
    payloadOf: missing => describeMissingInvoice(subject, missing),
  })
  if (count > 0) log.info({ credentialId, count }, 'Invoices are missing')
}

/** Some milliseconds a supplier, hundreds of suppliers a mailbox: the others in this process get their turn in between. */
async function noticeGently(watch: Watch): Promise<Notices> {
  const all: Notices = { missing: [], turnedUp: [] }
  for (const { missing, turnedUp } of noticeMissing(watch)) {
    all.missing.push(...missing)
    all.turnedUp.push(...turnedUp)
    await breathe()
  }
  return all
}
