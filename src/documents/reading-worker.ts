import { parentPort } from 'node:worker_threads'
import { type ReadingOptions, readDocument } from './read-document.ts'

/** From the pool: one file. To the pool: `recognising` when slow work begins, then the reading. */
export interface ReadingJob {
  bytes: Uint8Array
  options: Omit<ReadingOptions, 'onRecognising'>
}

// Parsers write warnings about bad files to the console; they are nobody's business.
for (const method of ['log', 'info', 'warn', 'error'] as const) console[method] = () => {}

parentPort?.on('message', (job: ReadingJob) => void read(job))

async function read({ bytes, options }: ReadingJob): Promise<void> {
  const onRecognising = () => parentPort?.postMessage({ recognising: true })
  parentPort?.postMessage({ reading: await readDocument(bytes, { ...options, onRecognising }) })
}
