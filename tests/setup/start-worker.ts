import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { freePort } from './free-port.ts'
import type { TestServer } from './test-server.ts'
import { until } from './until.ts'

const PROJECT = join(import.meta.dirname, '../..')

export interface TestWorker {
  /** Everything it has printed so far. */
  output(): string
  /** As `kill -9`. */
  kill(): Promise<void>
}

/** A process that only works, on the database, files and key of a server that only answers (`ROLE=api`). */
export async function startWorker(server: TestServer): Promise<TestWorker> {
  const port = await freePort()
  const child = spawn(process.execPath, ['src/main.ts'], {
    cwd: PROJECT,
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      CHROME_PATH: process.env.CHROME_PATH,
      ROLE: 'worker',
      PORT: String(port),
      PUBLIC_URL: server.origin,
      DATA_DIR: server.dataDir,
      DATABASE_URL: server.databaseUrl,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', part => {
      output += part
    })
  }
  await until('the worker to be ready', () => {
    if (child.exitCode !== null) throw new Error(`The worker ended with ${child.exitCode}:\n${output}`)
    return output.includes('is ready after')
  })
  return { output: () => output, kill: () => kill(child) }
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exited = once(child, 'exit')
  child.kill('SIGKILL')
  await exited
}
