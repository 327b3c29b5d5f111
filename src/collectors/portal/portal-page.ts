import type { Frame, JSHandle, Page, Response } from 'playwright-core'
import { SupplierUnavailable, UserActionNeeded } from '#collector-kit/errors.ts'
import { findObstacle } from './find-consent.ts'
import { growSnapshot, type PageNode, type PageSnapshot, type RawFrame } from './page-snapshot.ts'
import { controlWords } from './page-tree.ts'
import { readPage } from './read-page.ts'

const NAVIGATION_TIMEOUT_MS = 30_000
const SETTLE_LIMIT_MS = 10_000
const QUIET_MS = 120
const START_MS = 200
const POLL_MS = 40
const CLICK_TIMEOUT_MS = 3000
/** A tab that has no address by then is a download, or empty. */
const POPUP_TIMEOUT_MS = 1000
/** Enough for a list of a thousand rows. */
const MAX_NODES = 20_000
const MAX_OBSTACLES = 4
const MAX_JSON_BYTES = 4_000_000
const MAX_JSON_ANSWERS = 40
/** Stands for the status of a page that did not come at all. */
const NO_ANSWER = 504
const WAITED_FOR = /^(document|xhr|fetch|script)$/

/** A JSON answer the page's own scripts received. */
export interface SeenJson {
  url: string
  body: unknown
}

/** One tab, read as snapshots and used like a person would: go, press, type, choose, wait until it rests. */
export class PortalPage {
  /** HTTP status of the document that is shown. */
  status: number | null = null
  readonly #inFlight = new Set<unknown>()
  readonly #live = new WeakMap<PageNode, { elements: JSHandle; index: number }>()
  #handles: JSHandle[] = []
  #pressedAt = 0
  #json: Promise<SeenJson | null>[] = []

  readonly page: Page
  readonly signal: AbortSignal

