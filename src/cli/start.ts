import { spawn } from 'node:child_process'
import { join } from 'node:path'

/** As `npm start` does it. */
const SERVER = ['--import', join(import.meta.dirname, '../compile-cache.ts'), join(import.meta.dirname, '../main.ts')]

/** Becomes the server: same process, so whoever watches over us watches over it. */
export async function startCommand(): Promise<void> {
  if (process.platform !== 'win32' && process.execve) {
    process.execve(process.execPath, [process.execPath, ...SERVER], process.env)
  }
  const server = spawn(process.execPath, SERVER, { stdio: 'inherit' })
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => server.kill(signal))
  const ended = Promise.withResolvers<number>()
  server.on('exit', (code, signal) => ended.resolve(signal ? 1 : (code ?? 1)))
  server.on('error', ended.reject)
  process.exitCode = await ended.promise
}
