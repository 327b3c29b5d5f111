import { useId, useState } from 'react'
import { usePage } from '../page-context.ts'

const PRESETS = ['now', 'year', 'twelve', 'date'] as const
type Preset = (typeof PRESETS)[number]

/** How far back to send invoices. `onChange` gets a day, or undefined for "from now on". */
export function SinceField({ onChange }: { onChange(day: string | undefined): void }) {
  const { t, formats } = usePage()
  const id = useId()
  const [preset, setPreset] = useState<Preset>('now')
  const [today] = useState(() => localDay(new Date()))
  const thisYear = `${today.slice(0, 4)}-01-01`
  const labels: Record<Preset, string> = {
    now: t('connect.since_now'),
    year: t('connect.since_year', { date: formats.day(thisYear) }),
    twelve: t('connect.since_twelve'),
    date: t('connect.since_date'),
  }
  const choose = (chosen: Preset) => {
    setPreset(chosen)
    onChange({ now: undefined, year: thisYear, twelve: lastYear(today), date: undefined }[chosen])
  }
  return (
    <>
      <div className="field">
        <label htmlFor={id}>{t('connect.since')}</label>
        <select id={id} value={preset} onChange={event => choose(event.target.value as Preset)}>
          {PRESETS.map(name => (
            <option key={name} value={name}>
              {labels[name]}
            </option>
          ))}
        </select>
      </div>
      {preset === 'date' && (
        <div className="field">
          <label htmlFor={`${id}-day`}>{t('connect.since_day')}</label>
          <input
            id={`${id}-day`}
            type="date"
            max={today}
            onChange={event => onChange(event.target.value || undefined)}
          />
        </div>
      )}
    </>
  )
}

/** The reader's calendar day: near midnight UTC may have another one. */
function localDay(now: Date): string {
  const two = (number: number) => `${number}`.padStart(2, '0')
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`
}

/** 29 February becomes 28. */
function lastYear(today: string): string {
  const year = Number(today.slice(0, 4)) - 1
  return `${year}${today.slice(4) === '-02-29' ? '-02-28' : today.slice(4)}`
}
