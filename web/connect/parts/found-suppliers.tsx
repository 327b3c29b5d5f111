import type { Collector } from '../../shared/api-types.ts'
import { usePage } from '../page-context.ts'
import { CollectorMark } from './collector-mark.tsx'
import { Icon } from './icon.tsx'
import { UnknownSupplier } from './unknown-supplier.tsx'

/** Tiles before anything is typed, lines of results afterwards, never an empty screen. */
export function FoundSuppliers({
  collectors,
  query,
  onChoose,
}: {
  collectors: Collector[]
  query: string
  onChoose(c: Collector): void
}) {
  const { t } = usePage()
  if (collectors.length === 0) return <UnknownSupplier key={query} query={query} />
  if (query !== '') return <ResultRows collectors={collectors} onChoose={onChoose} />
  return (
    <section aria-labelledby="usual">
      <h2 id="usual" className="section-title">
        {t('choose.usual')}
      </h2>
      <ul className="tiles">
        {collectors.map(collector => (
          <li key={collector.id}>
            <button type="button" className="tile" onClick={() => onChoose(collector)} data-option>
              <CollectorMark collector={collector} />
              <span className="tile-name">{collector.name}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}

function ResultRows({ collectors, onChoose }: { collectors: Collector[]; onChoose(collector: Collector): void }) {
  return (
    <ul className="rows">
      {collectors.map(collector => (
        <li key={collector.id}>
          <button type="button" className="row" onClick={() => onChoose(collector)} data-option>
            <CollectorMark collector={collector} />
            <span className="row-text">
              <span className="row-name">{collector.name}</span>
              <span className="row-note">{collector.description ?? hostOf(collector.homepage)}</span>
            </span>
            <Icon name="next" />
          </button>
        </li>
      ))}
    </ul>
  )
}

function hostOf(address: string): string {
  return URL.canParse(address) ? new URL(address).host.replace(/^www\./, '') : address
}
