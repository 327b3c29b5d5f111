import { expect, test } from 'vitest'
import { dmarcPassedFor } from './authentication-results.ts'

const PASS = 'dmarc=pass (p=REJECT sp=REJECT dis=NONE) header.from=acme.example'

test.each([
  [
    'imap.gmail.com',
    `mx.google.com; dkim=pass header.i=@acme.example header.s=s1; spf=pass smtp.mailfrom=a@b.example; ${PASS}`,
  ],
  [
    'outlook.office365.com',
    `spf=pass (sender IP is 192.0.2.1) smtp.mailfrom=acme.example; dkim=pass; ${PASS};compauth=pass reason=100`,
  ],
  ['imap.mail.yahoo.com', `atlas-production.v2-mail.omega.yahoo.com; dkim=pass; ${PASS}`],
  ['mail.customer.example', `mail.customer.example 1; ${PASS}`],
  ['imap.customer.example', `mx1.customer.example;\r\n\t${PASS}`],
  ['IMAP.customer.example', 'MX1.Customer.example; DMARC = Pass header.from = ACME.example'],
  ['localhost', `localhost; ${PASS}`],
])('%s: %s', (host, header) => {
  expect(dmarcPassedFor([header, 'mx.evil.example; dmarc=fail'], host)).toBe('acme.example')
})

test.each([
  ['nothing', []],
  ['another server’s', [`mx.sender.example; ${PASS}`]],
  ['ours, below another’s', [`mx.sender.example; dmarc=pass header.from=x.example`, `mx.customer.example; ${PASS}`]],
  ['one without a name', [PASS]],
  ['a failure', ['mx.customer.example; dmarc=fail header.from=acme.example']],
  ['no policy', ['mx.customer.example; dmarc=none header.from=acme.example']],
  ['other methods only', ['mx.customer.example; dkim=pass header.d=acme.example; spf=pass']],
  ['two verdicts', [`mx.customer.example; dmarc=fail header.from=a.example; ${PASS}`]],
  ['a pass in a comment', [`mx.customer.example; dmarc=fail (; ${PASS} (deep) ) header.from=acme.example`]],
  ['a pass in quotes', [`mx.customer.example; dkim=pass reason="x; ${PASS}"; dmarc=fail`]],
  ['an escaped bracket', [`mx.customer.example; dmarc=fail (\\) ; ${PASS} `]],
  ['no domain', ['mx.customer.example; dmarc=pass']],
  ['a longer word', ['mx.customer.example; dmarc=passed header.from=acme.example']],
  ['a name that only ends alike', [`mx.evil-customer.example; ${PASS}`]],
])('%s is no proof', (_what, headers) => {
  expect(dmarcPassedFor(headers, 'imap.customer.example')).toBeUndefined()
})

test('a neighbour under the same public suffix is a stranger', () => {
  expect(dmarcPassedFor([`mx.evil.co.uk; ${PASS}`], 'customer.co.uk')).toBeUndefined()
  expect(dmarcPassedFor([`mx.evil.example; ${PASS}`], 'customer.example')).toBeUndefined()
  expect(dmarcPassedFor([`evil.com; ${PASS}`], 'imap.gmail.com')).toBeUndefined()
})
