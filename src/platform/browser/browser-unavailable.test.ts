import { expect, test } from 'vitest'
import { explainLaunchFailure } from './browser-unavailable.ts'

test.each([
  ['FATAL:zygote_host_impl_linux.cc No usable sandbox! If you are running on Ubuntu', 'user namespaces'],
  ['chromium: error while loading shared libraries: libnss3.so: cannot open shared object file', 'libnss3.so'],
  ['spawn ENOENT', '/opt/chromium does not start'],
])('%s', (words, explanation) => {
  const error = explainLaunchFailure('/opt/chromium', new Error(words))
  expect(error.message).toContain(explanation)
  expect(error.code).toBe('browser_unavailable')
})
