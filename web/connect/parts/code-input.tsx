import { useEffect, useId, useRef } from 'react'
import { usePage } from '../page-context.ts'

const USUAL_LENGTH = 6
/** Long enough for every code we met; some suppliers send eight digits. */
const MAX_LENGTH = 12
const PLACES = Array.from({ length: MAX_LENGTH }, (_, place) => place)

/**
 * Six boxes drawn behind one real field: pasting, autofill from a message, undo and screen readers work as in any
 * field. A longer code gets more boxes.
 */
export function CodeInput({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const { t } = usePage()
  const id = useId()
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => {
    field.current?.focus()
  }, [])

  const boxes = Math.max(USUAL_LENGTH, value.length)
  return (
    <div className="field">
      <label htmlFor={id}>{t('question.code')}</label>
      <div className="code">
        {PLACES.slice(0, boxes).map(place => (
          <span
            key={place}
            className={place === value.length ? 'code-box code-box-next' : 'code-box'}
            aria-hidden="true"
          >
            {value[place] ?? ''}
          </span>
        ))}
        <input
          ref={field}
          id={id}
          className="code-field"
          value={value}
          onChange={event => onChange(codeIn(event.target.value))}
          inputMode="numeric"
          autoComplete="one-time-code"
          autoCapitalize="characters"
          spellCheck={false}
        />
      </div>
    </div>
  )
}

/** Codes are pasted with spaces and dashes around: `123 456`. */
export function codeIn(text: string): string {
  return text.replace(/[^\p{L}\p{N}]/gu, '').slice(0, MAX_LENGTH)
}
