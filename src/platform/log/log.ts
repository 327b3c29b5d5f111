import { pino } from 'pino'
import { maskSecrets } from './mask-secrets.ts'

/** A fixed message plus fields. */
export type Log = pino.Logger

const STANDARD_OUTPUT = 1

/** JSON lines on standard output or another descriptor, UTC. Masking is the last line of defence, not the first. */
export function createLog(level: string, descriptor = STANDARD_OUTPUT): Log {
  const options: pino.LoggerOptions = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: label => ({ level: label }) },
    hooks: { streamWrite: maskSecrets },
  }
  return pino(options, pino.destination(descriptor))
}
