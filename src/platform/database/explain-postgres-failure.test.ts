import { expect, test } from 'vitest'
import { DatabaseUnusable } from './database-unusable.ts'
import { explainPostgresFailure, explainSpawnError, explainSystemError } from './explain-postgres-failure.ts'

const FOLDER = '/srv/data/postgres'

test.each([
  ['FATAL:  could not write lock file "postmaster.pid": No space left on device', /^The disk is full/],
  ['FATAL:  could not extend file "base/1/2691": wrote only 4096 of 8192 bytes at block 3', /^The disk is full/],
  ['FATAL:  lock file "postmaster.pid" already exists', /^Another server is using the database in \/srv/],
  ['initdb: error: could not look up effective user ID 12345: user does not exist', /\/etc\/passwd/],
  ['LOG:  one\nFATAL:  something new', /did not start in .* its last words: LOG: {2}one \| FATAL: {2}something new/],
  ['', /\(none\)/],
])('PostgreSQL said "%s"', (output, sentence) => {
  expect(explainPostgresFailure(output, FOLDER).message).toMatch(sentence)
})

test.each([
  ['ENOSPC', /The disk is full/],
  ['53100', /The disk is full/],
  ['EROFS', /give that folder to the user/],
  ['ENOTDIR', /is not a folder/],
])('the system said %s', (code, sentence) => {
  const explained = explainSystemError(Object.assign(new Error('no'), { code }), FOLDER)
  expect(explained).toBeInstanceOf(DatabaseUnusable)
  expect(String(explained)).toMatch(sentence)
})

test('what no operator can mend stays as it is', () => {
  const bug = new TypeError('undefined is not a function')
  expect(explainSystemError(bug, FOLDER)).toBe(bug)
})

test.each([
  ['ENOENT', /GNU C library/],
  ['EPERM', /as an ordinary user/],
  ['EACCES', /noexec/],
  ['EAGAIN', /set DATABASE_URL/],
])('a program could not be started: %s', (code, sentence) => {
  expect(explainSpawnError(Object.assign(new Error('no'), { code }), '/bin/postgres').message).toMatch(sentence)
})
