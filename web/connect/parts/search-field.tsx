import { type KeyboardEvent, useEffect, useRef } from 'react'
import { usePage } from '../page-context.ts'
import { Icon } from './icon.tsx'

/** The API takes no more. */
const MAX_LENGTH = 100

interface SearchProps {
  value: string
  onChange(value: string): void
  onEnter(): void
}

/** Has the focus from the start. */
export function SearchField({ value, onChange, onEnter }: SearchProps) {
  const { t } = usePage()
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => {
    field.current?.focus({ preventScroll: true })
  }, [])

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter') onEnter()
    if (event.key !== 'Escape' || value === '') return
    /** The first Escape empties the field, the next one closes. */
    event.preventDefault()
    onChange('')
  }
  return (
    <div className="field search">
      <label className="unseen" htmlFor="search">
        {t('choose.search')}
      </label>
      <Icon name="search" />
      <input
        ref={field}
        id="search"
        type="search"
        value={value}
        onChange={event => onChange(event.target.value)}
        onKeyDown={onKeyDown}
        placeholder={t('choose.placeholder')}
        maxLength={MAX_LENGTH}
        autoComplete="off"
        spellCheck={false}
        enterKeyHint="search"
      />
    </div>
  )
}
