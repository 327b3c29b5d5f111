import { expect, test } from 'vitest'
import { newBearer, newUserToken } from '../keys/token.ts'
import { maskSecrets } from './mask-secrets.ts'

const bearer = newBearer()
const token = newUserToken()

test.each([
  ['a bearer', { msg: `with ${bearer}` }, bearer],
  ['a user token', { url: `/ui?token=${token}&x=1` }, token],
  ['a token of another form in an address', { url: 'https://x.example/?token=s3cr3t-value&a=1' }, 's3cr3t-value'],
  ['a header', { headers: { authorization: 'Bearer abc.def-123' } }, 'abc.def-123'],
  ['a password', { params: { username: 'demo', password: 'hunter"2\\' } }, 'hunter'],
  ['a password in an address', { url: 'postgres://ic:hunter2@db/x' }, 'hunter2'],
  ['a signing secret', { msg: 'whsec_dGVzdHRlc3Q=' }, 'dGVzdHRlc3Q'],
  ['a cookie', { cookie: 'session=abc123' }, 'abc123'],
  ['a second factor', { twofa: '123456' }, '123456'],
  ['a live view', { url: '/api/v1/ws/abc.def.ghi' }, 'abc.def'],
])('%s never reaches a line', (_, fields, secret) => {
  const line = maskSecrets(JSON.stringify(fields))
  expect(line).not.toContain(secret)
  expect(line).toContain('***')
  expect(() => JSON.parse(line)).not.toThrow()
})

test('everything else is left as it is', () => {
  const line = JSON.stringify({
    runId: '0198c0de-0000-7000-8000-000000000000',
    sha256: 'ab'.repeat(32),
    url: 'https://x.example/a?b=c',
  })
  expect(maskSecrets(line)).toBe(line)
})

test('a long line without secrets is read in no time', () => {
  const line = JSON.stringify({ text: 'a:/b@'.repeat(50_000) })
  const startedAtMs = performance.now()
  maskSecrets(line)
  expect(performance.now() - startedAtMs).toBeLessThan(500)
})
