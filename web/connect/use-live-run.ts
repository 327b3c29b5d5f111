import { useCallback, useEffect, useRef, useState } from 'react'
import type {
  Credential,
  CredentialState,
  Invoice,
  LiveMessage,
  LivePage,
  LivePicture,
  Question,
  Run,
  RunTicket,
} from '../shared/api-types.ts'
import { isFinal } from './credential-progress.ts'
import { usePage } from './page-context.ts'
import { type RunWatcher, watchRun } from './watch-run.ts'

/** Everything the last screen shows, loaded before it appears. */
export interface EndedRun {
  credential: Credential
  run: Run
  /** Nothing had been collected for this credential before. */
  isFirst: boolean
  /** The newest few. */
  invoices: Invoice[]
}

export interface LiveRun {
  state: CredentialState
  question: Question | null
  /** A code was given before and is asked for again: the supplier did not take it. */
  isAskedAgain: boolean
  /** How many invoices were seen so far; null until there is something to count. */
  counts: Run['counts'] | null
  isLinkDown: boolean
  answer(question: Question, value: string): Promise<void>
  /** The supplier's page, while it is in the person's hands. */
  page: LivePage | null
  picture: LivePicture | null
  /** What is done while the line is down is done to nothing: the picture shows that. */
  input(input: object): void
}

/** The newest ones are named on the last screen, the rest is counted. */
export const SHOWN_INVOICES = 5
const SETTLE_MS = 400
const POLL_MS = 3000

/** Follows a run to its end. While the line is down the API is asked instead, so that an end is never missed. */
export function useLiveRun(credential: Credential, ticket: RunTicket, onEnd: (ended: EndedRun) => void): LiveRun {
  const { api } = usePage()
  const [state, setState] = useState<CredentialState>(credential.state)
  const [question, setQuestion] = useState<Question | null>(null)
  const [isLinkDown, setIsLinkDown] = useState(false)
  const [page, setPage] = useState<LivePage | null>(null)
  const [picture, setPicture] = useState<LivePicture | null>(null)
  const [counts, setCounts] = useState<Run['counts'] | null>(null)
  const [hasHeard, setHasHeard] = useState(false)
  const [codesGiven, setCodesGiven] = useState(0)
  const [isAnswered, setIsAnswered] = useState(false)
  const watcher = useRef<RunWatcher>(null)
  const lastIndex = useRef(credential.state.index)

  const hear = useCallback((next: CredentialState) => {
    setHasHeard(true)
    setState(next)
    /** A question may be there before its state is: only leaving that state says it was answered, here or elsewhere. */
    const hasLeft = lastIndex.current === ASKING && next.index !== ASKING
    if (hasLeft || isFinal(next)) setQuestion(null)
    if (hasLeft) setIsAnswered(false)
    lastIndex.current = next.index
  }, [])

  useEffect(() => {
    if (ticket.ws_path === null) return setIsLinkDown(true)
    const onMessage = (message: LiveMessage) => {
      if (message.type === 'state') hear(message.state)
      if (message.type === 'counts') setCounts(message.counts)
      if (message.type === 'question') setQuestion(message)
      if (message.type === 'interactive') setPage(message.open ? message : null)
      if (message.type === 'interactive' && !message.open) setPicture(null)
      if (message.type === 'screenshot') setPicture(message)
    }
    const watching = watchRun({ path: ticket.ws_path, onMessage, onLink: isUp => setIsLinkDown(!isUp) })
    watcher.current = watching
    return () => watching.close()
  }, [ticket.ws_path, hear])

  usePolling(isLinkDown, POLL_MS, async signal => hear((await api.credential(credential.id, signal)).state))

  usePolling(hasHeard && isFinal(state), SETTLE_MS, async () => {
    const run = await api.run(ticket.run_id)
    if (run.finished_at === null) return
    const [fresh, invoices] = await Promise.all([
      api.credential(credential.id),
      api.newestInvoices(credential.id, SHOWN_INVOICES),
    ])
    onEnd({ credential: fresh, run, invoices, isFirst: isFirstLook(credential) })
  })

  const answer = async (asked: Question, value: string) => {
    const isSent = watcher.current?.send({ type: 'answer', id: asked.id, value }) ?? false
    if (!isSent) await api.answerCode(credential.id, value)
    setQuestion(null)
    setIsAnswered(true)
    if (asked.kind === 'code') setCodesGiven(count => count + 1)
  }
  const isAskedUnheard = isLinkDown && !isAnswered && state.index === ASKING
  const shown = question ?? (isAskedUnheard ? unheardQuestion(state) : null)
  const isAskedAgain = shown?.kind === 'code' && codesGiven > 0
  const input = (done: object) => void watcher.current?.send(done)
  return { state, question: shown, isAskedAgain, counts, isLinkDown, answer, page, picture, input }
}

const ASKING = 3

/** The line was down when it was asked, but the state tells: nearly always it is a code, and the state's words say so. */
function unheardQuestion({ message }: CredentialState): Question {
  return { id: 'unheard', kind: 'code', prompt: message, expires_at: null }
}

/** A first try that was refused found nothing: what the next one finds is still a first look. */
function isFirstLook({ last_collected_at, invoices_count, outcome }: Credential): boolean {
  return last_collected_at === null || (invoices_count === 0 && outcome?.code !== 'done')
}

/** Runs `ask` at once and again after each answer while `isOn`; a request that fails is simply asked again. */
function usePolling(isOn: boolean, everyMs: number, ask: (signal: AbortSignal) => Promise<void>): void {
  const latest = useRef(ask)
  latest.current = ask
  useEffect(() => {
    if (!isOn) return
    const abort = new AbortController()
    let timer: ReturnType<typeof setTimeout> | undefined
    const again = () => {
      latest
        .current(abort.signal)
        .catch(() => undefined)
        .finally(() => {
          if (!abort.signal.aborted) timer = setTimeout(again, everyMs)
        })
    }
    again()
    return () => {
      abort.abort()
      clearTimeout(timer)
    }
  }, [isOn, everyMs])
}
