import { useCallback } from 'react'
import type { Credential, Invoice } from '../../shared/api-types.ts'
import { useLoaded } from '../../shared/use-loaded.ts'
import { STANDING_LABELS, standingOf } from '../credential-progress.ts'
import { usePage } from '../page-context.ts'
import { Icon, type IconName } from '../parts/icon.tsx'
import { InvoiceList } from '../parts/invoice-list.tsx'
import { LoadingScreen } from '../parts/loading-screen.tsx'
import { MissingInvoices } from '../parts/missing-invoices.tsx'
import { Screen } from '../parts/screen.tsx'
import { TroubleScreen } from '../parts/trouble-screen.tsx'
import { useCollectNow } from '../use-collect-now.ts'
import { SHOWN_INVOICES } from '../use-live-run.ts'
import type { Navigation } from '../use-navigation.ts'

/** One supplier of one's own: how it stands, and what one can do about it. */
export function CredentialScreen({ navigation, id }: { navigation: Navigation; id: string }) {
  const { api } = usePage()
  const load = useCallback(
    async (signal: AbortSignal) => {
      const [credential, invoices] = await Promise.all([
        api.credential(id, signal),
        api.newestInvoices(id, SHOWN_INVOICES),
      ])
      return { credential, invoices }
    },
    [api, id],
  )
  const { value, error, reload } = useLoaded(load)

  if (error) return <TroubleScreen onRetry={reload} />
  return value ? <Loaded navigation={navigation} {...value} /> : <LoadingScreen />
}

interface LoadedProps {
  navigation: Navigation
  credential: Credential
  invoices: Invoice[]
}

function Loaded({ navigation, credential, invoices }: LoadedProps) {
  const { t } = usePage()
  const { collect, isStarting, trouble } = useCollectNow(navigation, credential)
  const standing = standingOf(credential)
  const reconnect = () => navigation.go({ name: 'reconnect', credential })
  const needsLogin = standing === 'attention' && credential.outcome?.code === 'credential_rejected'
  return (
    <Screen
      title={credential.collector.name}
      supplier={credential.collector}
      onBack={navigation.back}
      actions={
        <button type="button" className="button" onClick={needsLogin ? reconnect : collect} disabled={isStarting}>
          {t(needsLogin ? 'credential.reconnect' : standing === 'working' ? 'credential.watch' : 'credential.collect')}
        </button>
      }
    >
      {credential.note && <p className="quiet">{credential.note}</p>}
      {(standing === 'attention' || standing === 'trouble') && (
        <p className="notice">{credential.outcome?.message ?? credential.state.message}</p>
      )}
      {trouble && (
        <p className="error" role="alert">
          {trouble}
        </p>
      )}
      <MissingInvoices credential={credential} />
      <Facts credential={credential} />
      {invoices.length > 0 && (
        <section aria-labelledby="latest">
          <h2 id="latest" className="section-title">
            {t('credential.latest')}
          </h2>
          <InvoiceList invoices={invoices} total={credential.invoices_count} />
        </section>
      )}
      <div className="tools">
        {!needsLogin && <Tool icon="key" label={t('credential.change')} onClick={reconnect} />}
        <Tool
          icon="trash"
          label={t('credential.delete')}
          onClick={() => navigation.go({ name: 'delete', credential })}
        />
      </div>
    </Screen>
  )
}

function Facts({ credential }: { credential: Credential }) {
  const { t, formats } = usePage()
  const now = new Date()
  const standing = standingOf(credential)
  const { last_collected_at: last, next_collect_at: next } = credential
  return (
    <dl className="facts">
      <dt>{t('credential.status')}</dt>
      <dd>
        <span className={`standing standing-${standing}`}>{t(STANDING_LABELS[standing])}</span>
      </dd>
      <dt>{t('credential.last')}</dt>
      <dd title={last ? formats.exact(last) : undefined}>{last ? formats.near(last, now) : t('credential.never')}</dd>
      {next && standing !== 'attention' && (
        <>
          <dt>{t('credential.next')}</dt>
          <dd title={formats.exact(next)}>{formats.near(next, now)}</dd>
        </>
      )}
      <dt>{t('credential.invoices')}</dt>
      <dd>{t('list.count', { count: credential.invoices_count })}</dd>
      <dt>{t('credential.since')}</dt>
      <dd>{formats.shortDay(credential.created_at.slice(0, 10))}</dd>
    </dl>
  )
}

function Tool({ icon, label, onClick }: { icon: IconName; label: string; onClick(): void }) {
  return (
    <button type="button" className="tool" onClick={onClick}>
      <Icon name={icon} />
      {label}
    </button>
  )
}