  constructor(page: Page, signal: AbortSignal) {
    this.page = page
    this.signal = signal
    page.setDefaultTimeout(NAVIGATION_TIMEOUT_MS)
    page.on(
      'dialog',
      dialog => void (dialog.type() === 'beforeunload' ? dialog.accept() : dialog.dismiss()).catch(() => undefined),
    )
    page.on('request', request => {
      if (WAITED_FOR.test(request.resourceType())) this.#inFlight.add(request)
    })
    page.on('requestfinished', request => this.#inFlight.delete(request))
    page.on('requestfailed', request => {
      this.#inFlight.delete(request)
      const isPage = request.isNavigationRequest() && request.frame() === page.mainFrame()
      if (isPage && !/ERR_ABORTED/.test(request.failure()?.errorText ?? 'ERR_ABORTED')) this.status = NO_ANSWER
    })
    page.on('response', response => this.#see(response))
  }

  /** The supplier did not answer, answered with an error of its own, or asks us to slow down. */
  get isDown(): boolean {
    return this.status !== null && (this.status >= 500 || this.status === 429 || this.status === 408)
  }

  get url(): string {
    return this.page.url()
  }

  /** Opens an address and waits until it rests. A download instead of a page leaves the page as it was. */
  async open(url: string, referer?: string): Promise<void> {
    this.signal.throwIfAborted()
    this.#json = []
    try {
      const response = await this.page.goto(url, { waitUntil: 'domcontentloaded', ...(referer && { referer }) })
      this.status = response?.status() ?? this.status
    } catch (error) {
      if (!isInterrupted(error)) throw explainNavigation(error, url)
      if (isDownload(error)) return
    }
    await this.settle()
  }

  /** Resolves when nothing is loading and nothing changes any more, or after `SETTLE_LIMIT_MS`. */
  async settle(limitMs = SETTLE_LIMIT_MS): Promise<void> {
    const endsAt = Date.now() + limitMs
    let last = ''
    // What a press starts may take a moment to start.
    let quietSince = Math.max(Date.now(), this.#pressedAt + START_MS)
    while (Date.now() < endsAt) {
      this.signal.throwIfAborted()
      const now = await this.#fingerprint()
      if (now !== last || this.#inFlight.size > 0) {
        last = now
        quietSince = Date.now()
      } else if (Date.now() - quietSince >= (now.startsWith('busy') ? 2500 : QUIET_MS)) return
      await this.page.waitForTimeout(POLL_MS)
    }
  }

  /** The page as data, after what stands in the way was closed. */
  async read(): Promise<PageSnapshot> {
    let snapshot = await this.#take()
    const tried = new Set<string>()
    for (let count = 0; count < MAX_OBSTACLES; count++) {
      const obstacle = findObstacle(snapshot)
      if (!obstacle || tried.has(controlWords(obstacle.button))) break
      tried.add(controlWords(obstacle.button))
      await this.press(obstacle.button)
      snapshot = await this.#take()
    }
    return snapshot
  }

  /** Presses a control of the last snapshot and waits until the page rests. A new tab's page is taken into this one. */
  async press(node: PageNode): Promise<void> {
    this.#json = []
    const popups: Page[] = []
    const keep = (popup: Page) => popups.push(popup)
    this.page.on('popup', keep)
    await this.pressOnly(node)
    await this.settle()
    this.page.off('popup', keep)
    const target = await this.#closePopups(popups)
    if (target) await this.open(target, this.url)
  }

  /** Presses, and leaves it to the caller to see what comes of it. */
  async pressOnly(node: PageNode): Promise<void> {
    this.#pressedAt = Date.now()
    const element = await this.#elementOf(node)
    try {
      if (!node.isVisible) throw new Error('Hidden')
      await element.click({ timeout: CLICK_TIMEOUT_MS, noWaitAfter: true })
    } catch {
      // Covered by something, moving, or in a closed menu: the page's own handlers do not mind.
      await element
        .evaluate(target => (target instanceof HTMLElement ? target.click() : undefined))
        .catch(() => undefined)
    }
  }

  async type(node: PageNode, text: string): Promise<void> {
    const element = await this.#elementOf(node)
    await element.fill(text, { timeout: CLICK_TIMEOUT_MS })
    await element.dispatchEvent('keyup')
  }

  /** Key by key, for fields that listen to keys only, or that jump from one to the next. */
  async typeKeys(node: PageNode, text: string): Promise<void> {
    const element = await this.#elementOf(node)
    await element.focus()
    await element.fill('').catch(() => undefined)
    await this.page.keyboard.type(text)
  }

  async pressEnter(node: PageNode): Promise<void> {
    const element = await this.#elementOf(node)
    await element.press('Enter', { noWaitAfter: true, timeout: CLICK_TIMEOUT_MS })
  }

  async choose(select: PageNode, value: string): Promise<void> {
    this.#json = []
    const element = await this.#elementOf(select)
    await element.selectOption(value, { timeout: CLICK_TIMEOUT_MS })
    await this.settle()
  }

  /** False once the page has replaced or removed it. */
  async isThere(node: PageNode): Promise<boolean> {
    try {
      const element = await this.#elementOf(node)
      return await element.evaluate(target => target.isConnected)
    } catch {
      return false
    }
  }

  async isDisabledNow(node: PageNode): Promise<boolean> {
    const element = await this.#elementOf(node)
    return element.isDisabled().catch(() => false)
  }

  /** Brings an element into view, so that lists that load while scrolling go on. */
  async scrollTo(node: PageNode): Promise<void> {
    const element = await this.#elementOf(node)
    await element
      .evaluate(target => (target instanceof Element ? target.scrollIntoView({ block: 'end' }) : undefined))
      .catch(() => undefined)
    await this.page.mouse.wheel(0, 2000).catch(() => undefined)
    await this.settle(3000)
  }

  /** JSON that arrived since the last `open`, `press` or `choose`. */
  async seenJson(): Promise<SeenJson[]> {
    const answers = await Promise.all(this.#json)
    return answers.filter(answer => answer !== null)
  }

  async #take(): Promise<PageSnapshot> {
    for (let attempt = 0; ; attempt++) {
      try {
        return await this.#takeOnce()
      } catch (error) {
        // The page moved on while it was read; what it became is what we want.
        if (attempt >= 5 || this.page.isClosed()) throw error
        await this.settle()
      }
    }
  }

  async #takeOnce(): Promise<PageSnapshot> {
    await Promise.all(this.#handles.map(handle => handle.dispose().catch(() => undefined)))
    this.#handles = []
    const raw: { frame: RawFrame; elements: JSHandle }[] = []
    for (const frame of this.page.frames().slice(0, 12)) {
      const isTop = frame === this.page.mainFrame()
      if (!isTop && (await isTiny(frame))) continue
      const read = await readFrame(frame).catch(error => {
        if (isTop) throw error
        return null
      })
      if (read) raw.push(read)
    }
    const snapshot = growSnapshot(raw.map(({ frame }) => frame))
    let offset = 0
    for (const { frame, elements } of raw) {
      frame.nodes.forEach((_, index) => {
        const node = snapshot.nodes[offset + index]
        if (node) this.#live.set(node, { elements, index })
      })
      offset += frame.nodes.length
      this.#handles.push(elements)
    }
    return snapshot
  }

  async #elementOf(node: PageNode) {
    const place = this.#live.get(node)
    if (!place) throw new Error('Not a node of this page')
    const handle = await place.elements.evaluateHandle(
      (read, index) => (read as { elements: Node[] }).elements[index],
      place.index,
    )
    const element = handle.asElement()
    if (!element) throw new Error('Not an element')
    return element
  }

  /** Changes whenever the page does; starts with `busy` while it says that it is loading. */
  async #fingerprint(): Promise<string> {
    try {
      return await this.page.evaluate(() => {
        const body = document.body
        if (!body) return 'busy'
        const spinner = [
          ...document.querySelectorAll(
            '[aria-busy=true],[role=progressbar],[class*=spinner],[class*=skeleton],[class*=loading],[class*=loader]',
          ),
        ]
        const isBusy = spinner.some(
          element =>
            element.checkVisibility({ opacityProperty: true, visibilityProperty: true }) &&
            element.getBoundingClientRect().height > 0,
        )
        // Hidden words and scripts are not what a person waits for.
        // biome-ignore lint/performance/useDomNodeTextContent: only what is shown counts
        const text = body.innerText
        const saysLoading =
          text.length < 4000 &&
          /(^|\n)\s*(loading|chargement|wird geladen|laden|lädt|cargando|caricamento|carregando|a carregar|please wait|veuillez patienter|bitte warten)[^\n]{0,24}(\n|$)/i.test(
            text,
          )
        const busy =
          isBusy ||
          saysLoading ||
          (text.trim() === '' && ![...document.querySelectorAll('*')].some(element => element.shadowRoot)) ||
          document.readyState === 'loading'
        return `${busy ? 'busy' : 'rest'} ${document.getElementsByTagName('*').length} ${text.length} ${location.href}`
      })
    } catch {
      return `busy ${Math.random()}`
    }
  }

  #see(response: Response): void {
    const request = response.request()
    if (request.isNavigationRequest() && response.frame() === this.page.mainFrame()) {
      if (response.status() < 300 || response.status() >= 400) this.status = response.status()
      return
    }
    const isJson = /json/i.test(response.headers()['content-type'] ?? '')
    if (!isJson || !/^(xhr|fetch)$/.test(request.resourceType()) || this.#json.length >= MAX_JSON_ANSWERS) return
    this.#json.push(readJson(response))
  }

  async #closePopups(popups: Page[]): Promise<string | null> {
    let target: string | null = null
    for (const popup of popups) {
      await popup.waitForURL(/^https?:/, { waitUntil: 'commit', timeout: POPUP_TIMEOUT_MS }).catch(() => undefined)
      if (/^https?:/.test(popup.url())) target = popup.url()
      await popup.close().catch(() => undefined)
    }
    return target
  }
}

