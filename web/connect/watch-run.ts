import type { LiveMessage } from '../shared/api-types.ts'

export interface RunWatcher {
  /** False when the line is down: then say it another way. */
  send(message: object): boolean
  close(): void
}

interface WatchOptions {
  /** Path or address of the run's WebSocket. */
  path: string
  onMessage(message: LiveMessage): void
  /** The line is up, or down; while down it is tried again, ever more rarely. */
  onLink(isUp: boolean): void
}

const FIRST_RETRY_MS = 500
const SLOWEST_RETRY_MS = 8000

/** Follows a run over its WebSocket, through interruptions; the server says the present state first each time. */
export function watchRun({ path, onMessage, onLink }: WatchOptions): RunWatcher {
  let socket: WebSocket
  let timer: ReturnType<typeof setTimeout> | undefined
  let retryMs = FIRST_RETRY_MS
  let isClosed = false

  const connect = () => {
    socket = new WebSocket(socketAddress(path))
    socket.onopen = () => {
      retryMs = FIRST_RETRY_MS
      onLink(true)
    }
    socket.onmessage = ({ data }) => {
      if (!isClosed) onMessage(JSON.parse(String(data)) as LiveMessage)
    }
    socket.onclose = () => {
      if (isClosed) return
      onLink(false)
      timer = setTimeout(connect, retryMs)
      retryMs = Math.min(retryMs * 2, SLOWEST_RETRY_MS)
    }
  }
  connect()

  return {
    send(message) {
      if (socket.readyState !== WebSocket.OPEN) return false
      socket.send(JSON.stringify(message))
      return true
    },
    close() {
      isClosed = true
      clearTimeout(timer)
      socket.close()
    },
  }
}

function socketAddress(path: string): string {
  const address = new URL(path, location.href)
  address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:'
  return address.href
}
