import { randomBytes } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import fastify from 'fastify'
import { createMemorySandboxStore } from '#api/sandbox/memory-sandbox-store.ts'
import { registerSandbox } from '#api/sandbox/register-sandbox.ts'

const SANDBOX_COLLECTORS = ['sandbox', 'sandbox_api']

export interface OwnSandbox {
  origin: string
  close(): Promise<void>
}

/** The sandbox supplier on a port of this machine, for the collectors that want one; it forgets everything at the end. */
export async function startOwnSandbox(collectorId: string): Promise<OwnSandbox | undefined> {
  if (!SANDBOX_COLLECTORS.includes(collectorId)) return undefined
  const app = fastify({ forceCloseConnections: true })
  await registerSandbox(app, {
    store: createMemorySandboxStore(),
    clock: () => new Date(),
    sessionKey: randomBytes(32),
  })
  await app.listen({ host: '127.0.0.1', port: 0 })
  const { port } = app.server.address() as AddressInfo
  return { origin: `http://127.0.0.1:${port}`, close: () => app.close() }
}
