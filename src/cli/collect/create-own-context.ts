import type { BrowserContext } from 'playwright-core'
import {
  type CollectContext,
  type Collector,
  type Memory,
  QuestionExpired,
  type RecipeBook,
  UserActionNeeded,
} from '#collector-kit/index.ts'
import type { Config } from '#config.ts'
import type { CredentialState } from '#domain/credential-state.ts'
import { type IsoDate, isoDateOf } from '#domain/iso-date.ts'
import type { Localized } from '#domain/localized.ts'
import type { Question } from '#domain/question.ts'
import { createBrowserPool } from '#platform/browser/browser-pool.ts'
import type { AddressPolicy } from '#platform/http/address-policy.ts'
import { createCollectNetwork } from '#platform/http/collect-network.ts'
import type { Log } from '#platform/log/log.ts'
import { USER_AGENT } from '../../version.ts'

/** A person needs to find the phone. */
const ANSWER_WITHIN_MS = 5 * 60_000

/** Nothing is older; somebody who collects for themselves wants everything. */
const BEGINNING: IsoDate = '1970-01-01'

interface OwnContextOptions {
  collector: Collector
  params: Record<string, unknown>
  since: IsoDate | null
  config: Config
  log: Log
  signal: AbortSignal
  /** Undefined when nobody answers. */
  ask(prompt: string, signal: AbortSignal): Promise<string | undefined>
  show(state: CredentialState): void
  /** Hears of the browser the run opens, for whoever closes it. */
  onBrowser(browser: BrowserContext): void
}

/** What a collector is given, as by the engine, but for one run of one person. */
export function createOwnContext(options: OwnContextOptions, resources: AsyncDisposableStack): CollectContext {
  const { collector, params, since, config, log, signal, show } = options
  const policy: AddressPolicy = {
    allowPrivate: config.allowPrivateSuppliers,
    ...(collector.privateOrigin && { privateOrigins: [collector.privateOrigin] }),
  }
  const network = createCollectNetwork(USER_AGENT)
  resources.defer(() => network.close())
  const browsers = createBrowserPool({ log, chromePath: config.chromePath, wsEndpoint: config.browserWsEndpoint })
  resources.defer(() => browsers.close())
  return {
    params,
    since: since ?? BEGINNING,
    today: isoDateOf(new Date()),
    http: network.http(policy, signal),
    resolveHost: host => network.resolveHost(policy, host),
    async openBrowser(storageState) {
      const browser = await browsers.openContext({ policy, signal, ...(storageState && { storageState }) })
      options.onBrowser(browser)
      return browser
    },
    ask: question => ask(options, question),
    async handOver({ instructions }) {
      throw nobodySeesThePage(instructions)
    },
    memory: memoryOfOneRun(),
    recipes: recipesOfOneRun(),
    report: show,
    log,
    signal,
  }
}

async function ask({ ask: askPerson, show, signal }: OwnContextOptions, question: Question | string): Promise<string> {
  show('second_factor')
  const deadline = AbortSignal.any([signal, AbortSignal.timeout(ANSWER_WITHIN_MS)])
  const answer = await askPerson(promptOf(question), deadline)
  signal.throwIfAborted()
  if (answer === undefined) throw new QuestionExpired('Nobody answered')
  show('checking_second_factor')
  return typeof question === 'string' ? answer : chosen(question, answer)
}

function promptOf(question: Question | string): string {
  if (typeof question === 'string') return `${question}: `
  const { kind, prompt, options = [] } = question
  if (kind === 'approve') return `${prompt.en} (press Enter when done) `
  const list = options.map((option, index) => `  ${index + 1}. ${option}`)
  return kind === 'choice' ? `${[prompt.en, ...list].join('\n')}\nNumber: ` : `${prompt.en} `
}

/** A terminal shows no pictures. */
function nobodySeesThePage({ en, fr }: Localized): UserActionNeeded {
  return new UserActionNeeded({
    en: `A person has to see the supplier’s page, which only the server’s own page can show. ${en}`,
    fr: `Une personne doit voir la page du fournisseur, ce que seule la page du serveur permet. ${fr}`,
  })
}

/** A choice may be given as its number or in its own words. */
function chosen({ kind, options = [] }: Question, answer: string): string {
  return kind === 'choice' ? (options[Number(answer) - 1] ?? answer) : answer
}

/** Cookies are secrets, and a folder is no place for them: every run begins anew. */
function memoryOfOneRun(): Memory {
  let current: unknown
  return {
    load: schema => schema.safeParse(current).data,
    async save(value) {
      current = value
    },
  }
}

function recipesOfOneRun(): RecipeBook {
  const recipes = new Map<string, object>()
  return {
    load: async (host, schema) => schema.safeParse(recipes.get(host)).data,
    async save(host, recipe) {
      recipes.set(host, recipe)
    },
  }
}
