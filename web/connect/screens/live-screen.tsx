import { useState } from 'react'
import type { CollectorSummary, Credential, CredentialState, Run, RunTicket } from '../../shared/api-types.ts'
import { useNow } from '../../shared/use-now.ts'
import type { MessageKey } from '../messages/en.ts'
import { usePage } from '../page-context.ts'
import { Icon } from '../parts/icon.tsx'
import { Screen } from '../parts/screen.tsx'
import { useLiveRun } from '../use-live-run.ts'
import type { Entered, Navigation } from '../use-navigation.ts'
import { InteractiveScreen } from './interactive-screen.tsx'
import { QuestionScreen } from './question-screen.tsx'

interface LiveProps {
  navigation: Navigation
  credential: Credential
  ticket: RunTicket
  entered?: Entered | undefined
}

/** A run while it goes: what is happening, or what it asks. */
export function LiveScreen({ navigation, credential, ticket, entered }: LiveProps) {
  const run = useLiveRun(credential, ticket, ended =>
    navigation.restart({ name: 'list' }, { name: 'outcome', ended, ...(entered && { entered }) }),
  )
  const { state, question, isAskedAgain, counts, isLinkDown, answer, page, picture, input } = run
  const leave = () => navigation.restart({ name: 'list' })
  if (page) {
    return (
      <InteractiveScreen
        page={page}
        picture={picture}
        supplier={credential.collector}
        isLinkDown={isLinkDown}
        onInput={input}
        onBack={leave}
      />
    )
  }
  if (!question) {
    return (
      <Progress supplier={credential.collector} state={state} counts={counts} isLinkDown={isLinkDown} onLeave={leave} />
    )
  }
  return (
    <QuestionScreen
      key={question.id}
      question={question}
      supplier={credential.collector}
      isAskedAgain={isAskedAgain}
      onAnswer={answer}
      onBack={leave}
    />
  )
}

interface ProgressProps {
  supplier: CollectorSummary
  state: CredentialState
  counts: Run['counts'] | null
  isLinkDown: boolean
  onLeave(): void
}

/** After this long we say that we know it is slow. */
const SLOW_AFTER_MS = 45_000
const COLLECTING = 5

function Progress({ supplier, state, counts, isLinkDown, onLeave }: ProgressProps) {
  const { t } = usePage()
  const [startedAt] = useState(() => Date.now())
  const isSlow = useNow(5000).getTime() - startedAt > SLOW_AFTER_MS
  return (
    <Screen
      title={t(state.index >= COLLECTING ? 'run.title_collecting' : 'run.title', { supplier: supplier.name })}
      supplier={supplier}
      onBack={onLeave}
      actions={
        <button type="button" className="button button-second" onClick={onLeave}>
          {t('run.to_list')}
        </button>
      }
    >
      <Steps supplier={supplier.name} index={state.index} />
      <p className="unseen" role="status">
        {state.message}
      </p>
      <p className="now">{counts && counts.listed > 0 && t('run.counted', { count: counts.listed })}</p>
      {isSlow && <p className="quiet">{t('run.slow', { supplier: supplier.name })}</p>}
      {isLinkDown && <p className="quiet">{t('run.reconnecting')}</p>}
      <p className="quiet">{t('run.may_close')}</p>
    </Screen>
  )
}

/** The states each step stands for, first to last; a code is only listed while one is checked. */
const STEPS: { label: MessageKey; from: number; to: number; isOptional?: boolean }[] = [
  { label: 'run.step_prepare', from: 0, to: 1 },
  { label: 'run.step_log_in', from: 2, to: 2 },
  { label: 'run.step_second_factor', from: 3, to: 4, isOptional: true },
  { label: 'run.step_look', from: 5, to: 5 },
  { label: 'run.step_fetch', from: 6, to: 6 },
]

const STEP_WORDS = { done: 'run.step_done', now: 'run.step_now', later: 'run.step_later' } as const

function Steps({ supplier, index }: { supplier: string; index: number }) {
  const { t } = usePage()
  const shown = STEPS.filter(({ isOptional, from, to }) => !isOptional || (index >= from && index <= to))
  return (
    <ol className="steps">
      {shown.map(({ label, from, to }) => {
        const progress = index > to ? 'done' : index >= from ? 'now' : 'later'
        return (
          <li key={label} className={`step step-${progress}`} aria-current={progress === 'now' ? 'step' : undefined}>
            <span className="step-dot">{progress === 'done' && <Icon name="check" />}</span>
            {t(label, { supplier })}
            <span className="unseen"> ({t(STEP_WORDS[progress])})</span>
          </li>
        )
      })}
    </ol>
  )
}
