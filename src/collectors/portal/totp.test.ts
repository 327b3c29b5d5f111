import { expect, test } from 'vitest'
import { isTotpSecret, totpCode } from './totp.ts'

/** RFC 6238, appendix B: the ASCII secret `12345678901234567890`, here in base32. */
const SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'

test.each([
  [59, '94287082'],
  [1_111_111_109, '07081804'],
  [20_000_000_000, '65353130'],
])('at %i s the code of the RFC', (seconds, code) => {
  const address = `otpauth://totp/a?secret=${SECRET}&digits=8`
  expect(totpCode(address, new Date(seconds * 1000))).toBe(code)
})

test('takes a key as people copy it', () => {
  const spaced = 'gezd gnbv gy3t qojq gezd gnbv gy3t qojq'
  expect(totpCode(spaced, new Date(59_000))).toBe('287082')
})

test.each(['', 'not base 32!', '0189'])('%s is no key', text => expect(isTotpSecret(text)).toBe(false))
