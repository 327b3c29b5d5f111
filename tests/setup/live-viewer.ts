import { once } from 'node:events'
import WebSocket from 'ws'
import { until } from './until.ts'

// biome-ignore lint/suspicious/noExplicitAny: messages of every type
type Message = any

/** Somebody who watches a run over its WebSocket, and does things to its page. */
export class LiveViewer {
  /** Everything heard, oldest first. */
  readonly heard: Message[] = []
  /** When each was heard, by `performance.now()`, and how long it was in bytes. */
  readonly arrivals: { type: string; atMs: number; bytes: number }[] = []
  readonly #socket: WebSocket

  /** `address`: `ws://…/api/v1/ws/…` */
  constructor(address: string) {
    this.#socket = new WebSocket(address)
    this.#socket.on('message', data => {
      const text = String(data)
      const message = JSON.parse(text)
      this.heard.push(message)
      this.arrivals.push({ type: message.type, atMs: performance.now(), bytes: text.length })
    })
    this.#socket.on('error', () => {})
  }

  send(message: object): void {
    this.#socket.send(JSON.stringify(message))
  }

  last(type: string): Message | undefined {
    return this.heard.findLast(message => message.type === type)
  }

  pictures(): Message[] {
    return this.heard.filter(({ type }) => type === 'screenshot')
  }

  /** The page is there and to be seen. */
  async untilShown(): Promise<void> {
    await until('a page to take over', () => this.last('interactive')?.open === true, 60_000)
    await until('a picture of it', () => this.last('screenshot'))
  }

  /** Sends, and waits until the page shows what came of it and then rests. */
  async act(...messages: object[]): Promise<void> {
    const before = this.pictures().length
    for (const message of messages) this.send(message)
    await until('the page to change', () => this.pictures().length > before)
    await this.untilRest()
  }

  /** No new picture for `ms`, seen from now. */
  async untilRest(ms = 600): Promise<void> {
    const fromMs = performance.now()
    await until('the page to rest', () => {
      const lastAtMs = this.arrivals.findLast(({ type }) => type === 'screenshot')?.atMs ?? 0
      return performance.now() - Math.max(lastAtMs, fromMs) > ms
    })
  }

  async close(): Promise<void> {
    this.#socket.close()
    await this.untilClosed()
  }

  async untilClosed(): Promise<void> {
    if (this.#socket.readyState !== WebSocket.CLOSED) await once(this.#socket, 'close')
  }
}
