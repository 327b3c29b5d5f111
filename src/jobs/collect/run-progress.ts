import type { CredentialState } from '#domain/credential-state.ts'
import { type Run, type RunProgress as Shown, updateRun } from '#records/runs.ts'
import type { Store } from '#records/store.ts'

interface ProgressLog {
  warn(fields: object, message: string): void
}

/**
 * Shows how a run goes on, one step after the other in their order, without making the run wait. A step that cannot
 * be recorded is no reason to end a run.
 */
export class RunProgress {
  readonly #store: Store
  readonly #run: Run
  readonly #log: ProgressLog
  #last: Promise<void> = Promise.resolve()
  #state: CredentialState

  constructor(store: Store, run: Run, log: ProgressLog) {
    this.#store = store
    this.#run = run
    this.#log = log
    this.#state = run.state
  }

  show(progress: Shown): void {
    const isNews = Object.keys(progress).some(key => key !== 'state' || progress.state !== this.#state)
    if (!isNews) return
    this.#state = progress.state ?? this.#state
    this.#last = this.#last.then(async () => {
      try {
        await updateRun(this.#store, this.#run, progress)
      } catch (error) {
        this.#log.warn({ err: error, runId: this.#run.id }, 'Progress was not recorded')
      }
    })
  }

  /** Everything shown so far is recorded. */
  settle(): Promise<void> {
    return this.#last
  }
}
