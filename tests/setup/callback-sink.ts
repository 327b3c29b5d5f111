import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'

export interface ReceivedDelivery {
  headers: IncomingHttpHeaders
  raw: string
  // biome-ignore lint/suspicious/noExplicitAny: tests look into every field of a delivery
  body: any
  status: number
  at: number
}

/** A customer's callback: keeps what it receives, answers as told. */
export interface CallbackSink {
  readonly url: string
  readonly received: ReceivedDelivery[]
  /** What was accepted of one type. */
  accepted(type: string): ReceivedDelivery[]
  /** A status, or a function that answers itself (and returns nothing). */
  answer: (delivery: Omit<ReceivedDelivery, 'status'>, response: ServerResponse) => number | undefined
  close(): Promise<void>
}

export async function startCallbackSink(): Promise<CallbackSink> {
  const received: ReceivedDelivery[] = []
  const server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', part => parts.push(part))
    request.on('end', () => {
      const raw = Buffer.concat(parts).toString()
      const delivery = { headers: request.headers, raw, body: JSON.parse(raw), at: Date.now() }
      const status = sink.answer(delivery, response)
      received.push({ ...delivery, status: status ?? 0 })
      if (status !== undefined) response.writeHead(status).end()
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (!address || typeof address !== 'object') throw new Error('No port')
  const sink: CallbackSink = {
    url: `http://127.0.0.1:${address.port}/hook`,
    received,
    accepted: type => received.filter(({ status, body }) => status >= 200 && status < 300 && body.type === type),
    answer: () => 200,
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
  return sink
}
