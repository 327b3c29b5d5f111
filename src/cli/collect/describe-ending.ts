import type { CollectError } from '#collector-kit/index.ts'
import { describeOutcome } from '#jobs/collect/describe-outcome.ts'
import { EngineTrouble } from '#jobs/collect/engine-trouble.ts'
import type { Counts } from '#jobs/collect/take-all.ts'
import { BrowserUnavailable } from '#platform/browser/browser-unavailable.ts'

export interface RunOutcome {
  code: string
  message: string
}

/** Where the engine's sentence speaks of a server that will try again, nobody will here. */
const OWN_WORDS: Record<string, string> = {
  done: 'Everything the supplier lists is collected.',
  partial: 'Some documents could not be fetched. Run the same command again to try those.',
  supplier_unavailable: 'The supplier does not answer at the moment. Try again later.',
  supplier_changed: 'The supplier’s site or its answer is not what this collector knows: it needs an update.',
  collector_bug: 'The collector made a mistake. Please report it, with what --verbose says.',
}

/** How a run ended. `failure`: what it threw, named by the engine, or null. */
export function describeEnding(failure: CollectError | EngineTrouble | null, counts: Counts): RunOutcome {
  if (failure instanceof EngineTrouble) {
    const isBrowser = failure.cause instanceof BrowserUnavailable
    return { code: isBrowser ? 'browser_unavailable' : 'local_trouble', message: failure.message }
  }
  const { code, sentence } = describeOutcome(failure, counts.failed)
  return { code, message: OWN_WORDS[code] ?? sentence?.en ?? code }
}
