import cliProgress from 'cli-progress'
import { CREDENTIAL_STATES, type CredentialState, viewState } from '#domain/credential-state.ts'
import type { Counts } from '#jobs/collect/take-all.ts'

/** Shows a person how a run goes on: the same steps as everywhere, and what was found. */
export interface RunBar {
  show(state: CredentialState, counts: Counts): void
  /** Makes room for a question; the next `show` brings the bar back. */
  hide(): void
}

/** On standard error, and only where somebody looks at it. */
export function createRunBar(isWanted: boolean): RunBar {
  if (!isWanted || !process.stderr.isTTY) return { show() {}, hide() {} }
  const bar = new cliProgress.SingleBar({
    stream: process.stderr,
    clearOnComplete: true,
    hideCursor: true,
    barsize: 24,
    format: '{bar} {step}: {listed} found, {new} new  {duration_formatted}',
    barCompleteChar: '█',
    barIncompleteChar: '░',
  })
  return {
    show(state, counts) {
      const values = { step: viewState(state, 'en').title, ...counts }
      if (bar.isActive) bar.update(CREDENTIAL_STATES[state], values)
      else bar.start(CREDENTIAL_STATES.done, CREDENTIAL_STATES[state], values)
    },
    hide() {
      if (bar.isActive) bar.stop()
    },
  }
}
