import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { until } from './until.ts'

const PROJECT = join(import.meta.dirname, '../..')

export interface StartedProcess {
  /** Everything it has printed so far. */
  output(): string
  /** As `kill -9`. */
  kill(): Promise<void>
}

/** One more process of ours, ready. */
export async function startProcess(env: Record<string, string>): Promise<StartedProcess> {
  const { PATH, HOME, CHROME_PATH } = process.env
  const child = spawn(process.execPath, ['src/main.ts'], {
    cwd: PROJECT,
    env: { PATH, HOME, CHROME_PATH, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', part => {
      output += part
    })
  }
  await until('the process to be ready', () => {
    if (child.exitCode !== null) throw new Error(`It ended with ${child.exitCode}:\n${output}`)
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
