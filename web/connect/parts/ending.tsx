import type { ReactNode } from 'react'
import { usePage } from '../page-context.ts'
import type { EndedRun } from '../use-live-run.ts'
import type { Navigation } from '../use-navigation.ts'
import { Details } from './details.tsx'
import type { IconName } from './icon.tsx'
import { Screen } from './screen.tsx'

interface EndingProps {
  navigation: Navigation
  ended: EndedRun
  title: string
  badge: { icon: IconName; tone: 'good' | 'bad' | 'wait' | 'quiet' }
  eyebrow?: string
  /** Instead of "Finish" and "Add another". */
  action?: ReactNode
  trouble?: string
  hasDetails?: boolean
  children: ReactNode
}

/** The frame of every ending. */
export function Ending({
  navigation,
  ended,
  title,
  badge,
  eyebrow,
  action,
  trouble,
  hasDetails,
  children,
}: EndingProps) {
  const { credential, run } = ended
  return (
    <Screen
      title={title}
      supplier={credential.collector}
      badge={badge}
      {...(eyebrow && { eyebrow })}
      onBack={navigation.back}
      actions={action ?? <FinishButtons navigation={navigation} />}
    >
      {children}
      {trouble && (
        <p className="error" role="alert">
          {trouble}
        </p>
      )}
      {hasDetails && <Details runId={run.id} code={run.outcome?.code ?? ''} at={run.finished_at} />}
    </Screen>
  )
}

function FinishButtons({ navigation }: { navigation: Navigation }) {
  const { t, host } = usePage()
  const finish = () => {
    host.tell('ic-close')
    navigation.restart({ name: 'list' })
  }
  return (
    <>
      <ActionButton label={t('outcome.finish')} onClick={finish} />
      <button
        type="button"
        className="button button-quiet"
        onClick={() => navigation.restart({ name: 'list' }, { name: 'choose' })}
      >
        {t('outcome.add_another')}
      </button>
    </>
  )
}

export function ActionButton({ label, onClick, isBusy = false }: { label: string; onClick(): void; isBusy?: boolean }) {
  return (
    <button type="button" className="button" onClick={onClick} disabled={isBusy}>
      {label}
    </button>
  )
}

export function NextLook({ ended }: { ended: EndedRun }) {
  const { t, customerName } = usePage()
  const when = useNextWhen(ended)
  return (
    <p className="quiet">{when ? t('outcome.next', { when }) : t('outcome.next_soon', { customer: customerName })}</p>
  )
}

/** "in 7 days"; undefined when the next time is not known, or is now. */
export function useNextWhen({ credential }: EndedRun): string | undefined {
  const { formats } = usePage()
  const next = credential.next_collect_at
  const now = new Date()
  return next && new Date(next) > now ? formats.away(next, now) : undefined
}
