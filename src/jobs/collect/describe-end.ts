import type { CollectError } from '#collector-kit/index.ts'
import { nextCollectionAt } from '#domain/next-collection.ts'
import { makeStorable } from '#domain/storable-text.ts'
import { describeDisconnected, describeReconnected } from '#records/describe-event.ts'
import { listIssueDates } from '#records/invoices.ts'
import type { RunEnd } from '#records/runs.ts'
import { describeOutcome } from './describe-outcome.ts'
import type { OpenedRun } from './opened-run.ts'

interface Ending {
  failure: CollectError | null
  pictureSha256: string | null
}

/** What a run's end means: for the credential, for the next run, for the customer. */
export async function describeEnd(opened: OpenedRun, { failure, pictureSha256 }: Ending): Promise<RunEnd> {
  const { parts, credential, counts } = opened
  const { code, sentence } = describeOutcome(failure, counts.failed)
  const isUsersTurn = failure?.actor === 'user'
  const failuresInARow = code === 'done' ? 0 : credential.failures_in_a_row + 1
  const history = {
    outcome: code,
    isUsersTurn,
    failuresInARow,
    issuedOn: await listIssueDates(parts.store, credential.id),
    atLeastEveryDays: parts.collectAtLeastEveryDays,
  }
  return {
    state: isUsersTurn ? 'disconnected' : code === 'done' ? 'done' : 'error',
    code,
    // A failure may quote the supplier.
    sentence: makeStorable(sentence),
    detail: makeStorable(failure?.message ?? null),
    counts,
    isListingComplete: failure === null,
    failuresInARow,
    nextCollectAt: nextCollectionAt(history, parts.store.now(), parts.random()),
    pictureSha256,
    notification: makeStorable(notificationOf(opened, failure)),
    triedParams: credential.params,
  }
}

/** Told once when the user must act, and once when all is well again. */
function notificationOf(opened: OpenedRun, failure: CollectError | null): RunEnd['notification'] {
  const wasDisconnected = opened.credential.disconnected_at !== null
  if (failure?.actor === 'user' && !wasDisconnected) {
    const payload = describeDisconnected(opened.subject, { error: failure, publicUrl: opened.parts.publicUrl })
    return { type: 'notification_disconnected', payload }
  }
  if (!failure && wasDisconnected) {
    return { type: 'notification_reconnected', payload: describeReconnected(opened.subject) }
  }
  return null
}
