import { useState } from 'react'
import { ApiProblem } from '../../shared/api-problem.ts'
import type { Credential } from '../../shared/api-types.ts'
import { usePage } from '../page-context.ts'
import { Screen } from '../parts/screen.tsx'
import { describeTrouble } from '../parts/trouble-screen.tsx'
import type { Navigation } from '../use-navigation.ts'

/** Says what will be deleted, by number, before it is. */
export function DeleteScreen({ navigation, credential }: { navigation: Navigation; credential: Credential }) {
  const { api, t, customerName } = usePage()
  const [isDeleting, setIsDeleting] = useState(false)
  const [trouble, setTrouble] = useState('')
  const words = { supplier: credential.collector.name, customer: customerName }

  const remove = () => {
    setIsDeleting(true)
    api
      .deleteCredential(credential.id)
      .catch(ignoreGone)
      .then(
        () => navigation.restart({ name: 'list' }),
        error => {
          setTrouble(describeTrouble(error, t))
          setIsDeleting(false)
        },
      )
  }
  return (
    <Screen
      title={t('delete.title', words)}
      supplier={credential.collector}
      onBack={navigation.back}
      actions={
        <>
          <button type="button" className="button button-danger" onClick={remove} disabled={isDeleting}>
            {t('delete.confirm', words)}
          </button>
          <button type="button" className="button button-quiet" onClick={navigation.back}>
            {t('delete.keep')}
          </button>
        </>
      }
    >
      <ul className="consequences">
        <li>{t('delete.login', words)}</li>
        {credential.invoices_count > 0 && (
          <li>{t('delete.invoices', { ...words, count: credential.invoices_count })}</li>
        )}
        <li>{t('delete.stays', words)}</li>
      </ul>
      {trouble && (
        <p className="error" role="alert">
          {trouble}
        </p>
      )}
    </Screen>
  )
}

/** Deleted from elsewhere meanwhile: that is what was wanted. */
function ignoreGone(error: unknown): void {
  if (!(error instanceof ApiProblem && error.status === 404)) throw error
}
