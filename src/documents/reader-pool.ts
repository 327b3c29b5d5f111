import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import type { DocumentReading, ReadingNotice } from '#domain/facts.ts'
import { detectKnownType, UNKNOWN } from './detect-type.ts'
import { emptyReading } from './empty-reading.ts'
import type { ReadingJob } from './reading-worker.ts'

export interface ReaderLimits {
  workers: number
  /** For one file, without recognising images. */
  timeoutMs: number
  /** For one file once images are being recognised. */
  recognisingTimeoutMs: number
  /** Heap and buffers of one thread. A long PDF needs 100 MB, recognition 300 MB. */
  memoryMb: number
  /** A thread that read nothing for so long is ended, and its memory given back. */
  idleMs: number
  maxBytes: number
}

const DEFAULTS: ReaderLimits = {
  workers: Math.max(1, Math.min(4, availableParallelism() - 1)),
  timeoutMs: 20_000,
  recognisingTimeoutMs: 120_000,
  memoryMb: 768,
  idleMs: 60_000,
  maxBytes: 100 * 1024 * 1024,
}

/** How often the buffers of a busy thread are looked at: V8's own limit counts the heap only. */
const MEMORY_CHECK_MS = 100

interface Waiting {
  job: ReadingJob
  finish(reading: DocumentReading): void
}

/** A few threads that read one file each at a time; a file that breaks its thread costs only that thread. */
export class ReaderPool {
  readonly #limits: ReaderLimits
  readonly #idle: Reader[] = []
  readonly #waiting: Waiting[] = []
  #busyCount = 0

  constructor(limits: Partial<ReaderLimits> = {}) {
    this.#limits = { ...DEFAULTS, ...limits }
  }

  read(bytes: Uint8Array, options: ReadingJob['options'] = {}): Promise<DocumentReading> {
    if (bytes.length > this.#limits.maxBytes) {
      return Promise.resolve(refused(bytes, { code: 'too_large', detail: 'The file is larger than what is read' }))
    }
    return new Promise(finish => {
      this.#waiting.push({ job: { bytes, options }, finish })
      this.#next()
    })
  }

  /** Ends the threads that are idle; busy ones end with their file. */
  async close(): Promise<void> {
    await Promise.all(this.#idle.splice(0).map(reader => reader.end()))
  }

  #next(): void {
    if (this.#busyCount >= this.#limits.workers) return
    const waiting = this.#waiting.shift()
    if (!waiting) return
    this.#busyCount++
    const reader = this.#idle.pop() ?? new Reader(this.#limits)
    void reader.read(waiting.job).then(reading => {
      this.#busyCount--
      if (reader.isAlive) this.#keep(reader)
      waiting.finish(reading)
      this.#next()
    })
  }

  #keep(reader: Reader): void {
    this.#idle.push(reader)
    reader.endWhenIdle(this.#limits.idleMs, () => {
      const index = this.#idle.indexOf(reader)
      if (index !== -1) this.#idle.splice(index, 1)
    })
  }
}

/** One thread. It reads one file at a time and dies of the first that breaks a limit. */
class Reader {
  readonly #limits: ReaderLimits
  readonly #worker: Worker
  #idleTimer: NodeJS.Timeout | undefined
  isAlive = true

  constructor(limits: ReaderLimits) {
    this.#limits = limits
    this.#worker = new Worker(new URL('./reading-worker.ts', import.meta.url), {
      resourceLimits: { maxOldGenerationSizeMb: limits.memoryMb },
      env: temporaryFolderOnly(),
      execArgv: [],
    })
    this.#worker.unref()
  }

  async read(job: ReadingJob): Promise<DocumentReading> {
    clearTimeout(this.#idleTimer)
    this.#worker.ref()
    const { promise, resolve } = Promise.withResolvers<DocumentReading | ReadingNotice>()
    const tooSlow = () => resolve({ code: 'too_slow', detail: 'Reading took too long and was stopped' })
    let deadline = setTimeout(tooSlow, this.#limits.timeoutMs)
    const onMessage = (message: { reading?: DocumentReading }) => {
      if (message.reading) return resolve(message.reading)
      clearTimeout(deadline)
      deadline = setTimeout(tooSlow, this.#limits.recognisingTimeoutMs)
    }
    const onError = (error: Error & { code?: string }) => resolve(noticeOfCrash(error))
    const onExit = () => resolve({ code: 'broken', detail: 'Reading ended before it was done' })
    this.#worker.on('message', onMessage).on('error', onError).on('exit', onExit)
    const memoryCheck = setInterval(() => void this.#checkMemory(resolve), MEMORY_CHECK_MS)
    // A view would take the whole buffer it lies in along; the copy is handed over and not copied again.
    const bytes = new Uint8Array(job.bytes)
    this.#worker.postMessage({ ...job, bytes }, [bytes.buffer])
    const outcome = await promise
    clearTimeout(deadline)
    clearInterval(memoryCheck)
    this.#worker.off('message', onMessage).off('error', onError).off('exit', onExit)
    if ('facts' in outcome) {
      this.#worker.unref()
      return outcome
    }
    await this.end()
    return refused(job.bytes, outcome)
  }

  async #checkMemory(stop: (notice: ReadingNotice) => void): Promise<void> {
    const heap = await this.#worker.getHeapStatistics().catch(() => null)
    if (heap && heap.used_heap_size + heap.external_memory > this.#limits.memoryMb * 1024 * 1024) {
      stop({ code: 'too_much_memory', detail: 'Reading needed too much memory and was stopped' })
    }
  }

  endWhenIdle(idleMs: number, onEnd: () => void): void {
    this.#idleTimer = setTimeout(() => {
      onEnd()
      void this.end()
    }, idleMs)
    this.#idleTimer.unref()
  }

  async end(): Promise<void> {
    this.isAlive = false
    clearTimeout(this.#idleTimer)
    // Without a listener a late error of the dying thread would end the process.
    this.#worker.on('error', () => {})
    await this.#worker.terminate()
  }
}

/** Whatever breaks out of a parser finds no secret in the thread's environment. */
function temporaryFolderOnly(): NodeJS.ProcessEnv {
  return Object.fromEntries(
    ['TMPDIR', 'TEMP', 'TMP'].map(name => [name, process.env[name]]).filter(([, value]) => value),
  )
}

function noticeOfCrash({ code }: Error & { code?: string }): ReadingNotice {
  if (code === 'ERR_WORKER_OUT_OF_MEMORY') {
    return { code: 'too_much_memory', detail: 'Reading needed too much memory and was stopped' }
  }
  return { code: 'broken', detail: 'The file cannot be read' }
}

function refused(bytes: Uint8Array, notice: ReadingNotice): DocumentReading {
  return { ...emptyReading(detectKnownType(bytes) ?? UNKNOWN), notices: [notice] }
}
