import type { Socket } from 'node:net'

/** Keeps hold of sockets, so that none outlives their owner. */
export class OpenSockets {
  readonly #open = new Set<Socket>()
  readonly #counted = new Set<Socket>()
  #closedBytes = 0
  #isClosed = false

  /** A socket that comes after the end is ended too. `counted`: its traffic is part of `bytes()`. */
  add(socket: Socket, { counted = false } = {}): Socket {
    this.#open.add(socket)
    if (counted) this.#counted.add(socket)
    socket.once('close', () => this.#forget(socket))
    // Whoever uses the socket hears of its end as 'close'; without a listener here a reset would end the process.
    socket.on('error', () => {})
    if (this.#isClosed) socket.destroy()
    return socket
  }

  bytes(): number {
    return [...this.#counted].reduce((sum, socket) => sum + traffic(socket), this.#closedBytes)
  }

  destroyAll(): void {
    this.#isClosed = true
    for (const socket of this.#open) socket.destroy()
  }

  #forget(socket: Socket): void {
    this.#open.delete(socket)
    if (this.#counted.delete(socket)) this.#closedBytes += traffic(socket)
  }
}

function traffic({ bytesRead, bytesWritten }: Socket): number {
  return bytesRead + bytesWritten
}
