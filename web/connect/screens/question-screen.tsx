import { type FormEvent, useState } from 'react'
import type { CollectorSummary, Question } from '../../shared/api-types.ts'
import { useNow } from '../../shared/use-now.ts'
import type { MessageKey } from '../messages/en.ts'
import { usePage } from '../page-context.ts'
import { CodeInput } from '../parts/code-input.tsx'
import { Screen } from '../parts/screen.tsx'
import { describeTrouble } from '../parts/trouble-screen.tsx'

interface QuestionProps {
  question: Question
  supplier: CollectorSummary
  isAskedAgain: boolean
  onAnswer(question: Question, value: string): Promise<void>
  /** The run goes on waiting. */
  onBack(): void
}

const TITLES: Record<Question['kind'], MessageKey> = {
  code: 'question.title_code',
  choice: 'question.title_choice',
  approve: 'question.title_approve',
}
const FORM = 'question-form'
/** What an `approve` question expects: that it was done, elsewhere. */
const APPROVED = 'approved'

/** The supplier wants to know something: one field, the time left, one button. */
export function QuestionScreen({ question, supplier, isAskedAgain, onAnswer, onBack }: QuestionProps) {
  const { t } = usePage()
  const [value, setValue] = useState(question.kind === 'approve' ? APPROVED : '')
  const [trouble, setTrouble] = useState('')
  const [isSending, setIsSending] = useState(false)

  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (value === '' || isSending) return
    setIsSending(true)
    onAnswer(question, value).catch(error => {
      setTrouble(describeTrouble(error, t))
      setIsSending(false)
    })
  }
  return (
    <Screen
      title={t(TITLES[question.kind])}
      eyebrow={t('outcome.turn_yours')}
      supplier={supplier}
      onBack={onBack}
      hasOwnFocus={question.kind === 'code'}
      actions={
        <button type="submit" form={FORM} className="button" disabled={value === '' || isSending}>
          {t(question.kind === 'approve' ? 'question.approved' : 'question.confirm')}
        </button>
      }
    >
      <p className="intro" role="status">
        <span className="unseen">{t('question.asks', { supplier: supplier.name })} </span>
        {question.prompt}
      </p>
      {isAskedAgain && (
        <p className="error form-error" role="alert">
          {t('question.again', { supplier: supplier.name })}
        </p>
      )}
      <form id={FORM} onSubmit={submit}>
        {question.kind === 'code' && <CodeInput value={value} onChange={setValue} />}
        {question.kind === 'choice' && <Choices question={question} value={value} onChange={setValue} />}
        {trouble && (
          <p className="error" role="alert">
            {trouble}
          </p>
        )}
      </form>
      {question.expires_at && <TimeLeft until={question.expires_at} />}
      {question.kind === 'code' && (
        <details className="details">
          <summary>{t('question.missing')}</summary>
          <p>{t('question.missing_text', { supplier: supplier.name })}</p>
        </details>
      )}
    </Screen>
  )
}

interface ChoicesProps {
  question: Question
  value: string
  onChange(value: string): void
}

function Choices({ question, value, onChange }: ChoicesProps) {
  return (
    <fieldset className="choices">
      <legend className="unseen">{question.prompt}</legend>
      {(question.options ?? []).map(option => (
        <label key={option} className="choice">
          <input
            type="radio"
            name="choice"
            value={option}
            checked={value === option}
            onChange={() => onChange(option)}
          />
          {option}
        </label>
      ))}
    </fieldset>
  )
}

function TimeLeft({ until }: { until: string }) {
  const { t } = usePage()
  const leftMs = Math.max(0, new Date(until).getTime() - useNow(1000).getTime())
  const seconds = Math.ceil(leftMs / 1000)
  const time = `${Math.floor(seconds / 60)}:${`${seconds % 60}`.padStart(2, '0')}`
  return (
    <p className="quiet time-left" role="timer">
      {seconds > 0 ? t('question.time_left', { time }) : t('question.time_up')}
    </p>
  )
}
