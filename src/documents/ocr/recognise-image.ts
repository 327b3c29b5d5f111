import { copyFile, mkdtemp, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Worker } from 'tesseract.js'
import { linesOf, type PrintedLine, type PrintedPiece } from '../text/printed-line.ts'

/** Their letters cover Spanish, Italian, Dutch and Portuguese well enough; more models would only make it slower. */
const LANGUAGES = ['eng', 'fra', 'deu']
/** Tesseract gives each word 0 to 100; below this it is noise: a logo, a stamp, a fold. */
const MIN_WORD_CONFIDENCE = 30

/** The small raised letter of `n.º` is taken for a 2, a 9 or a sign. */
const MISREAD_NUMERO = /^[Nn](?:\.[29*?°"”'’?]|[*?°"”])\.?:?$/

/** The lines of one picture (PNG or JPEG), in pixels. Recognition runs in a thread of its own, kept for the next picture. */
export async function recogniseImage(image: Uint8Array, page: number): Promise<PrintedLine[]> {
  const worker = await loadRecogniser()
  const { data } = await worker.recognize(Buffer.from(image), { rotateAuto: true }, { blocks: true, text: false })
  const lines = (data.blocks ?? []).flatMap(block => block.paragraphs.flatMap(paragraph => paragraph.lines))
  const pieces: PrintedPiece[] = lines.flatMap(line => {
    const size = Math.max(1, (line.bbox.y1 - line.bbox.y0) * 0.8)
    return line.words
      .filter(word => word.confidence >= MIN_WORD_CONFIDENCE)
      .map(word => ({
        text: word.text.replace(MISREAD_NUMERO, 'n.º'),
        left: word.bbox.x0,
        right: word.bbox.x1,
        y: line.bbox.y1,
        size,
      }))
  })
  return linesOf(pieces, page)
}

let loading: Promise<Worker> | undefined

function loadRecogniser(): Promise<Worker> {
  loading ??= startRecogniser().catch(error => {
    loading = undefined
    throw error
  })
  return loading
}

/** Works offline: the models come from npm packages, one a language, and tesseract.js wants them in one folder. */
async function startRecogniser(): Promise<Worker> {
  const { createWorker, OEM } = await import('tesseract.js')
  const folder = await mkdtemp(join(tmpdir(), 'invoice-collector-'))
  try {
    const { resolve } = createRequire(import.meta.url)
    await Promise.all(
      LANGUAGES.map(language => {
        const file = `${language}.traineddata.gz`
        return copyFile(resolve(`@tesseract.js-data/${language}/4.0.0_best_int/${file}`), join(folder, file))
      }),
    )
    const worker = await createWorker(LANGUAGES, OEM.LSTM_ONLY, {
      langPath: folder,
      cacheMethod: 'none',
      // Without it a bad picture would end the thread instead of rejecting.
      errorHandler: () => {},
    })
    // It would report every picture's resolution on stderr.
    await worker.setParameters({ debug_file: '/dev/null' })
    return worker
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
