import { pino } from 'pino'
import { maskSecrets } from './mask-secrets.ts'

/** A fixed message plus fields. */
export type Log = pino.Logger

/** JSON lines on standard output, UTC. Masking is the last line of defence, not the first. */
export function createLog(level: string): Log {
  return pino({
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: label => ({ level: label }) },
    hooks: { streamWrite: maskSecrets },
  })
}
