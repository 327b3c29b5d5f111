import { expect, test } from 'vitest'
import { createCollectorResolveHost } from './collector-resolve-host.ts'

const CLOSED = { allowPrivate: false, privateOrigins: ['http://127.0.0.1:8080'] }

test('an allowed address is returned, IPv4 first', async () => {
  const lookup = async () => [
    { address: '2606:4700::1111', family: 6 },
    { address: '10.0.0.1', family: 4 },
    { address: '1.1.1.1', family: 4 },
  ]
  expect(await createCollectorResolveHost(CLOSED, lookup)('imap.example')).toBe('1.1.1.1')
  expect(await createCollectorResolveHost(CLOSED)('2606:4700::1111')).toBe('2606:4700::1111')
  expect(await createCollectorResolveHost({ allowPrivate: true })('127.0.0.1')).toBe('127.0.0.1')
})

test.each(['127.0.0.1', '::1', 'localhost', '169.254.169.254'])('%s is for the user to change', async host => {
  await expect(createCollectorResolveHost(CLOSED)(host)).rejects.toMatchObject({ code: 'user_action_needed' })
})

test('a name that cannot be resolved keeps the resolver’s own error', async () => {
  const lookup = async () => Promise.reject(Object.assign(new Error('no'), { code: 'ENOTFOUND' }))
  await expect(createCollectorResolveHost(CLOSED, lookup)('nowhere.example')).rejects.toMatchObject({
    code: 'ENOTFOUND',
  })
})
