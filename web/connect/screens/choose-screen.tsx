import { type KeyboardEvent, useCallback, useDeferredValue, useEffect, useRef, useState } from 'react'
import type { Collector } from '../../shared/api-types.ts'
import { useLoaded } from '../../shared/use-loaded.ts'
import { useSettled } from '../../shared/use-settled.ts'
import { usePage } from '../page-context.ts'
import { CollectorMark } from '../parts/collector-mark.tsx'
import { Icon } from '../parts/icon.tsx'
import { Screen } from '../parts/screen.tsx'
import { TroubleScreen } from '../parts/trouble-screen.tsx'
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
        {collectors ? <Found collectors={collectors} query={foundFor} onChoose={choose} /> : <TileSkeletons />}
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
  const collectors = useDeferredValue(value?.page.items.filter(({ id }) => !GENERAL.includes(id)).slice(0, TILES))
  return { collectors, foundFor: value?.query ?? '', error, reload }
}

interface SearchProps {
  value: string
  onChange(value: string): void
  onEnter(): void
}

function SearchField({ value, onChange, onEnter }: SearchProps) {
  const { t } = usePage()
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => {
    field.current?.focus({ preventScroll: true })
  }, [])

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter') onEnter()
    if (event.key !== 'Escape' || value === '') return
    /** The first Escape empties the field, the next one closes. */
    event.preventDefault()
    onChange('')
  }
  return (
    <div className="field search">
      <label className="unseen" htmlFor="search">
        {t('choose.search')}
      </label>
      <Icon name="search" />
      <input
        ref={field}
        id="search"
        type="search"
        value={value}
        onChange={event => onChange(event.target.value)}
        onKeyDown={onKeyDown}
        placeholder={t('choose.placeholder')}
        autoComplete="off"
        spellCheck={false}
        enterKeyHint="search"
      />
    </div>
  )
}

function Found({
  collectors,
  query,
  onChoose,
}: {
  collectors: Collector[]
  query: string
  onChoose(c: Collector): void
}) {
  const { t } = usePage()
  if (collectors.length === 0) return <NotFound key={query} query={query} />
  if (query !== '') return <ResultRows collectors={collectors} onChoose={onChoose} />
  return (
    <section aria-labelledby="usual">
      <h2 id="usual" className="section-title">
        {t('choose.usual')}
      </h2>
      <ul className="tiles">
        {collectors.map(collector => (
          <li key={collector.id}>
            <button type="button" className="tile" onClick={() => onChoose(collector)} data-option>
              <CollectorMark collector={collector} />
              <span className="tile-name">{collector.name}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}

function ResultRows({ collectors, onChoose }: { collectors: Collector[]; onChoose(collector: Collector): void }) {
  return (
    <ul className="rows">
      {collectors.map(collector => (
        <li key={collector.id}>
          <button type="button" className="row" onClick={() => onChoose(collector)} data-option>
            <CollectorMark collector={collector} />
            <span className="row-text">
              <span className="row-name">{collector.name}</span>
              <span className="row-note">{collector.description ?? hostOf(collector.homepage)}</span>
            </span>
            <Icon name="next" />
          </button>
        </li>
      ))}
    </ul>
  )
}

function NotFound({ query }: { query: string }) {
  const { api, t } = usePage()
  const [state, setState] = useState<'open' | 'sending' | 'sent' | 'failed'>('open')
  const ask = () => {
    setState('sending')
    api.requestCollector(query).then(
      () => setState('sent'),
      () => setState('failed'),
    )
  }
  if (query === '') return null
  return (
    <div className="notice" aria-live="polite">
      {state === 'sent' ? (
        <p>{t('choose.asked', { query })}</p>
      ) : (
        <>
          <p>{t('choose.none', { query })}</p>
          {state === 'failed' && <p className="error">{t('trouble.short')}</p>}
          <button
            type="button"
            className="button button-second"
            onClick={ask}
            disabled={state === 'sending'}
            data-option
          >
            {t('choose.ask')}
          </button>
        </>
      )}
    </div>
  )
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
    const onKey = (event: globalThis.KeyboardEvent) => element && moveWithArrows(event, element)
    element?.addEventListener('keydown', onKey)
    return () => element?.removeEventListener('keydown', onKey)
  }, [])
  return within
}

function moveWithArrows(event: globalThis.KeyboardEvent, within: HTMLElement): void {
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

function hostOf(address: string): string {
  return URL.canParse(address) ? new URL(address).host.replace(/^www\./, '') : address
}
