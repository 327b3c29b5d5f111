import { type FormEvent, useEffect, useRef, useState } from 'react'
import type { CollectorSummary, LivePage, LivePicture } from '../../shared/api-types.ts'
import { usePage } from '../page-context.ts'
import { Icon } from '../parts/icon.tsx'
import { LivePictureView } from '../parts/live-picture.tsx'
import { Screen } from '../parts/screen.tsx'
import { TypingLine } from '../parts/typing-line.tsx'

interface InteractiveProps {
  page: LivePage
  picture: LivePicture | null
  supplier: CollectorSummary
  isLinkDown: boolean
  onInput(input: object): void
  /** The run goes on waiting. */
  onBack(): void
}

/** The supplier's own page, in the person's hands until they say that they are in. */
export function InteractiveScreen({ page, picture, supplier, isLinkDown, onInput, onBack }: InteractiveProps) {
  const { t, host } = usePage()
  const [room, setRoom] = useState<{ width: number; height: number } | null>(null)
  const [isOver, setIsOver] = useState(false)
  const line = useRef<HTMLInputElement>(null)
  const send = useRef(onInput)
  send.current = onInput

  useEffect(() => {
    host.tell('ic-panel-interactive')
    return () => host.tell('ic-panel-progress')
  }, [host])
  useEffect(() => {
    if (room && !isLinkDown) send.current({ type: 'viewport', ...room })
  }, [room, isLinkDown])
  // A field was touched: on a phone this is what opens the keyboard.
  useEffect(() => {
    if (page.field !== 'none') line.current?.focus({ preventScroll: true })
  }, [page.field])

  const close = (reason: 'ok' | 'cancel' | 'report') => {
    setIsOver(true)
    onInput({ type: 'close', reason })
  }
  return (
    <Screen
      title={t('interactive.title', { supplier: supplier.name })}
      eyebrow={t('outcome.turn_yours')}
      onBack={onBack}
      actions={
        <>
          <button type="button" className="button" disabled={isOver || isLinkDown} onClick={() => close('ok')}>
            {t('interactive.done')}
          </button>
          <div className="live-ends">
            <button type="button" className="button button-quiet" disabled={isOver} onClick={() => close('cancel')}>
              {t('interactive.stop')}
            </button>
            <button type="button" className="button button-quiet" disabled={isOver} onClick={() => close('report')}>
              {t('interactive.report')}
            </button>
          </div>
        </>
      }
    >
      <p className="intro" role="status">
        {page.instructions}
      </p>
      <p className="live-address">
        <Icon name={page.address?.startsWith('https:') ? 'lock' : 'globe'} />
        <span className="unseen">{t('interactive.address')} </span>
        {page.address ?? '…'}
      </p>
      <LivePictureView
        picture={picture}
        label={t('interactive.picture', { supplier: supplier.name })}
        waiting={t(isLinkDown ? 'run.reconnecting' : 'interactive.loading')}
        onInput={onInput}
        onTouched={isFinger => {
          if (!isFinger || page.field !== 'none') line.current?.focus({ preventScroll: true })
        }}
        onRoom={setRoom}
      />
      {page.dialog && <PageDialog key={page.dialog.message} dialog={page.dialog} onInput={onInput} />}
      {page.choices ? (
        <Choices choices={page.choices} onInput={onInput} />
      ) : (
        <TypingLine field={page.field} line={line} onInput={onInput} />
      )}
      <p className="quiet">{t('interactive.promise', { supplier: supplier.name })}</p>
    </Screen>
  )
}

interface PageDialogProps {
  dialog: NonNullable<LivePage['dialog']>
  onInput(input: object): void
}

/** What the page asks in a box of its own, which no picture shows. */
function PageDialog({ dialog, onInput }: PageDialogProps) {
  const { t } = usePage()
  const [text, setText] = useState('')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onInput({ type: 'dialog', accept: true, ...(dialog.kind === 'prompt' && { text }) })
  }
  return (
    <form className="live-dialog" role="alertdialog" aria-label={t('interactive.dialog')} onSubmit={submit}>
      <p>{dialog.message}</p>
      {dialog.kind === 'prompt' && (
        <input aria-label={dialog.message} value={text} onChange={event => setText(event.target.value)} />
      )}
      <div className="live-ends">
        <button type="submit" className="button button-second">
          {t('interactive.dialog_ok')}
        </button>
        {dialog.kind !== 'alert' && (
          <button
            type="button"
            className="button button-second"
            onClick={() => onInput({ type: 'dialog', accept: false })}
          >
            {t('interactive.dialog_cancel')}
          </button>
        )}
      </div>
    </form>
  )
}

function Choices({ choices, onInput }: { choices: string[]; onInput(input: object): void }) {
  const { t } = usePage()
  return (
    <div className="field">
      <label htmlFor="live-choices">{t('interactive.choose')}</label>
      <select
        id="live-choices"
        defaultValue=""
        onChange={event => onInput({ type: 'choose', index: event.target.selectedIndex - 1 })}
      >
        <option value="" disabled>
          …
        </option>
        {choices.map((choice, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a list may say the same twice; its order is the page's
          <option key={index}>{choice}</option>
        ))}
      </select>
    </div>
  )
}
