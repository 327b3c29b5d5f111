import { usePage } from '../page-context.ts'
import { ActionButton, Ending, NextLook, useNextWhen } from '../parts/ending.tsx'
import type { IconName } from '../parts/icon.tsx'
import { InvoiceList } from '../parts/invoice-list.tsx'
import { useCollectNow } from '../use-collect-now.ts'
import type { EndedRun } from '../use-live-run.ts'
import type { Entered, Navigation } from '../use-navigation.ts'

interface OutcomeProps {
  navigation: Navigation
  ended: EndedRun
  entered?: Entered | undefined
}

/** How a run ended: what happened, whose turn it is, one button. Each ending has a screen of its own. */
export function OutcomeScreen(props: OutcomeProps) {
  const { run, isFirst } = props.ended
  switch (run.outcome?.code) {
    case 'done':
      return run.counts.listed === 0 && isFirst ? <Empty {...props} /> : <Done {...props} />
    case 'partial':
      return <Partial {...props} />
    case 'credential_rejected':
      return <Refused {...props} />
    case 'user_action_needed':
      return <ActionNeeded {...props} />
    case 'question_expired':
      return <QuestionExpired {...props} />
    case 'supplier_unavailable':
      return <SupplierDown {...props} />
    case 'supplier_changed':
      return <SupplierChanged {...props} />
    default:
      return <OurTrouble {...props} />
  }
}

function Done({ navigation, ended }: OutcomeProps) {
  const { t } = usePage()
  const { credential, run, invoices, isFirst } = ended
  const { listed, new: sent } = run.counts
  const supplier = { supplier: credential.collector.name }
  const laterTitle = sent > 0 ? t('done.title_new', { count: sent }) : t('done.title_same', supplier)
  return (
    <Ending
      ended={ended}
      navigation={navigation}
      title={isFirst ? t('done.title', { count: listed }) : laterTitle}
      badge={{ icon: 'check', tone: 'good' }}
    >
      <p className="intro">{isFirst || sent > 0 ? <WhatIsSent ended={ended} /> : t('done.same')}</p>
      {invoices.length > 0 && <InvoiceList invoices={invoices} total={credential.invoices_count} />}
      <NextLook ended={ended} />
    </Ending>
  )
}

/** Invoices from before the date the person chose are counted, but stay where they are. */
function WhatIsSent({ ended: { credential, run, isFirst } }: { ended: EndedRun }) {
  const { t, formats, customerName } = usePage()
  const { listed, new: sent } = run.counts
  const date = formats.day(credential.download_from ?? credential.created_at.slice(0, 10))
  if (sent === listed || !isFirst) return t('done.sent_all', { count: sent, customer: customerName })
  if (sent === 0) return t('done.sent_none', { count: listed, date })
  return t('done.sent_some', { count: sent, customer: customerName, date })
}

function Partial({ navigation, ended }: OutcomeProps) {
  const { t } = usePage()
  const when = useNextWhen(ended)
  return (
    <Ending
      ended={ended}
      navigation={navigation}
      title={t('partial.title', { count: ended.run.counts.failed })}
      badge={{ icon: 'clock', tone: 'wait' }}
      eyebrow={t('outcome.turn_none')}
      hasDetails
    >
      <p>{when ? t('partial.text', { when }) : t('partial.text_soon')}</p>
      <InvoiceList invoices={ended.invoices} total={ended.credential.invoices_count} />
    </Ending>
  )
}

function Empty({ navigation, ended }: OutcomeProps) {
  const { t } = usePage()
  return (
    <Ending ended={ended} navigation={navigation} title={t('empty.title')} badge={{ icon: 'empty', tone: 'quiet' }}>
      <p>{t('empty.text', { supplier: ended.credential.collector.name })}</p>
      <NextLook ended={ended} />
    </Ending>
  )
}

function Refused({ navigation, ended, entered }: OutcomeProps) {
  const { t } = usePage()
  const { credential, run } = ended
  const retry = () => navigation.go({ name: 'reconnect', credential, ...(entered && { entered }) })
  return (
    <Ending
      ended={ended}
      navigation={navigation}
      title={t('refused.title', { supplier: credential.collector.name })}
      badge={{ icon: 'key', tone: 'bad' }}
      eyebrow={t('outcome.turn_yours')}
      action={<ActionButton label={t('refused.button')} onClick={retry} />}
      hasDetails
    >
      <p>{run.outcome?.message}</p>
    </Ending>
  )
}

function ActionNeeded({ navigation, ended }: OutcomeProps) {
  const { t } = usePage()
  const { collector } = ended.credential
  const again = useCollectNow(navigation, ended.credential)
  return (
    <Ending
      ended={ended}
      navigation={navigation}
      title={t('action.title', { supplier: collector.name })}
      badge={{ icon: 'person', tone: 'wait' }}
      eyebrow={t('outcome.turn_yours')}
      action={
        <>
          <a className="button" href={collector.homepage ?? undefined} target="_blank" rel="noopener noreferrer">
            {t('action.open', { supplier: collector.name })}
          </a>
          <button type="button" className="button button-quiet" onClick={again.collect} disabled={again.isStarting}>
            {t('action.again')}
          </button>
        </>
      }
      trouble={again.trouble}
      hasDetails
    >
      <p>{ended.run.outcome?.message}</p>
      <p>{t('action.text')}</p>
    </Ending>
  )
}

function QuestionExpired({ navigation, ended }: OutcomeProps) {
  const { t } = usePage()
  const again = useCollectNow(navigation, ended.credential)
  return (
    <Ending
      ended={ended}
      navigation={navigation}
      title={t('expired_question.title')}
      badge={{ icon: 'clock', tone: 'wait' }}
      eyebrow={t('outcome.turn_yours')}
      action={<ActionButton label={t('expired_question.button')} onClick={again.collect} isBusy={again.isStarting} />}
      trouble={again.trouble}
      hasDetails
    >
      <p>{t('expired_question.text', { supplier: ended.credential.collector.name })}</p>
    </Ending>
  )
}

function SupplierDown(props: OutcomeProps) {
  return <WeGoOn {...props} icon="clock" words={['down.title', 'down.text']} />
}

function SupplierChanged(props: OutcomeProps) {
  return <WeGoOn {...props} icon="search" words={['changed.title', 'changed.text']} />
}

function OurTrouble(props: OutcomeProps) {
  return <WeGoOn {...props} icon="alert" words={['bug.title', 'bug.text']} />
}

interface WeGoOnProps extends OutcomeProps {
  icon: IconName
  words: ['down.title', 'down.text'] | ['changed.title', 'changed.text'] | ['bug.title', 'bug.text']
}

/** Trouble the user can do nothing about. */
function WeGoOn({ navigation, ended, icon, words: [title, text] }: WeGoOnProps) {
  const { t } = usePage()
  const when = useNextWhen(ended)
  const supplier = { supplier: ended.credential.collector.name }
  return (
    <Ending
      ended={ended}
      navigation={navigation}
      title={t(title, supplier)}
      badge={{ icon, tone: 'wait' }}
      eyebrow={t('outcome.turn_none')}
      hasDetails
    >
      <p>{t(text, supplier)}</p>
      <p>{when ? t('outcome.retry', { when }) : t('outcome.retry_soon')}</p>
    </Ending>
  )
}
