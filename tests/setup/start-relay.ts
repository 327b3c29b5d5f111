import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/** A TCP relay in front of a server: counts what comes back, and can break every connection. */
export interface Relay {
  port: number
  /** Bytes the server sent since the start. */
  receivedBytes(): number
  /** Breaks all connections as soon as the server has sent this many more bytes. */
  cutAfter(bytes: number): void
  stop(): Promise<void>
}

export async function startRelay(targetPort: number): Promise<Relay> {
  const sockets = new Set<Socket>()
  let received = 0
  let cutAt = Number.POSITIVE_INFINITY
  const cut = () => {
    for (const socket of sockets) socket.destroy()
    cutAt = Number.POSITIVE_INFINITY
  }
  const server = createServer(client => {
    const upstream = connect(targetPort, '127.0.0.1')
    for (const socket of [client, upstream]) {
      sockets.add(socket)
      socket.setNoDelay(true)
      socket.on('error', () => socket.destroy())
      socket.on('close', () => {
        sockets.delete(socket)
        client.destroy()
        upstream.destroy()
      })
    }
    client.pipe(upstream)
    upstream.on('data', chunk => {
      received += chunk.length
      if (received >= cutAt) cut()
      else client.write(chunk)
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    receivedBytes: () => received,
    cutAfter: bytes => {
      cutAt = received + bytes
    },
    stop: async () => {
      cut()
      server.close()
      await once(server, 'close')
    },
  }
}
