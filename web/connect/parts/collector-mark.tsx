import type { CollectorSummary } from '../../shared/api-types.ts'
import { SupplierMark } from '../../shared/supplier-mark.tsx'
import { Icon } from './icon.tsx'

/** The supplier's mark; a plain sign for the collectors that stand for no supplier in particular. */
export function CollectorMark({ collector }: { collector: CollectorSummary }) {
  const { id, kind, name, logo } = collector
  if (id !== 'portal' && kind !== 'mailbox') return <SupplierMark name={name} logo={logo} />
  return (
    <span className="mark mark-icon">
      <Icon name={kind === 'mailbox' ? 'mail' : 'globe'} />
    </span>
  )
}
