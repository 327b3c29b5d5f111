import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

const PROGRAM = join(import.meta.dirname, '../../bin/invoice-collector')

export interface CommandRun {
  exitCode: number | null
  stdout: string
  stderr: string
  /** Standard output as JSON lines. */
  // biome-ignore lint/suspicious/noExplicitAny: tests look into lines of every shape
  lines: any[]
}

interface RunOptions {
  cwd: string
  env?: Record<string, string>
  /** Standard input; closed after it. */
  input?: string
  /** Sends SIGINT, once, as soon as this was printed. */
  interruptAfter?: string
  /** Run through another program, such as one that makes a terminal. */
  through?: (program: string) => string[]
}

/** The real command line in a process of its own, with nothing of our environment but what programs need. */
export async function runCommandLine(args: string[], options: RunOptions): Promise<CommandRun> {
  const [program = PROGRAM, ...before] = options.through?.(PROGRAM) ?? []
  const child = spawn(program, [...before, ...args], {
    cwd: options.cwd,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...options.env },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  const { interruptAfter = '\0' } = options
  let isInterrupted = false
  const printed = { stdout: '', stderr: '' }
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].on('data', part => {
      printed[name] += part
      if (!isInterrupted && printed.stdout.includes(interruptAfter)) isInterrupted = child.kill('SIGINT')
    })
  }
  child.stdin.on('error', () => {})
  child.stdin.end(options.input ?? '')
  await once(child, 'close')
  const lines = printed.stdout.split('\n').filter(line => line.startsWith('{'))
  return { exitCode: child.exitCode, ...printed, lines: lines.map(line => JSON.parse(line)) }
}
