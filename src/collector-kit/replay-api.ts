import type { Collector } from './contract.ts'
import { CollectorBug } from './errors.ts'
import type { Recording } from './recording.ts'
import { RecordedSupplier, type Replay, type ReplayOptions, replay } from './replay.ts'

/** Runs an API collector against recorded replies; a request that is not recorded fails. No network. */
export function replayApi(
  collector: Collector,
  { replies, ...options }: ReplayOptions & { replies: Recording },
): Promise<Replay> {
  const openBrowser = () => Promise.reject(new CollectorBug('An API collector opens no browser'))
  return replay(collector, { supplier: new RecordedSupplier(replies), openBrowser }, options)
}
