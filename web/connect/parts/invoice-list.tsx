import type { Invoice } from '../../shared/api-types.ts'
import { usePage } from '../page-context.ts'

/** Newest first: number, date, amount. */
export function InvoiceList({ invoices, total }: { invoices: Invoice[]; total: number }) {
  const { t } = usePage()
  const hidden = total - invoices.length
  return (
    <>
      <ul className="rows invoices">
        {invoices.map(invoice => (
          <InvoiceRow key={invoice.id} invoice={invoice} />
        ))}
      </ul>
      {hidden > 0 && <p className="quiet">{t('done.more', { count: hidden })}</p>}
    </>
  )
}

function InvoiceRow({ invoice }: { invoice: Invoice }) {
  const { t, formats } = usePage()
  return (
    <li className="row row-plain">
      <span className="row-text">
        <span className="row-name">{invoice.number ?? t('done.without_number')}</span>
        <span className="row-note">
          {invoice.issued_on ? formats.shortDay(invoice.issued_on) : t('done.without_date')}
        </span>
      </span>
      {invoice.amount && <span className="row-amount">{formats.money(invoice.amount, invoice.currency)}</span>}
    </li>
  )
}
