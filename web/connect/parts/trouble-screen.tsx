import { ApiProblem } from '../../shared/api-problem.ts'
import { usePage } from '../page-context.ts'
import { Screen } from './screen.tsx'

/** Instead of a screen whose data could not be loaded. */
export function TroubleScreen({ onRetry }: { onRetry: () => void }) {
  const { t } = usePage()
  return (
    <Screen
      title={t('trouble.title')}
      badge={{ icon: 'alert', tone: 'wait' }}
      actions={
        <button type="button" className="button" onClick={onRetry}>
          {t('trouble.retry')}
        </button>
      }
    >
      <p>{t('trouble.text')}</p>
    </Screen>
  )
}

export function ExpiredScreen() {
  const { t, customerName } = usePage()
  return (
    <Screen title={t('expired.title')} badge={{ icon: 'clock', tone: 'quiet' }}>
      <p>{t('expired.text', { customer: customerName })}</p>
    </Screen>
  )
}

/** One line for a request that failed while the screen stays. */
export function describeTrouble(error: unknown, t: ReturnType<typeof usePage>['t']): string {
  if (error instanceof ApiProblem) return error.message || t('trouble.refused')
  return t('trouble.short')
}
