import { useCallback, useMemo, useState } from 'react'
import type { Collector, Credential, RunTicket } from '../shared/api-types.ts'
import type { EndedRun } from './use-live-run.ts'

/** What was typed into a form, secrets left out: offered again after a refusal. */
export type Entered = Record<string, string>

/** Where one is. The page keeps its own history: in a frame the browser's belongs to the page around us. */
export type Place =
  | { name: 'choose' }
  | { name: 'connect'; collector: Collector; entered?: Entered }
  | { name: 'reconnect'; credential: Credential; entered?: Entered }
  | { name: 'live'; credential: Credential; ticket: RunTicket; entered?: Entered }
  | { name: 'outcome'; ended: EndedRun; entered?: Entered }
  | { name: 'list' }
  | { name: 'credential'; id: string }
  | { name: 'delete'; credential: Credential }

export interface Navigation {
  place: Place
  /** Changes with every move: a place entered again starts afresh. */
  visit: number
  go(place: Place): void
  /** Forgets the way here. */
  restart(...places: [Place, ...Place[]]): void
  /** Undefined at the beginning of the way. */
  back: (() => void) | undefined
}

export function useNavigation(...first: [Place, ...Place[]]): Navigation {
  const [{ way, visit }, setState] = useState<{ way: Place[]; visit: number }>({ way: first, visit: 0 })
  const move = useCallback(
    (change: (way: Place[]) => Place[]) => setState(state => ({ way: change(state.way), visit: state.visit + 1 })),
    [],
  )
  const go = useCallback((place: Place) => move(before => [...before, place]), [move])
  const restart = useCallback((...places: [Place, ...Place[]]) => move(() => places), [move])
  const goBack = useCallback(() => move(before => before.slice(0, -1)), [move])

  return useMemo(() => {
    const place = way.at(-1) ?? { name: 'list' as const }
    return { place, visit, go, restart, back: way.length > 1 ? goBack : undefined }
  }, [way, visit, go, restart, goBack])
}
