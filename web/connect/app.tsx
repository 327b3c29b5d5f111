import { useCallback, useEffect, useState } from 'react'
import { ApiProblem } from '../shared/api-problem.ts'
import type { Credential } from '../shared/api-types.ts'
import { useLoaded } from '../shared/use-loaded.ts'
import type { HostMessage } from './host-window.ts'
import { usePage } from './page-context.ts'
import { LoadingScreen } from './parts/loading-screen.tsx'
import { ExpiredScreen, TroubleScreen } from './parts/trouble-screen.tsx'
import { ChooseScreen } from './screens/choose-screen.tsx'
import { ConnectScreen } from './screens/connect-screen.tsx'
import { CredentialScreen } from './screens/credential-screen.tsx'
import { DeleteScreen } from './screens/delete-screen.tsx'
import { ListScreen } from './screens/list-screen.tsx'
import { LiveScreen } from './screens/live-screen.tsx'
import { OutcomeScreen } from './screens/outcome-screen.tsx'
import { ReconnectScreen } from './screens/reconnect-screen.tsx'
import { type Navigation, type Place, useNavigation } from './use-navigation.ts'

/** Finds out where to begin: at the credential that was asked for, at one's suppliers, or with the first one. */
export function App({ firstCredentialId }: { firstCredentialId: string | null }) {
  const { api } = usePage()
  useEscapeToClose()
  const load = useCallback(async () => {
    const [mine, asked] = await Promise.all([
      api.credentials(),
      firstCredentialId ? findCredential(api, firstCredentialId) : null,
    ])
    return firstPlaces(mine.items.length > 0, asked)
  }, [api, firstCredentialId])
  const { value: places, error, reload } = useLoaded(load)
  const [isExpired, setIsExpired] = useState(false)
  useEffect(() => {
    void api.expired.then(() => setIsExpired(true))
  }, [api])

  if (isExpired) return <ExpiredScreen />
  if (places) return <Journey first={places} />
  return error ? <TroubleScreen onRetry={reload} /> : <LoadingScreen />
}

function Journey({ first }: { first: [Place, ...Place[]] }) {
  const { host } = usePage()
  const navigation = useNavigation(...first)
  const [search, setSearch] = useState('')
  const { place, visit } = navigation
  const panel = PANELS[place.name]
  useEffect(() => {
    if (panel) host.tell(panel)
  }, [panel, host])

  return <PlaceScreen key={visit} navigation={navigation} search={search} onSearch={setSearch} />
}

interface PlaceProps {
  navigation: Navigation
  /** Kept here so that coming back from a form finds the results again. */
  search: string
  onSearch(search: string): void
}

function PlaceScreen({ navigation, search, onSearch }: PlaceProps) {
  const { place } = navigation
  switch (place.name) {
    case 'choose':
      return <ChooseScreen navigation={navigation} search={search} onSearch={onSearch} />
    case 'connect':
      return <ConnectScreen navigation={navigation} collector={place.collector} entered={place.entered} />
    case 'reconnect':
      return <ReconnectScreen navigation={navigation} credential={place.credential} entered={place.entered} />
    case 'live':
      return <LiveScreen navigation={navigation} {...place} />
    case 'outcome':
      return <OutcomeScreen navigation={navigation} ended={place.ended} entered={place.entered} />
    case 'list':
      return <ListScreen navigation={navigation} />
    case 'credential':
      return <CredentialScreen navigation={navigation} id={place.id} />
    case 'delete':
      return <DeleteScreen navigation={navigation} credential={place.credential} />
  }
}

/** The last screen belongs to the progress that led to it. */
const PANELS: Record<Place['name'], HostMessage> = {
  choose: 'ic-panel-search',
  connect: 'ic-panel-form',
  reconnect: 'ic-panel-form',
  live: 'ic-panel-progress',
  outcome: 'ic-panel-progress',
  list: 'ic-panel-list',
  credential: 'ic-panel-list',
  delete: 'ic-panel-list',
}

function firstPlaces(hasSuppliers: boolean, asked: Credential | null): [Place, ...Place[]] {
  if (asked) return [{ name: 'list' }, { name: 'credential', id: asked.id }]
  return hasSuppliers ? [{ name: 'list' }] : [{ name: 'choose' }]
}

/** Null when it is gone: the link may be older than the deletion. */
async function findCredential(api: ReturnType<typeof usePage>['api'], id: string): Promise<Credential | null> {
  try {
    return await api.credential(id)
  } catch (error) {
    if (error instanceof ApiProblem && error.status === 404) return null
    throw error
  }
}

function useEscapeToClose(): void {
  const { host } = usePage()
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !event.defaultPrevented) host.tell('ic-close')
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [host])
}
