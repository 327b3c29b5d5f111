import { usePage } from '../page-context.ts'

/** The shell at once; the same bones as the server's page, so that nothing jumps. */
export function LoadingScreen() {
  const { t } = usePage()
  return (
    <div className="frame" aria-busy="true">
      <div className="frame-head" />
      <main className="frame-body">
        <p className="unseen" role="status">
          {t('page.loading')}
        </p>
        <div className="skeleton skeleton-title" />
        <div className="skeleton skeleton-line" />
        <div className="skeleton skeleton-field" />
      </main>
    </div>
  )
}
