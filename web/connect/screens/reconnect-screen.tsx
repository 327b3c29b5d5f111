import { useCallback } from 'react'
import type { Credential } from '../../shared/api-types.ts'
import { useLoaded } from '../../shared/use-loaded.ts'
import { usePage } from '../page-context.ts'
import { LoadingScreen } from '../parts/loading-screen.tsx'
import { TroubleScreen } from '../parts/trouble-screen.tsx'
import type { Entered, Navigation } from '../use-navigation.ts'
import { ConnectScreen } from './connect-screen.tsx'

interface ReconnectProps {
  navigation: Navigation
  credential: Credential
  entered?: Entered | undefined
}

/** The form of a credential one already has; its collector says which. */
export function ReconnectScreen({ navigation, credential, entered }: ReconnectProps) {
  const { api } = usePage()
  const { id } = credential.collector
  const load = useCallback((signal: AbortSignal) => api.collector(id, signal), [api, id])
  const { value: collector, error, reload } = useLoaded(load)

  if (collector) {
    return <ConnectScreen navigation={navigation} collector={collector} credential={credential} entered={entered} />
  }
  return error ? <TroubleScreen onRetry={reload} /> : <LoadingScreen />
}
