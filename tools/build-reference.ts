import { copyFile, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import reference from '@scalar/fastify-api-reference'
import fastify from 'fastify'

// Takes the viewer of the API reference out of its npm package, once at build time: the server then hands out a file
// instead of holding four megabytes of script in memory.

const SOURCE = join(import.meta.dirname, '../web/reference')
const TARGET = join(import.meta.dirname, '../web/reference/dist')

const app = fastify()
await app.register(reference, { routePrefix: '/', configuration: { url: 'openapi.json' } })
const { body, statusCode } = await app.inject('/js/scalar.js')
await app.close()
if (statusCode !== 200) throw new Error(`The reference viewer answered ${statusCode}`)

await mkdir(TARGET, { recursive: true })
await writeFile(join(TARGET, 'scalar.js'), body)
await writeFile(join(TARGET, 'scalar.js.gz'), gzipSync(body, { level: 9 }))
const quality = { [constants.BROTLI_PARAM_QUALITY]: 9 }
await writeFile(join(TARGET, 'scalar.js.br'), brotliCompressSync(body, { params: quality }))
for (const file of ['index.html', 'open-reference.js']) await copyFile(join(SOURCE, file), join(TARGET, file))
