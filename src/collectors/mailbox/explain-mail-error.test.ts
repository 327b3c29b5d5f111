import { describe, expect, test } from 'vitest'
import { CollectError, CollectorBug, QuestionExpired } from '#collector-kit/index.ts'
import { explainMailError } from './explain-mail-error.ts'

const server = { host: 'imap.example.com', port: 993, isProven: false }

function explained(fields: object, isProven = false): CollectError {
  const error = explainMailError(Object.assign(new Error('Command failed'), fields), { ...server, isProven })
  if (!(error instanceof CollectError)) throw new Error('Not explained')
  return error
}

const refused = (response: string, serverResponseCode?: string) =>
  explained({ authenticationFailed: true, response, serverResponseCode })

describe('a refused login, in the words of real servers', () => {
  test.each([
    ['[AUTHENTICATIONFAILED] Invalid credentials (Failure)', 'credential_rejected', /refused/],
    ['Authentication failed.', 'credential_rejected', /refused/],
    ['LOGIN failed.', 'credential_rejected', /refused/],
    [
      '[ALERT] Application-specific password required: https://support.google.com/accounts/answer/185833 (Failure)',
      'user_action_needed',
      /app password/,
    ],
    ['LOGIN Invalid credentials. Please use an app password', 'user_action_needed', /app password/],
    [
      '[ALERT] Your account is not enabled for IMAP use. Please visit your Gmail settings page and enable your account for IMAP access. (Failure)',
      'user_action_needed',
      /IMAP is switched off/,
    ],
    ['LOGIN invalid credentials or IMAP is disabled', 'user_action_needed', /IMAP is switched off/],
    ['User is authenticated but not connected.', 'user_action_needed', /IMAP is switched off/],
    [
      '[ALERT] Please log in via your web browser: https://support.google.com/mail/accounts/answer/78754 (Failure)',
      'user_action_needed',
      /web browser/,
    ],
    ['LogonDenied-BasicAuthBlocked', 'user_action_needed', /no longer lets programs in/],
    ['[ALERT] Too many simultaneous connections. (Failure)', 'supplier_unavailable', /try again by ourselves/],
    ['Temporary authentication failure.', 'supplier_unavailable', /try again by ourselves/],
  ])('%s', (said, code, sentence) => {
    const error = refused(said)
    expect(error.code).toBe(code)
    expect(error.sentence.en).toMatch(sentence)
    expect(error.sentence.fr).not.toBe(error.sentence.en)
  })

  test('the response codes of RFC 5530', () => {
    expect(refused('No.', 'UNAVAILABLE').code).toBe('supplier_unavailable')
    expect(refused('No.', 'EXPIRED').sentence.en).toMatch(/has expired/)
    expect(refused('No.', 'AUTHORIZATIONFAILED').code).toBe('credential_rejected')
  })
})

describe('a connection that fails', () => {
  test.each([
    [{ code: 'ENOTFOUND' }, 'user_action_needed', 'supplier_unavailable'],
    [{ code: 'ECONNREFUSED' }, 'user_action_needed', 'supplier_unavailable'],
    [{ code: 'CONNECT_TIMEOUT' }, 'user_action_needed', 'supplier_unavailable'],
    [{ code: 'GREETING_TIMEOUT' }, 'user_action_needed', 'supplier_unavailable'],
    [{ code: 'ERR_SSL_WRONG_VERSION_NUMBER' }, 'user_action_needed', 'supplier_unavailable'],
    [{ tlsFailed: true }, 'user_action_needed', 'supplier_unavailable'],
    [{ code: 'CERT_HAS_EXPIRED' }, 'user_action_needed', 'user_action_needed'],
    [{ code: 'DEPTH_ZERO_SELF_SIGNED_CERT' }, 'user_action_needed', 'user_action_needed'],
    [{ code: 'ERR_TLS_CERT_ALTNAME_INVALID' }, 'user_action_needed', 'user_action_needed'],
    [{ code: 'EAI_AGAIN' }, 'supplier_unavailable', 'supplier_unavailable'],
    [{ code: 'ECONNRESET' }, 'supplier_unavailable', 'supplier_unavailable'],
    [{ code: 'NoConnection' }, 'supplier_unavailable', 'supplier_unavailable'],
    [{ code: 'ParserError11' }, 'supplier_unavailable', 'supplier_unavailable'],
    [{ responseStatus: 'NO', responseText: 'Internal error' }, 'supplier_unavailable', 'supplier_unavailable'],
  ])('%j: %s the first time, %s later', (fields, atFirst, later) => {
    expect(explained(fields).code).toBe(atFirst)
    expect(explained(fields, true).code).toBe(later)
  })
})

test('the kit’s own errors and our own bugs are left as they are', () => {
  for (const error of [
    new QuestionExpired(),
    new CollectorBug('x'),
    new TypeError('x'),
    Object.assign(new TypeError('x'), { code: 'ERR_INVALID_ARG_TYPE' }),
    'text',
  ]) {
    expect(explainMailError(error, server)).toBe(error)
  }
})
