import type { Catalogue, CollectLog, Collector } from '#collector-kit/index.ts'
import type { DocumentReading } from '#domain/facts.ts'
import type { BrowserPool } from '#platform/browser/browser-pool.ts'
import type { CollectNetwork } from '#platform/http/collect-network.ts'
import type { Metrics } from '#platform/metrics/metrics.ts'
import type { EventSubject } from '#records/describe-event.ts'
import type { Run, RunningCredential } from '#records/runs.ts'
import type { Store } from '#records/store.ts'
import type { Answers } from './answers.ts'
import type { LiveInputs } from './live-inputs.ts'
import type { RunProgress } from './run-progress.ts'
import type { Counts } from './take-all.ts'

/** What collecting is built from; made once per process. */
export interface CollectParts {
  store: Store
  catalogue: Catalogue
  answers: Answers
  liveInputs: LiveInputs
  browsers: BrowserPool
  network: Pick<CollectNetwork, 'http' | 'resolveHost'>
  readDocument(bytes: Uint8Array): Promise<DocumentReading>
  log: CollectLog
  metrics: Metrics
  /** 0 to 1. */
  random(): number
  publicUrl: string
  allowPrivateSuppliers: boolean
  collectAtLeastEveryDays: number
  /** How long a person has to answer, or to come and take over a page. */
  answerWithinMs: number
  /** How long somebody who took a page over may do nothing. */
  handOverIdleMs: number
  /** Longest run, questions included. */
  runLimitMs: number
}

/** One run under way. */
export interface OpenedRun {
  parts: CollectParts
  run: Run
  credential: RunningCredential
  collector: Collector
  subject: EventSubject
  progress: RunProgress
  /** References that need no download; grows while the run goes on. */
  known: Set<string>
  counts: Counts
}
