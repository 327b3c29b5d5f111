import type { Credential, CredentialState } from '../shared/api-types.ts'
import type { MessageKey } from './messages/en.ts'

const PREPARING = 1
const LAST_STEP = 6
const DONE = 7
const DISCONNECTED = -2

export type Standing = 'connected' | 'working' | 'waiting' | 'attention' | 'trouble'

export const STANDING_LABELS: Record<Standing, MessageKey> = {
  connected: 'list.connected',
  working: 'list.working',
  waiting: 'list.waiting',
  attention: 'list.attention',
  trouble: 'list.trouble',
}

/** Errors only the user can end; all others are tried again by themselves. */
const USER_MUST_ACT = ['credential_rejected', 'question_expired', 'user_action_needed']

export function isFinal({ index }: CredentialState): boolean {
  return index >= DONE || index < 0
}

/** A run is under way and somebody may watch it. */
export function isUnderWay({ state, run_id }: Credential): boolean {
  return (state.index >= PREPARING && state.index <= LAST_STEP) || (state.index === 0 && Boolean(run_id))
}

export function standingOf(credential: Credential): Standing {
  const { index } = credential.state
  if (isUnderWay(credential)) return 'working'
  if (index === DISCONNECTED || USER_MUST_ACT.includes(credential.outcome?.code ?? '')) return 'attention'
  if (index < 0) return 'trouble'
  return index >= DONE ? 'connected' : 'waiting'
}
