import { Webhook } from 'standardwebhooks'
import { expect, test } from 'vitest'
import { signWebhook } from './sign-webhook.ts'

const SECRET = `whsec_${Buffer.from('a secret of thirty-two bytes ...').toString('base64')}`
const OLD_SECRET = `whsec_${Buffer.from('an older secret of 32 bytes .....').toString('base64')}`
const body = JSON.stringify({ type: 'invoice', seller: 'Café « Été »' })

test('signs as the reference library does', () => {
  const sentAt = new Date('2026-11-23T10:00:00.900Z')
  const headers = signWebhook({ id: 'evt_1', sentAt, body }, [SECRET])
  expect(headers['webhook-signature']).toBe(new Webhook(SECRET).sign('evt_1', sentAt, body))
})

test('signs the vector of the specification’s own test suite', () => {
  const headers = signWebhook(
    { id: 'msg_p5jXN8AQM9LWM0D4loKWxJek', sentAt: new Date(1_614_265_330_000), body: '{"test": 2432232314}' },
    ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'],
  )
  expect(headers['webhook-signature']).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=')
})

test('is verified by the reference library, with the new and with the old secret', () => {
  const headers = signWebhook({ id: 'evt_2', sentAt: new Date(), body }, [SECRET, OLD_SECRET])
  expect(new Webhook(SECRET).verify(body, { ...headers })).toEqual(JSON.parse(body))
  expect(new Webhook(OLD_SECRET).verify(body, { ...headers })).toEqual(JSON.parse(body))
})

test('a changed body is not verified', () => {
  const headers = signWebhook({ id: 'evt_3', sentAt: new Date(), body }, [SECRET])
  expect(() => new Webhook(SECRET).verify(`${body} `, { ...headers })).toThrow()
})
