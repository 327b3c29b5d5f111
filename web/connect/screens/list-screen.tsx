import { useCallback, useEffect, useState } from 'react'
import type { Page } from '../../shared/api-client.ts'
import type { Credential } from '../../shared/api-types.ts'
import { useLoaded } from '../../shared/use-loaded.ts'
import { STANDING_LABELS, standingOf } from '../credential-progress.ts'
import { usePage } from '../page-context.ts'
import { CollectorMark } from '../parts/collector-mark.tsx'
import { Icon } from '../parts/icon.tsx'
import { LoadingScreen } from '../parts/loading-screen.tsx'
import { Screen } from '../parts/screen.tsx'
import { TroubleScreen } from '../parts/trouble-screen.tsx'
import type { Navigation } from '../use-navigation.ts'
import { ChooseScreen } from './choose-screen.tsx'

const REFRESH_MS = 3000

/** One's suppliers, with what each of them needs. */
export function ListScreen({ navigation }: { navigation: Navigation }) {
  const { api, t } = usePage()
  const load = useCallback(() => api.credentials(), [api])
  const { value: first, error, reload } = useLoaded(load)
  const [search, setSearch] = useState('')
  const isWorking = first?.items.some(credential => standingOf(credential) === 'working') ?? false
  useEffect(() => {
    if (!first || !isWorking) return
    const timer = setTimeout(reload, REFRESH_MS)
    return () => clearTimeout(timer)
  }, [first, isWorking, reload])

  if (error && !first) return <TroubleScreen onRetry={reload} />
  if (!first) return <LoadingScreen />
  if (first.items.length === 0) return <ChooseScreen navigation={navigation} search={search} onSearch={setSearch} />
  return (
    <Screen
      title={t('list.title')}
      actions={
        <button type="button" className="button" onClick={() => navigation.go({ name: 'choose' })}>
          {t('list.add')}
        </button>
      }
    >
      <CredentialRows first={first} onOpen={({ id }) => navigation.go({ name: 'credential', id })} />
    </Screen>
  )
}

interface RowsProps {
  /** Read again while something is under way; the further pages stay as they were. */
  first: Page<Credential>
  onOpen(credential: Credential): void
}

function CredentialRows({ first, onOpen }: RowsProps) {
  const { api, t } = usePage()
  const [further, setFurther] = useState<Page<Credential> | null>(null)
  const [hasFailed, setHasFailed] = useState(false)
  const items = [...first.items, ...(further?.items ?? [])]
  const next = further ? further.next : first.next
  const more = () => {
    setHasFailed(false)
    api.credentials(next).then(
      page => setFurther({ items: [...(further?.items ?? []), ...page.items], next: page.next }),
      () => setHasFailed(true),
    )
  }
  return (
    <>
      <ul className="rows">
        {items.map(credential => (
          <li key={credential.id}>
            <CredentialRow credential={credential} onOpen={() => onOpen(credential)} />
          </li>
        ))}
      </ul>
      {hasFailed && (
        <p className="error" role="alert">
          {t('trouble.short')}
        </p>
      )}
      {next && (
        <button type="button" className="button button-quiet" onClick={more}>
          {t('list.more')}
        </button>
      )}
    </>
  )
}

function CredentialRow({ credential, onOpen }: { credential: Credential; onOpen(): void }) {
  const { t } = usePage()
  const { collector, note } = credential
  const standing = standingOf(credential)
  return (
    <button type="button" className="row" onClick={onOpen}>
      <CollectorMark collector={collector} />
      <span className="row-text">
        <span className="row-name">{note ? `${collector.name} · ${note}` : collector.name}</span>
        <span className="row-note">
          <span className={`standing standing-${standing}`}>{t(STANDING_LABELS[standing])}</span>
          {credential.invoices_count > 0 && ` · ${t('list.count', { count: credential.invoices_count })}`}
        </span>
      </span>
      <Icon name="next" />
    </button>
  )
}
