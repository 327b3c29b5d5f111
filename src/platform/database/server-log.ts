import { closeSync, fstatSync, ftruncateSync, openSync, readFileSync, renameSync, statSync } from 'node:fs'

/** Beyond this size a start sets the log aside as `….previous`, and a running server's log begins anew. */
const MAX_BYTES = 5_000_000
const CHECK_EVERY_MS = 3_600_000

/** Where PostgreSQL writes what it has to say. */
export interface ServerLog {
  /** Its standard output and standard error. */
  readonly descriptor: number
  /** What was written since this start. */
  read(): string
  close(): void
}

export function openServerLog(path: string): ServerLog {
  if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) > MAX_BYTES) renameSync(path, `${path}.previous`)
  const descriptor = openSync(path, 'a', 0o600)
  const startedAtByte = fstatSync(descriptor).size
  const check = setInterval(() => {
    if (fstatSync(descriptor).size > MAX_BYTES) ftruncateSync(descriptor)
  }, CHECK_EVERY_MS).unref()
  return {
    descriptor,
    read: () => readFileSync(path).subarray(startedAtByte).toString(),
    close() {
      clearInterval(check)
      closeSync(descriptor)
    },
  }
}
