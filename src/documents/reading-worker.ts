import { platform, setPriority } from 'node:os'
import { parentPort } from 'node:worker_threads'
import { type ReadingOptions, readDocument } from './read-document.ts'

/** From the pool: one file. To the pool: `recognising` when slow work begins, then the reading. */
export interface ReadingJob {
  bytes: Uint8Array
  options: Omit<ReadingOptions, 'onRecognising'>
}

// On Linux a priority is a thread's own, and the recognition's thread inherits it: where processors are scarce, requests
// are answered first and files read second. Elsewhere it would slow the whole process down.
const BEHIND_REQUESTS = 10
if (platform() === 'linux') setPriority(0, BEHIND_REQUESTS)

// Parsers write warnings about bad files to the console; they are nobody's business.
for (const method of ['log', 'info', 'warn', 'error'] as const) console[method] = () => {}

parentPort?.on('message', (job: ReadingJob) => void read(job))

async function read({ bytes, options }: ReadingJob): Promise<void> {
  const onRecognising = () => parentPort?.postMessage({ recognising: true })
  parentPort?.postMessage({ reading: await readDocument(bytes, { ...options, onRecognising }) })
}
