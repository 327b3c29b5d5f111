import { usePage } from '../page-context.ts'

/** What support asks for, folded away. */
export function Details({ runId, code, at }: { runId: string; code: string; at: string | null }) {
  const { t, formats } = usePage()
  return (
    <details className="details">
      <summary>{t('outcome.details')}</summary>
      <dl>
        <dt>{t('outcome.detail_run')}</dt>
        <dd>
          <code>{runId}</code>
        </dd>
        <dt>{t('outcome.detail_kind')}</dt>
        <dd>
          <code>{code}</code>
        </dd>
        {at && (
          <>
            <dt>{t('outcome.detail_time')}</dt>
            <dd>{formats.exact(at)}</dd>
          </>
        )}
      </dl>
    </details>
  )
}
