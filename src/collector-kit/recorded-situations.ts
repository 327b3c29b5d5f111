import { outcomeOf, type Situations } from './conformance.ts'
import type { Collector } from './contract.ts'
import { fieldHints } from './params.ts'
import { answer, noAnswer, type Recording, type Reply, replyTo } from './recording.ts'
import type { Replay, ReplayedRequest, ReplayOptions } from './replay.ts'
import { replayApi } from './replay-api.ts'
import { type ReplayBrowser, replayPortal } from './replay-portal.ts'

interface RecordedSituations {
  params: Record<string, unknown>
  /** The whole supplier while all is well; two invoices of the same day and amount. */
  recording: Recording
  /** The references it lists, newest first. */
  lists: string[]
  /** What is different when the login is refused. */
  rejected: Difference
  /** What is different when there is nothing yet. */
  none: Difference
  /** Further ways in which this supplier changed. */
  changed?: Record<string, Difference>
  answers?: string[]
}

interface Difference {
  params?: Record<string, unknown>
  /** Replies that replace or join the recording's. */
  recording?: Recording
}

type Run = (recording: Recording, options: ReplayOptions, isBroken?: boolean) => Promise<Replay>

/** A portal whose every page became this one says nothing about invoices. */
const REDESIGNED = '<!doctype html><title>Welcome</title><h1>Welcome to our new site</h1><p>Discover what is new.</p>'

/** Broken on purpose: what is missing shall be found missing soon. */
const BROKEN_PATIENCE_MS = 1000

/** The situations of an API collector, made from one recording by breaking each kind of request in turn. */
export function recordedApi(collector: Collector, situations: RecordedSituations): Situations {
  const run: Run = (replies, options) => replayApi(collector, { ...options, replies })
  const changes: Record<string, Reply> = {
    'another JSON': answerJson({ moved: true }),
    'no JSON': '<h1>Welcome</h1>',
    'no such address': answer(404),
  }
  return playSituations(collector, situations, { run, changes })
}

/** The situations of a portal collector, made from one recording by breaking each kind of request in turn. */
export function recordedPortal(
  collector: Collector,
  { browser, ...situations }: RecordedSituations & { browser: ReplayBrowser },
): Situations {
  const run: Run = (pages, options, isBroken = false) =>
    replayPortal(collector, { ...options, pages, browser, ...(isBroken && { patienceMs: BROKEN_PATIENCE_MS }) })
  const changes: Record<string, Reply> = {
    'a redesigned page': REDESIGNED,
    'an empty page': '<!doctype html><title></title>',
  }
  return playSituations(collector, situations, { run, changes })
}

function answerJson(value: unknown): Reply {
  return answer(200, JSON.stringify(value), { 'content-type': 'application/json' })
}

function playSituations(
  collector: Collector,
  situations: RecordedSituations,
  { run, changes }: { run: Run; changes: Record<string, Reply> },
): Situations {
  const { params, recording, lists, answers = [] } = situations
  const play = (difference: Difference, known: string[] = []) =>
    run(merge(recording, difference.recording), { params: { ...params, ...difference.params }, answers, known })
  let whole: Promise<Replay> | undefined
  const playWhole = () => {
    whole ??= play({})
    return whole
  }
  const breakEach = (reply: Reply, which: (request: ReplayedRequest) => boolean) => async () => {
    const { requests } = await playWhole()
    const shapes = [...new Set(requests.filter(which).map(shapeOf))]
    return Promise.all(
      shapes.map(shape => {
        const broken: Recording = request => (shapeOf(request) === shape ? reply : replyTo(recording, request))
        return outcomeOf(shape, () => run(broken, { params, answers }, true))
      }),
    )
  }
  const isListing = (request: ReplayedRequest) => !request.isForDocument && !isDecoration(request)
  const anything = (request: ReplayedRequest) => !isDecoration(request)
  return {
    complete: known => (known.length === 0 ? playWhole() : play({}, known)),
    lists,
    secrets: secretsOf(collector, params),
    rejected: () => play(situations.rejected),
    none: () => play(situations.none),
    unavailable: {
      'answers 503': breakEach(answer(503, 'Service Unavailable'), anything),
      'answers 429': breakEach(answer(429, 'Too Many Requests'), anything),
      'does not answer in time': breakEach(noAnswer, anything),
    },
    changed: {
      ...mapValues(changes, reply => breakEach(reply, isListing)),
      ...mapValues(situations.changed ?? {}, (difference, what) => async () => [
        await outcomeOf(what, () => play(difference)),
      ]),
    },
  }
}

function merge(recording: Recording, difference: Recording | undefined): Recording {
  if (difference === undefined || typeof difference === 'function') return difference ?? recording
  const replaced = new Set(Object.keys(difference).map(withMethod))
  return request => replyTo(replaced.has(`${request.method} ${request.url}`) ? difference : recording, request)
}

/** `https://...` stands for `GET https://...`. */
function withMethod(key: string): string {
  return key.includes(' ') ? key : `GET ${key}`
}

/** Requests that differ in numbers and parameters only are of one kind: breaking one of them tells enough. */
function shapeOf({ method, url }: { method: string; url: string }): string {
  return `${method} ${url.replace(/[?#].*$/s, '').replaceAll(/\d+/g, '#')}`
}

function isDecoration({ url }: ReplayedRequest): boolean {
  return /\.(css|js|svg|png|jpe?g|gif|webp|ico|woff2?)$/.test(new URL(url).pathname)
}

function secretsOf(collector: Collector, params: Record<string, unknown>): string[] {
  return Object.entries(collector.params.shape).flatMap(([name, schema]) => {
    const value = params[name]
    return fieldHints(schema)?.secret && typeof value === 'string' ? [value] : []
  })
}

function mapValues<From, To>(values: Record<string, From>, map: (value: From, key: string) => To): Record<string, To> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, map(value, key)]))
}
