import { createServer } from 'node:net'
import type { Config } from '#config.ts'
import { amiss, type Check, fine } from './check.ts'

const ANSWER_WITHIN_MS = 3000

/** The port is free, or it is our own server that has it. */
export async function checkPort({ host, port }: Config): Promise<Check> {
  const name = 'port'
  const code = await tryToListen(host, port)
  if (code === undefined) return fine(name, `${port} on ${host} is free`)
  if (code !== 'EADDRINUSE') return amiss(name, `${port} on ${host}: ${code}`, adviceFor(code))
  if (await isOurServer(host, port)) return fine(name, `${port} on ${host}: our server answers there`)
  return amiss(name, `${port} on ${host} is taken by another program`, 'Stop that program, or set PORT to another one.')
}

function tryToListen(host: string, port: number): Promise<string | undefined> {
  const { promise, resolve } = Promise.withResolvers<string | undefined>()
  const probe = createServer()
  probe.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message))
  probe.listen(port, host, () => probe.close(() => resolve(undefined)))
  return promise
}

async function isOurServer(host: string, port: number): Promise<boolean> {
  const reachable = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host
  const origin = `http://${reachable.includes(':') ? `[${reachable}]` : reachable}:${port}`
  try {
    const signal = AbortSignal.timeout(ANSWER_WITHIN_MS)
    const answer = await fetch(`${origin}/api/v1/health/live`, { signal, redirect: 'error' })
    return answer.ok && JSON.stringify(await answer.json()) === '{"status":"ok"}'
  } catch {
    return false
  }
}

function adviceFor(code: string): string {
  if (code === 'EACCES') return 'Set PORT to one above 1023, or give the process the right to use lower ones.'
  if (code === 'EADDRNOTAVAIL') return 'HOST is no address of this machine: set it to 127.0.0.1 or 0.0.0.0.'
  return 'Set HOST and PORT to an address of this machine and a free port.'
}
