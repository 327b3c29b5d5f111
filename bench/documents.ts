import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout } from 'node:timers/promises'
import { openPdf } from '#documents/pdf/open-pdf.ts'
import { renderPage } from '#documents/pdf/render-page.ts'
import { ReaderPool } from '#documents/reader-pool.ts'
import { ciiXml, inventedPdf, ublXml } from '../tests/conformance/invented-documents.ts'
import { atLeast, atMost, forComparison, type Measurement } from './measurement.ts'

const CORPORA = join(import.meta.dirname, '../../shared/corpora')
const MIN_PDFS_A_SECOND = 5
const MIN_XMLS_A_SECOND = 200
const MAX_DELAY_MS = 50
const IDLE_MS = 3000

/** Rates are files a second of processor time: what one core does when nothing else wants it. Real samples where they are at hand, else invented ones. */
export default async function bench(): Promise<Measurement[]> {
  const pool = new ReaderPool({ workers: 1 })
  try {
    const pdfs = await pdfsToRead()
    const xmls = xmlsToRead()
    await readAll(pool, [...pdfs.slice(0, 5), ...xmls.slice(0, 20)])
    return [
      atLeast('documents: text PDFs', await ratePerCore(pool, pdfs), {
        unit: '/s per core',
        target: MIN_PDFS_A_SECOND,
      }),
      atLeast('documents: e-invoice XML', await ratePerCore(pool, xmls), {
        unit: '/s per core',
        target: MIN_XMLS_A_SECOND,
      }),
      ...(await measureRecognition(pool)),
    ]
  } finally {
    await pool.close()
  }
}

async function pdfsToRead(): Promise<Uint8Array[]> {
  const real = realFiles('.pdf')
  return real.length ? real : Promise.all(Array.from({ length: 60 }, () => inventedPdf({ blankPages: 1 })))
}

function xmlsToRead(): Uint8Array[] {
  const real = realFiles('.xml')
  if (real.length) return real
  return Array.from({ length: 400 }, (_, index) => new Uint8Array(Buffer.from(index % 2 ? ciiXml() : ublXml())))
}

function realFiles(ending: string): Uint8Array[] {
  if (!existsSync(CORPORA)) return []
  return readdirSync(CORPORA, { recursive: true, encoding: 'utf8' })
    .filter(file => file.endsWith(ending))
    .map(file => new Uint8Array(readFileSync(join(CORPORA, file))))
}

async function ratePerCore(pool: ReaderPool, files: Uint8Array[]): Promise<number> {
  const before = process.cpuUsage()
  await readAll(pool, files)
  const { user, system } = process.cpuUsage(before)
  return files.length / ((user + system) / 1e6)
}

function readAll(pool: ReaderPool, files: Uint8Array[]): Promise<unknown> {
  return Promise.all(files.map(file => pool.read(file, { ignoreXml: file[0] === 0x25 })))
}

/** The p99 delay of our event loop while a scanned page is recognised, and while nothing happens: the machine's own share. */
async function measureRecognition(pool: ReaderPool): Promise<Measurement[]> {
  const pdf = await openPdf(await inventedPdf(), [])
  const scan = await renderPage(pdf, 1)
  await pdf.loadingTask.destroy()
  const idleMs = await delayDuring(() => setTimeout(IDLE_MS))
  const busyMs = await delayDuring(() => pool.read(scan))
  return [
    atMost('documents: event loop p99 during OCR', busyMs, { unit: 'ms', target: MAX_DELAY_MS }),
    forComparison('documents: event loop p99 doing nothing', idleMs, 'ms'),
  ]
}

async function delayDuring(work: () => Promise<unknown>): Promise<number> {
  const delay = monitorEventLoopDelay({ resolution: 10 })
  delay.enable()
  await work()
  delay.disable()
  return delay.percentile(99) / 1e6
}
