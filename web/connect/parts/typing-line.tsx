import { type KeyboardEvent, type RefObject, useEffect, useState } from 'react'
import type { LivePage } from '../../shared/api-types.ts'
import { usePage } from '../page-context.ts'
import { typedChanges } from '../typed-changes.ts'

interface TypingLineProps {
  field: LivePage['field']
  line: RefObject<HTMLInputElement | null>
  onInput(input: object): void
}

/** Keys that mean the same in the page as here; Tab stays ours, or nobody could leave with the keyboard. */
const PASSED_ON = ['Enter', 'ArrowUp', 'ArrowDown', 'PageUp', 'PageDown']

/** Where one types: a picture has no keyboard, and on a phone only a real field opens one. */
export function TypingLine({ field, line, onInput }: TypingLineProps) {
  const { t } = usePage()
  const [typed, setTyped] = useState('')
  // biome-ignore lint/correctness/useExhaustiveDependencies: another field begins empty here
  useEffect(() => setTyped(''), [field])

  const change = (text: string) => {
    for (const input of typedChanges(typed, text)) onInput(input)
    setTyped(text)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const isErasingNothing = event.key === 'Backspace' && typed === ''
    if (event.nativeEvent.isComposing || !(PASSED_ON.includes(event.key) || isErasingNothing)) return
    event.preventDefault()
    onInput({ type: 'keydown', key: event.key })
    if (event.key === 'Enter') setTyped('')
  }
  const next = (key: string) => {
    onInput({ type: 'keydown', key })
    setTyped('')
    line.current?.focus()
  }
  return (
    <div className="field">
      <label htmlFor="typing-line">{t('interactive.type')}</label>
      <div className="typing-line">
        <input
          id="typing-line"
          ref={line}
          type={field === 'password' ? 'password' : 'text'}
          inputMode={field === 'number' ? 'numeric' : field === 'email' ? 'email' : 'text'}
          autoComplete="off"
          autoCapitalize="none"
          autoCorrect="off"
          spellCheck={false}
          value={typed}
          onChange={event => change(event.target.value)}
          onKeyDown={onKeyDown}
        />
        <button type="button" className="button button-second" onClick={() => next('Tab')}>
          {t('interactive.next_field')}
        </button>
        <button type="button" className="button button-second" onClick={() => next('Enter')}>
          {t('interactive.enter')}
        </button>
      </div>
    </div>
  )
}
