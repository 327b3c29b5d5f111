import { type FormEvent, useMemo, useRef, useState } from 'react'
import type { ApiClient } from '../../shared/api-client.ts'
import { ApiProblem } from '../../shared/api-problem.ts'
import type { Collector, Credential, CredentialState, RunTicket, StartedRun } from '../../shared/api-types.ts'
import { type FieldTrouble, type FormField, formFields, problemByField, readForm } from '../connect-form.ts'
import type { MessageKey } from '../messages/en.ts'
import { usePage } from '../page-context.ts'
import { Icon } from '../parts/icon.tsx'
import { ParamField } from '../parts/param-field.tsx'
import { Screen } from '../parts/screen.tsx'
import { SinceField } from '../parts/since-field.tsx'
import { describeTrouble } from '../parts/trouble-screen.tsx'
import type { Entered, Navigation } from '../use-navigation.ts'

interface ConnectProps {
  navigation: Navigation
  collector: Collector
  /** Connect this one again instead of a new one. */
  credential?: Credential | undefined
  /** What was typed before, secrets left out. */
  entered?: Entered | undefined
}

const FORM = 'connect-form'

/** Collectors that stand for no supplier in particular have no name to connect to. */
const GENERAL_TITLES: Record<string, MessageKey> = { portal: 'connect.title_portal', mailbox: 'connect.title_mailbox' }

/** The form of one collector: who gets what in one sentence, the fields, one button. */
export function ConnectScreen({ navigation, collector, credential, entered = {} }: ConnectProps) {
  const { t, customerName } = usePage()
  const { form, errors, isSending, submit, setSince } = useConnectForm({ navigation, collector, credential })
  const { main, more } = useMemo(() => formFields(collector.params), [collector.params])
  const supplier = { supplier: collector.name, customer: customerName }
  const draw = (field: FormField) => (
    <ParamField
      key={field.name}
      field={field}
      initial={entered[field.name] ?? `${field.schema.default ?? ''}`}
      error={errors[field.name]}
    />
  )

  const promise = (
    <p className="promise">
      <Icon name="lock" />
      {t(collector.id in GENERAL_TITLES ? 'connect.promise_general' : 'connect.promise', supplier)}
    </p>
  )
  return (
    <Screen
      title={t(credential ? 'connect.title_again' : (GENERAL_TITLES[collector.id] ?? 'connect.title'), supplier)}
      supplier={collector}
      onBack={navigation.back}
      actions={
        <button type="submit" form={FORM} className="button" aria-disabled={isSending}>
          {isSending ? t('connect.sending') : t(credential ? 'connect.submit_again' : 'connect.submit')}
        </button>
      }
    >
      {credential ? <p className="intro">{t('connect.again')}</p> : promise}
      <form id={FORM} ref={form} onSubmit={submit} noValidate>
        <p className="error form-error" role="alert">
          {errors['']}
        </p>
        {main.map(draw)}
        {!credential && <SinceField onChange={setSince} />}
        {more.length > 0 && (
          <details className="more" open={more.some(({ name }) => errors[name]) || undefined}>
            <summary>{t('connect.more')}</summary>
            {more.map(draw)}
          </details>
        )}
      </form>
      {credential && promise}
    </Screen>
  )
}

interface FormInput {
  navigation: Navigation
  collector: Collector
  credential: Credential | undefined
}

function useConnectForm({ navigation, collector, credential }: FormInput) {
  const { api, t } = usePage()
  const form = useRef<HTMLFormElement>(null)
  const since = useRef<string>(undefined)
  const [errors, setErrors] = useState<Record<string, string>>({})
  const [isSending, setIsSending] = useState(false)
  const { main, more } = formFields(collector.params)
  const fields = [...main, ...more]

  const show = (found: Record<string, string>) => {
    setErrors(found)
    const first = fields.find(({ name }) => found[name])
    /** A folded field opens with the next paint and can only then take the focus. */
    if (first) requestAnimationFrame(() => inputOf(form.current, first.name)?.focus())
  }

  const send = async (params: Record<string, unknown>) => {
    setIsSending(true)
    setErrors({})
    try {
      const answer = credential
        ? await api.reconnect(credential.id, params)
        : await api.addCredential({
            collector: collector.id,
            params,
            ...(since.current && { download_from: since.current }),
          })
      const ticket = await ticketOf(api, answer)
      const watched = { ...answer, state: NOT_STARTED }
      navigation.restart(
        { name: 'list' },
        { name: 'live', credential: watched, ticket, entered: openOnes(fields, params) },
      )
    } catch (error) {
      setIsSending(false)
      const byField = error instanceof ApiProblem ? problemByField(error, fields) : {}
      show(Object.keys(byField).length > 0 ? byField : { '': describeTrouble(error, t) })
    }
  }

  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (isSending || !form.current) return
    const typed = new FormData(form.current)
    const reading = readForm(fields, name => `${typed.get(name) ?? ''}`)
    if (reading.ok) void send(reading.params)
    else
      show(Object.fromEntries(Object.entries(reading.troubles).map(([name, trouble]) => [name, t(TROUBLES[trouble])])))
  }
  const setSince = (day: string | undefined) => {
    since.current = day
  }
  return { form, errors, isSending, submit, setSince }
}

const TROUBLES = { required: 'connect.required', number: 'connect.number' } as const satisfies Record<
  FieldTrouble,
  string
>

/** The run says itself where it is, in a moment; what the answer carries may be the state before it. */
const NOT_STARTED: CredentialState = { index: 0, max: 7, title: '', message: '' }

async function ticketOf(api: ApiClient, { id, run_id, ws_path }: Credential & StartedRun): Promise<RunTicket> {
  if (run_id) return { run_id, ws_path }
  const run = await api.latestRun(id)
  return run ? { run_id: run.id, ws_path: null } : api.collect(id)
}

function inputOf(form: HTMLFormElement | null, name: string): HTMLElement | null {
  const found = form?.elements.namedItem(name)
  return found instanceof HTMLElement ? found : null
}

/** What may be offered again after a refusal: never a secret. */
function openOnes(fields: FormField[], params: Record<string, unknown>): Entered {
  const open = fields.filter(({ name, hints }) => !hints.secret && params[name] !== undefined)
  return Object.fromEntries(open.map(({ name }) => [name, `${params[name]}`]))
}
