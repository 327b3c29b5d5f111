import { expect } from 'vitest'
import type { Reply } from './test-server.ts'

/** What an answer must not tell: where our code lies, what the database said, which library we use. */
const INTERNALS =
  /\bat .*\.[mc]?[jt]s:|node_modules|src\/|FST_|HPE_|Error:|pg_|kysely|postgres|syntax error|violates|invalid byte/i

/** A refusal as API.md promises it: RFC 9457 with `code` and `message`, and nothing about our insides. */
export function expectProblem(reply: Reply, status: number, code?: string): void {
  expect(reply.text, `${reply.status} instead of ${status}`).toContain(`"status":${status}`)
  expect(reply.status).toBe(status)
  expect(reply.headers.get('content-type')).toMatch(/^application\/problem\+json/)
  expect(reply.json).toMatchObject({
    type: expect.stringMatching(/^urn:/),
    title: expect.any(String),
    status,
    detail: reply.json.message,
    code: code ?? expect.stringMatching(/^[a-z_]+$/),
    message: expect.stringMatching(/\S/),
  })
  expect(reply.text).not.toMatch(INTERNALS)
}
