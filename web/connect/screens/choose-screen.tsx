import { useCallback, useEffect, useRef } from 'react'
import type { Collector } from '../../shared/api-types.ts'
import { useLoaded } from '../../shared/use-loaded.ts'
import { useSettled } from '../../shared/use-settled.ts'
import { usePage } from '../page-context.ts'
import { CollectorMark } from '../parts/collector-mark.tsx'
import { FoundSuppliers } from '../parts/found-suppliers.tsx'
import { Icon } from '../parts/icon.tsx'
import { Screen } from '../parts/screen.tsx'
import { SearchField } from '../parts/search-field.tsx'
import { describeTrouble, TroubleScreen } from '../parts/trouble-screen.tsx'
import type { Navigation } from '../use-navigation.ts'

/** The two collectors that reach any supplier; they have lines of their own at the end of the list. */
const GENERAL = ['portal', 'mailbox']
const TILES = 12
/** The two general ones may be among the answer. */
const ASKED_FOR = TILES + GENERAL.length
const TYPING_PAUSE_MS = 120

interface ChooseProps {
  navigation: Navigation
  search: string
  onSearch(search: string): void
}

/** Which supplier: search first, the usual ones as tiles, and always a way on. */
export function ChooseScreen({ navigation, search, onSearch }: ChooseProps) {
  const { t, customerName } = usePage()
  const query = useSettled(search.trim(), TYPING_PAUSE_MS)
  const { collectors, foundFor, error, reload } = useCollectors(query)
  const options = useArrowKeys()
  const choose = (collector: Collector) =>
    navigation.go({
      name: 'connect',
      collector,
      ...(collector.id === 'portal' && looksLikeAddress(search) && { entered: { url: search.trim() } }),
    })

  if (error && !collectors) return <TroubleScreen onRetry={reload} />
  return (
    <Screen title={t('choose.title')} onBack={navigation.back} hasOwnFocus>
      <p className="intro">{t('choose.intro', { customer: customerName })}</p>
      <div ref={options}>
        <SearchField
          value={search}
          onChange={onSearch}
          onEnter={() => enterFirst(collectors, foundFor === search.trim(), choose)}
        />
        <p className="unseen" role="status">
          {collectors && foundFor !== '' && t('choose.found', { count: collectors.length })}
        </p>
        {Boolean(error) && (
          <p className="error" role="alert">
            {describeTrouble(error, t)}
          </p>
        )}
        {collectors ? <FoundSuppliers collectors={collectors} query={foundFor} onChoose={choose} /> : <TileSkeletons />}
        <GeneralWays onChoose={choose} />
      </div>
    </Screen>
  )
}

function useCollectors(query: string) {
  const { api } = usePage()
  const load = useCallback(
    async (signal: AbortSignal) => ({ query, page: await api.searchCollectors(query, ASKED_FOR, signal) }),
    [api, query],
  )
  const { value, error, reload } = useLoaded(load)
  const collectors = value?.page.items.filter(({ id }) => !GENERAL.includes(id)).slice(0, TILES)
  return { collectors, foundFor: value?.query ?? '', error, reload }
}

function GeneralWays({ onChoose }: { onChoose(collector: Collector): void }) {
  const { api, t } = usePage()
  const load = useCallback((signal: AbortSignal) => api.generalCollectors(GENERAL, signal), [api])
  const { value: ways = [] } = useLoaded(load)
  if (ways.length === 0) return null
  return (
    <section aria-labelledby="other-ways">
      <h2 id="other-ways" className="section-title">
        {t('choose.other')}
      </h2>
      <ul className="rows">
        {ways.map(collector => (
          <li key={collector.id}>
            <WayButton collector={collector} onClick={() => onChoose(collector)} />
          </li>
        ))}
      </ul>
    </section>
  )
}

function WayButton({ collector, onClick }: { collector: Collector; onClick(): void }) {
  const { t } = usePage()
  const isMailbox = collector.kind === 'mailbox'
  return (
    <button type="button" className="row" onClick={onClick} data-option>
      <CollectorMark collector={collector} />
      <span className="row-text">
        <span className="row-name">{t(isMailbox ? 'choose.mailbox' : 'choose.address')}</span>
        <span className="row-note">{t(isMailbox ? 'choose.mailbox_hint' : 'choose.address_hint')}</span>
      </span>
      <Icon name="next" />
    </button>
  )
}

function TileSkeletons() {
  return (
    <div className="tiles tiles-skeleton" aria-hidden="true">
      {['a', 'b', 'c', 'd', 'e', 'f'].map(key => (
        <div key={key} className="skeleton skeleton-tile" />
      ))}
    </div>
  )
}

/** Enter takes the first result, but only of what is typed now. */
function enterFirst(
  collectors: Collector[] | undefined,
  isCurrent: boolean,
  choose: (collector: Collector) => void,
): void {
  const first = collectors?.[0]
  if (first && isCurrent) choose(first)
}

/** Up and down walk from the field through everything that can be chosen. */
function useArrowKeys() {
  const within = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const element = within.current
    const onKey = (event: KeyboardEvent) => element && moveWithArrows(event, element)
    element?.addEventListener('keydown', onKey)
    return () => element?.removeEventListener('keydown', onKey)
  }, [])
  return within
}

function moveWithArrows(event: KeyboardEvent, within: HTMLElement): void {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
  if (step === 0) return
  const stops = [...within.querySelectorAll<HTMLElement>('input[type=search], [data-option]')]
  const next = stops[stops.indexOf(document.activeElement as HTMLElement) + step]
  if (!next) return
  event.preventDefault()
  next.focus()
}

function looksLikeAddress(text: string): boolean {
  return /^(https?:\/\/)?[\p{L}\p{N}-]+(\.[\p{L}\p{N}-]+)+(\/.*)?$/iu.test(text.trim())
}
