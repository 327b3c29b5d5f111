import type { BrowserContext } from 'playwright-core'
import { type CollectContext, type Memory, QuestionExpired } from '#collector-kit/index.ts'
import { addDays, type IsoDate, isoDateOf } from '#domain/iso-date.ts'
import type { Question } from '#domain/question.ts'
import type { AddressPolicy } from '#platform/http/address-policy.ts'
import { openMemory, openParams, saveMemory } from '#records/credentials.ts'
import { askQuestion, dropQuestion } from '#records/questions.ts'
import { findRecipe, saveRecipe } from '#records/recipes.ts'
import { handOver } from './hand-over.ts'
import { newFormNeeded } from './name-failure.ts'
import type { OpenedRun } from './opened-run.ts'

/** Far enough back for a yearly invoice, which teaches the supplier's rhythm. */
const LOOK_BACK_DAYS = 400

/**
 * Everything a collector gets, bound to one run: its parameters in clear live here and nowhere else. `onBrowser` hears
 * of the browser the run opens, for whoever closes it.
 */
export function createContext(
  opened: OpenedRun,
  signal: AbortSignal,
  onBrowser: (browser: BrowserContext) => void,
): CollectContext {
  const { parts, credential, collector, progress } = opened
  const today = isoDateOf(parts.store.now())
  const policy: AddressPolicy = {
    allowPrivate: parts.allowPrivateSuppliers,
    ...(collector.privateOrigin && { privateOrigins: [collector.privateOrigin] }),
  }
  // Pictures and fonts are loaded for people only.
  let isHandedOver = false
  return {
    params: paramsOf(opened),
    since: addDays(earlierOf(credential.download_from, today), -LOOK_BACK_DAYS),
    today,
    http: parts.network.http(policy, signal),
    resolveHost: host => parts.network.resolveHost(policy, host),
    async openBrowser(storageState) {
      const blockMedia = () => !isHandedOver
      const options = { policy, signal, blockMedia, ...(storageState && { storageState }) }
      const browser = await parts.browsers.openContext(options)
      onBrowser(browser)
      return browser
    },
    ask: question => ask(opened, question, signal),
    async handOver(toPerson) {
      isHandedOver = true
      try {
        return await handOver(opened, toPerson, signal)
      } finally {
        isHandedOver = false
      }
    },
    memory: memoryOf(opened),
    recipes: {
      async load(host, schema) {
        const { data } = schema.safeParse(await findRecipe(parts.store, host))
        return data
      },
      save: (host, recipe, reason) => saveRecipe(parts.store, host, { recipe, reason }),
    },
    report: step => progress.show({ state: step }),
    log: parts.log,
    signal,
  }
}

function earlierOf(one: IsoDate, other: IsoDate): IsoDate {
  return one < other ? one : other
}

function paramsOf({ parts, credential, collector }: OpenedRun): Record<string, unknown> {
  const { data, error } = collector.params.safeParse(openParams(parts.store, credential))
  if (error) throw newFormNeeded(error)
  return data
}

/** The question stands before the state says so: whoever sees the state may answer at once. */
async function ask(
  { parts, run, progress }: OpenedRun,
  question: Question | string,
  signal: AbortSignal,
): Promise<string> {
  const expiresAt = new Date(parts.store.now().getTime() + parts.answerWithinMs)
  const questionId = await askQuestion(parts.store, run.id, { question, expiresAt })
  progress.show({ state: 'second_factor' })
  const answer = await parts.answers.wait(questionId, expiresAt, signal)
  if (answer === undefined) {
    await dropQuestion(parts.store, questionId)
    throw new QuestionExpired('Nobody answered in time')
  }
  progress.show({ state: 'checking_second_factor' })
  return answer
}

function memoryOf({ parts, credential }: OpenedRun): Memory {
  let current = openMemory(parts.store, credential)
  return {
    load(schema) {
      const { data } = schema.safeParse(current)
      return data
    },
    async save(value) {
      current = value
      await saveMemory(parts.store, credential, value)
    },
  }
}
