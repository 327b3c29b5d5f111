import { useState } from 'react'
import { usePage } from '../page-context.ts'

/** A supplier that is not in the catalogue can be asked for. */
export function UnknownSupplier({ query }: { query: string }) {
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
