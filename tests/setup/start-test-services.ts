import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { TestProject } from 'vitest/node'
import { startTestPostgres, type TestPostgres } from './start-test-postgres.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** Where a test file asks for the run's PostgreSQL; see `createTestDatabase`. */
    testServicesUrl: string
  }
}

/** What a test file is told of the PostgreSQL that it may use. */
export interface TestPostgresAnswer {
  url: string
  /** Begins the name of every database of this run. */
  prefix: string
}

/**
 * One PostgreSQL for the whole run: that of `TEST_DATABASE_URL`, or an embedded one in a temporary folder. It starts
 * when the first test file asks, so that a run without database tests does not wait for it.
 */
export default async function startTestServices(project: TestProject): Promise<() => Promise<void>> {
  let postgres: Promise<TestPostgres> | undefined
  let prefix = newPrefix()
  // A new run in watch mode prepares its templates anew: the migrations may be what was edited.
  project.onTestsRerun(() => {
    prefix = newPrefix()
  })

  const server = createServer((_, response) => {
    postgres ??= startTestPostgres(process.env.TEST_DATABASE_URL)
    postgres.then(
      ({ url }) => response.end(JSON.stringify({ url, prefix } satisfies TestPostgresAnswer)),
      (error: unknown) => response.writeHead(500).end(error instanceof Error ? error.message : String(error)),
    )
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('A TCP server has no port')
  project.provide('testServicesUrl', `http://127.0.0.1:${address.port}`)

  return async () => {
    server.close()
    server.closeAllConnections()
    const started = await postgres?.catch(() => undefined)
    await started?.stop()
  }
}

function newPrefix(): string {
  return `ic_test_${process.pid}_${randomBytes(3).toString('hex')}_`
}