async function readFrame(frame: Frame): Promise<{ frame: RawFrame; elements: JSHandle }> {
  const elements = await frame.evaluateHandle(readPage, MAX_NODES)
  return { frame: await elements.evaluate(read => read.frame), elements }
}

/** Trackers and keep-alive frames: nobody can see them. */
async function isTiny(frame: Frame): Promise<boolean> {
  try {
    const element = await frame.frameElement()
    const box = await element.boundingBox()
    return !box || box.width < 40 || box.height < 20
  } catch {
    return true
  }
}

async function readJson(response: Response): Promise<SeenJson | null> {
  try {
    const length = Number(response.headers()['content-length'] ?? 0)
    if (length > MAX_JSON_BYTES) return null
    return { url: response.url(), body: JSON.parse(await response.text()) }
  } catch {
    return null
  }
}

function isDownload(error: unknown): boolean {
  return error instanceof Error && /ERR_ABORTED|Download is starting/.test(error.message)
}

/** A download, or the page went somewhere else by itself meanwhile. */
function isInterrupted(error: unknown): boolean {
  return (
    error instanceof Error && /ERR_ABORTED|Download is starting|interrupted by another navigation/.test(error.message)
  )
}

function explainNavigation(error: unknown, url: string): Error {
  const message = error instanceof Error ? error.message : String(error)
  const host = URL.parse(url)?.host ?? url
  if (/ERR_NAME_NOT_RESOLVED|ERR_INVALID_URL|ERR_ADDRESS_INVALID|ERR_UNSAFE_PORT/.test(message)) {
    return new UserActionNeeded({
      en: `There is no web site at ${host}. Check the address, then connect again.`,
      fr: `Aucun site web ne répond à l’adresse ${host}. Vérifiez-la, puis reconnectez-vous.`,
    })
  }
  return new SupplierUnavailable(
    `${host} did not open: ${/net::\w+|Timeout[^.\n]*/.exec(message)?.[0] ?? 'no answer'}`,
    { cause: error },
  )
}
