import { monitorEventLoopDelay } from 'node:perf_hooks'
import { deflateSync } from 'node:zlib'
import { afterEach, expect, test } from 'vitest'
import { ciiXml, INVENTED, inventedPdf, rawPdf } from '../../tests/conformance/invented-documents.ts'
import { openPdf } from './pdf/open-pdf.ts'
import { renderPage } from './pdf/render-page.ts'
import { readDocumentSafely } from './read-document-safely.ts'
import { ReaderPool } from './reader-pool.ts'

const xml = new Uint8Array(Buffer.from(ciiXml()))
const pools: ReaderPool[] = []
afterEach(() => Promise.all(pools.splice(0).map(pool => pool.close())))

function poolWith(limits: ConstructorParameters<typeof ReaderPool>[0]): ReaderPool {
  const pool = new ReaderPool(limits)
  pools.push(pool)
  return pool
}

test('reads many files over few threads, and leaves the caller its bytes', async () => {
  const files = await Promise.all(Array.from({ length: 12 }, (_, index) => (index % 2 ? xml : inventedPdf())))
  const readings = await Promise.all(files.map(file => readDocumentSafely(file)))
  expect(readings.map(({ facts }) => facts.number?.value)).toEqual(files.map(() => INVENTED.number))
  expect(xml.length).toBeGreaterThan(1000)
  const inside = Buffer.concat([Buffer.alloc(1000), xml, Buffer.alloc(1000)]).subarray(1000, 1000 + xml.length)
  expect((await readDocumentSafely(inside)).facts.number?.value).toBe(INVENTED.number)
})

test('a PDF bomb costs its thread only', async () => {
  const pool = poolWith({ workers: 1, timeoutMs: 3000, memoryMb: 250 })
  const reading = await pool.read(pdfBomb())
  expect(reading).toMatchObject({ facts: {}, mimetype: 'application/pdf', extension: 'pdf' })
  expect(['too_slow', 'too_much_memory']).toContain(reading.notices[0]?.code)
  expect((await pool.read(xml)).facts.number?.value).toBe(INVENTED.number)
})

test('a file that takes too long is stopped', async () => {
  const pool = poolWith({ workers: 1, timeoutMs: 1 })
  expect(await pool.read(await inventedPdf())).toMatchObject({
    facts: {},
    mimetype: 'application/pdf',
    notices: [{ code: 'too_slow' }],
  })
})

test('a file beyond the size is not even tried', async () => {
  const pool = poolWith({ maxBytes: 100 })
  expect(await pool.read(xml)).toMatchObject({
    facts: {},
    mimetype: 'application/xml',
    notices: [{ code: 'too_large' }],
  })
})

test('a picture with too many pixels is not unpacked', async () => {
  const png = Buffer.alloc(64)
  Buffer.from('\x89PNG\r\n\x1a\n', 'latin1').copy(png)
  png.writeUInt32BE(60_000, 16)
  png.writeUInt32BE(60_000, 20)
  expect(await readDocumentSafely(png)).toMatchObject({ mimetype: 'image/png', notices: [{ code: 'too_large' }] })
})

test('recognises a scan without holding up the event loop', { timeout: 90_000 }, async () => {
  const pdf = await openPdf(await inventedPdf(), [])
  const scan = await renderPage(pdf, 1)
  await pdf.loadingTask.destroy()
  const delay = monitorEventLoopDelay({ resolution: 10 })
  delay.enable()
  const { facts, mimetype } = await readDocumentSafely(scan)
  delay.disable()
  expect(mimetype).toBe('image/png')
  expect(facts).toMatchObject({
    number: { value: INVENTED.number, source: 'ocr' },
    issuedOn: { value: INVENTED.issuedOn },
    total: { value: INVENTED.total },
    currency: { value: 'EUR' },
  })
  expect(Object.values(facts).every(({ confidence }) => confidence <= 0.9)).toBe(true)
  // Recognition in this thread would hold it for seconds; the exact figure is the bench's, on a quiet machine.
  expect(delay.percentile(99) / 1e6).toBeLessThan(250)
})

/** One page whose content unpacks to 2 GB. */
function pdfBomb(): Uint8Array {
  const chunk = deflateSync(Buffer.alloc(64 * 1024 * 1024, 'q '), { level: 9 })
  return rawPdf([
    '<</Type/Catalog/Pages 2 0 R>>',
    '<</Type/Pages/Kids[3 0 R]/Count 1>>',
    `<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents[${'4 0 R '.repeat(32)}]>>`,
    `<</Length ${chunk.length}/Filter/FlateDecode>>stream\n${chunk.toString('latin1')}\nendstream`,
  ])
}
