import Fastify from 'fastify'
import { createMemorySandboxStore } from '#api/sandbox/memory-sandbox-store.ts'
import { registerSandbox } from '#api/sandbox/register-sandbox.ts'
import { answer, type Recording } from '#collector-kit/recording.ts'

/** Where the sandbox in memory pretends to be. */
export const SANDBOX_ORIGIN = 'http://sandbox.test'

/** The real sandbox as a recording: no port, no network. */
export async function recordedSandbox(): Promise<Recording> {
  const app = Fastify()
  const clock = () => new Date('2026-07-15T10:00:00Z')
  await registerSandbox(app, { store: createMemorySandboxStore(), clock, sessionKey: 'a key for tests', slowMs: 0 })
  return async ({ method, url, headers, body }) => {
    const {
      statusCode,
      rawPayload,
      headers: answered,
    } = await app.inject({
      method,
      url: url.slice(SANDBOX_ORIGIN.length),
      headers,
      ...(body !== undefined && { payload: body }),
    })
    const flat = Object.entries(answered).map(([name, value]) => [name, [value].flat().join('\n')])
    return answer(statusCode, new Uint8Array(rawPayload), Object.fromEntries(flat))
  }
}
