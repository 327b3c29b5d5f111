import type { Credential, CredentialState } from '../shared/api-types.ts'
import type { MessageKey } from './messages/en.ts'

const DONE = 7
const DISCONNECTED = -2

export type Standing = 'connected' | 'working' | 'attention' | 'trouble'

export const STANDING_LABELS: Record<Standing, MessageKey> = {
  connected: 'list.connected',
  working: 'list.working',
  attention: 'list.attention',
  trouble: 'list.trouble',
}

/** Errors only the user can end; all others are tried again by themselves. */
const USER_MUST_ACT = ['credential_rejected', 'question_expired', 'user_action_needed']

export function isFinal({ index }: CredentialState): boolean {
  return index >= DONE || index < 0
}

export function standingOf(credential: Credential): Standing {
  const { index } = credential.state
  if (!isFinal(credential.state)) return 'working'
  if (index === DISCONNECTED || USER_MUST_ACT.includes(credential.outcome?.code ?? '')) return 'attention'
  return index < 0 ? 'trouble' : 'connected'
}
