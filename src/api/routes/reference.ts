import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'
import { BASE_PATH } from '../http/register-routes.ts'

const FOLDER = join(import.meta.dirname, '../../../web/reference/dist')

/** The viewer writes its own style sheet into the page; scripts are ours only. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** The API reference and the OpenAPI document behind it, all served from here. */
export async function registerReference(app: FastifyInstance, describe: () => object): Promise<void> {
  // Made when somebody asks: most processes never need it, and none should start later for it.
  let document: string | undefined
  app.get(`${BASE_PATH}/openapi.json`, (_request, reply) => {
    document ??= JSON.stringify(describe())
    return reply.header('content-type', 'application/json; charset=utf-8').send(document)
  })
  await app.register(fastifyStatic, {
    root: FOLDER,
    prefix: `${BASE_PATH}/reference-assets/`,
    index: false,
    decorateReply: false,
    preCompressed: true,
    maxAge: '1d',
  })
  app.get(`${BASE_PATH}/docs`, async (_request, reply) =>
    reply
      .header('content-type', 'text/html; charset=utf-8')
      .header('content-security-policy', CONTENT_SECURITY_POLICY)
      .send(await readFile(join(FOLDER, 'index.html'))),
  )
}
