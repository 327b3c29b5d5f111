import type { z } from 'zod'
import type { CollectContext, FoundInvoice } from '#collector-kit/index.ts'
import portal from '#collectors/portal/portal.ts'
import type { BrowserPool } from '#platform/browser/browser-pool.ts'
import { PASSWORD, USERNAME } from './site.ts'
import type { ZooPortal } from './zoo-portal.ts'

export const TODAY = '2026-11-23'
const RUN_LIMIT_MS = 120_000

export interface Collected extends Pick<FoundInvoice, 'number' | 'issuedOn' | 'total'> {
  ref: string
  /** Null for a known reference. */
  bytes: Uint8Array | null
  failure?: unknown
}

/** What lives longer than a run: as the engine keeps it, in memory. */
export interface Kept {
  memory?: unknown
  recipes: Map<string, { recipe: object; reason: string }[]>
  known: Set<string>
}

export function nothingKept(): Kept {
  return { recipes: new Map(), known: new Set() }
}

export interface Errand {
  zoo: Pick<ZooPortal, 'username' | 'totpSecret' | 'answer' | 'takeOver'>
  url: string
  browsers: BrowserPool
  kept: Kept
  password?: string
  log?(fields: object, message: string): void
}

/** One run of the portal collector as the engine does it: known references are not downloaded again. */
export async function collectOnce({
  zoo,
  url,
  browsers,
  kept,
  password = PASSWORD,
  log = () => {},
}: Errand): Promise<Collected[]> {
  const signal = AbortSignal.timeout(RUN_LIMIT_MS)
  const closers: (() => Promise<void>)[] = []
  const run: CollectContext = {
    params: {
      url,
      username: zoo.username ?? USERNAME,
      password,
      ...(zoo.totpSecret && { totp_secret: zoo.totpSecret }),
    },
    since: '2020-01-01',
    today: TODAY,
    get http(): never {
      throw new Error('The portal collector uses the browser only')
    },
    get resolveHost(): never {
      throw new Error('The portal collector uses the browser only')
    },
    async openBrowser(storageState) {
      const context = await browsers.openContext({
        policy: { allowPrivate: true },
        signal,
        ...(storageState && { storageState }),
      })
      closers.push(() => context.close())
      return context
    },
    async ask(question) {
      if (!zoo.answer) throw new Error(`Nobody expected a question: ${JSON.stringify(question)}`)
      return typeof question === 'string' ? zoo.answer(question, 'code') : zoo.answer(question.prompt.en, question.kind)
    },
    handOver: async ({ page }) => {
      if (!zoo.takeOver) throw new Error('Nobody expected to be handed the page')
      await zoo.takeOver(page)
      return 'ok'
    },
    memory: {
      load: schema => schema.safeParse(kept.memory).data as never,
      async save(value) {
        kept.memory = JSON.parse(JSON.stringify(value))
      },
    },
    recipes: {
      async load(host, schema) {
        return schema.safeParse(kept.recipes.get(host)?.at(-1)?.recipe).data as z.output<typeof schema>
      },
      async save(host, recipe, reason) {
        kept.recipes.set(host, [
          ...(kept.recipes.get(host) ?? []),
          { recipe: JSON.parse(JSON.stringify(recipe)), reason },
        ])
      },
    },
    report: () => {},
    log: { info: log, warn: log },
    signal,
  }
  try {
    const collected: Collected[] = []
    for await (const found of portal.collect(run)) collected.push(await take(found, kept))
    return collected
  } finally {
    for (const close of closers) await close()
  }
}

async function take(found: FoundInvoice, kept: Kept): Promise<Collected> {
  const ref = found.ref ?? found.number ?? ''
  const { number, issuedOn, total } = found
  if (kept.known.has(ref)) return { ref, number, issuedOn, total, bytes: null }
  try {
    const document = await found.document()
    kept.known.add(ref)
    return { ref, number, issuedOn, total, bytes: document instanceof Uint8Array ? document : document.bytes }
  } catch (failure) {
    return { ref, number, issuedOn, total, bytes: null, failure }
  }
}
