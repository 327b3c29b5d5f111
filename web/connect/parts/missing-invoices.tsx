import { useState } from 'react'
import type { Credential, MissingInvoice } from '../../shared/api-types.ts'
import { usePage } from '../page-context.ts'

/** Invoices that should have come by now; what the person knows better goes away at a click. */
export function MissingInvoices({ credential }: { credential: Credential }) {
  const { api, t } = usePage()
  const [shown, setShown] = useState(credential.missing)
  if (shown.length === 0) return null

  const dismiss = async ({ id }: MissingInvoice) => {
    setShown(shown.filter(one => one.id !== id))
    // What did not get through shows again with the next visit.
    await api.dismissMissing(credential.id, id).catch(() => undefined)
  }
  return (
    <section aria-labelledby="missing">
      <h2 id="missing" className="section-title">
        {t('missing.title', { count: shown.length })}
      </h2>
      {shown.map(one => (
        <div key={one.id} className="notice">
          <p>{one.message}</p>
          <button type="button" className="tool" onClick={() => void dismiss(one)}>
            {t('missing.dismiss')}
          </button>
        </div>
      ))}
    </section>
  )
}
