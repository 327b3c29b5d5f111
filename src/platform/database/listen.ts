import pg from 'pg'

const RECONNECT_AFTER_MS = 1000

/** Hears what other processes say through PostgreSQL's NOTIFY. */
export interface Listener {
  /** Resolves once the subscription is in force. `onMissed` is called after a lost connection: messages may be missing. */
  subscribe(channel: string, onMessage: (payload: string) => void, onMissed: () => void): Promise<void>
  close(): Promise<void>
}

interface Subscription {
  onMessage: (payload: string) => void
  onMissed: () => void
}

/** One dedicated connection (NOTIFY needs a session of its own), re-established for ever until closed. */
export async function openListener(url: string): Promise<Listener> {
  const subscriptions = new Map<string, Subscription>()
  let client = await connect()
  let isClosed = false
  let retry: NodeJS.Timeout | undefined

  async function connect(): Promise<pg.Client> {
    const fresh = new pg.Client({
      connectionString: url,
      application_name: 'invoice-collector listen',
      keepAlive: true,
    })
    fresh.on('notification', ({ channel, payload }) => subscriptions.get(channel)?.onMessage(payload ?? ''))
    fresh.on('error', () => {})
    fresh.on('end', () => reconnectSoon())
    await fresh.connect()
    for (const channel of subscriptions.keys()) await fresh.query(`listen ${pg.escapeIdentifier(channel)}`)
    return fresh
  }

  function reconnectSoon(): void {
    if (isClosed || retry) return
    retry = setTimeout(() => void reconnect(), RECONNECT_AFTER_MS).unref()
  }

  async function reconnect(): Promise<void> {
    retry = undefined
    try {
      client = await connect()
      for (const { onMissed } of subscriptions.values()) onMissed()
    } catch {
      reconnectSoon()
    }
  }

  return {
    async subscribe(channel, onMessage, onMissed) {
      subscriptions.set(channel, { onMessage, onMissed })
      await client.query(`listen ${pg.escapeIdentifier(channel)}`)
    },
    async close() {
      isClosed = true
      clearTimeout(retry)
      await client.end()
    },
  }
}
