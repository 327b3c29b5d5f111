import { once } from 'node:events'
import { createServer } from 'node:http'
import pg from 'pg'
import { Webhook } from 'standardwebhooks'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { type CallbackSink, type ReceivedDelivery, startCallbackSink } from '../setup/callback-sink.ts'
import { expectProblem } from '../setup/expect-problem.ts'
import { startTestServer, type TestServer } from '../setup/test-server.ts'
import { until } from '../setup/until.ts'

let server: TestServer
let sink: CallbackSink
let user: { id: string; token: string }
let credentialId: string

beforeAll(async () => {
  server = await startTestServer({ LOG_LEVEL: 'warn' })
  sink = await startCallbackSink()
  await setCallback(sink.url)
  user = await server.addUser('A1B2C3D4')
  const credential = { collector: 'sandbox_api', params: { username: 'demo', password: 'x' } }
  const { json } = await server.call('POST', '/credential', { token: user.token, body: credential })
  credentialId = json.id
  await until('the first run', async () => (await readCredential()).state.index === 7)
})

afterEach(() => {
  sink.answer = () => 200
})

afterAll(async () => {
  await sink.close()
  await server.dispose()
})

describe('what the callback answers', () => {
  test('200 is delivered, once, with one attempt on record', async () => {
    const eventId = await issueInvoice()
    const delivery = await until('the delivery', () => deliveryIn(eventId, 'delivered'))
    expect(delivery).toMatchObject({
      type: 'invoice',
      next_attempt_at: null,
      attempts: [{ status: 200, url: sink.url }],
    })
    expect(receivedOf(eventId)).toHaveLength(1)
  })

  test('500 is tried again under the same id, and what it said is on record', async () => {
    sink.answer = (_, response) => {
      response.writeHead(500).end('no room\0 at the inn')
      sink.answer = () => 204
      return undefined
    }
    const eventId = await issueInvoice()
    const delivery = await until('the second attempt', () => deliveryIn(eventId, 'delivered'))
    expect(receivedOf(eventId)).toHaveLength(2)
    expect(delivery.attempts).toMatchObject([
      { status: 500, error: expect.stringContaining('500'), response_excerpt: 'no room at the inn' },
      { status: 204, error: null },
    ])
    const [first, second] = delivery.attempts.map(({ attempted_at }: { attempted_at: string }) =>
      Date.parse(attempted_at),
    )
    expect(second - first).toBeGreaterThanOrEqual(5000)
    expect(second - first).toBeLessThan(12_000)
  })

  test('a redirect is a failure and is not followed', async () => {
    const trap = await startCallbackSink()
    sink.answer = (_, response) => {
      response.writeHead(302, { location: trap.url }).end()
      return undefined
    }
    const eventId = await issueInvoice()
    const delivery = await until('the attempt', async () => firstAttempted(eventId))
    expect(delivery).toMatchObject({ state: 'pending', attempts: [{ status: 302 }] })
    expect(trap.received).toEqual([])
    await trap.close()
    await retryUntilDelivered(eventId)
  })

  test('Retry-After puts the next attempt off', async () => {
    sink.answer = (_, response) => {
      response.writeHead(429, { 'retry-after': '1000' }).end()
      return undefined
    }
    const eventId = await issueInvoice()
    const { next_attempt_at } = await until('the attempt', async () => firstAttempted(eventId))
    expect(Date.parse(next_attempt_at) - Date.now()).toBeGreaterThan(900_000)
    await retryUntilDelivered(eventId)
  })

  test('an answer without end counts by its status, and only its beginning is kept', async () => {
    const endless = setInterval(() => {}, 1000)
    sink.answer = (_, response) => {
      response.writeHead(200)
      const write = () => response.write('x'.repeat(10_000), error => !error && write())
      write()
      return undefined
    }
    const eventId = await issueInvoice()
    const delivery = await until('the attempt', () => deliveryIn(eventId, 'delivered'))
    expect(delivery.attempts[0].response_excerpt.length).toBeLessThanOrEqual(1000)
    clearInterval(endless)
  })

  test('410 stops everything until a callback is set anew', async () => {
    sink.answer = () => 410
    const eventId = await issueInvoice()
    await until('the stop', () => deliveryIn(eventId, 'waiting'))
    expect((await server.call('GET', '/customer')).json.callback_stopped_at).not.toBeNull()
    const laterId = await issueInvoice('waiting')
    const delivery = (await deliveries()).find(one => one.event_id === laterId)
    expectProblem(await server.call('POST', `/delivery/${delivery?.id}/retry`), 409, 'no_callback')
    expectProblem(await server.call('POST', '/deliveries/recover', { body: { since: '2020-01-01T00:00:00Z' } }), 409)
    expect(receivedOf(laterId)).toEqual([])

    sink.answer = () => 200
    await setCallback(sink.url)
    for (const id of [eventId, laterId]) await until('both', () => deliveryIn(id, 'delivered'))
    expect((await server.call('GET', '/customer')).json.callback_stopped_at).toBeNull()
  })

  test('no answer within 15 seconds is a failure; other deliveries do not wait for it', async () => {
    const silent = createServer(() => {})
    silent.listen(0, '127.0.0.1')
    await once(silent, 'listening')
    const { port } = silent.address() as { port: number }
    const asked = once(silent, 'request')
    await setCallback(`http://127.0.0.1:${port}/hook`)
    const stuckId = await issueInvoice('pending')
    await asked
    await setCallback(sink.url)
    const quickId = await issueInvoice()
    await until('the quick one', () => deliveryIn(quickId, 'delivered'))
    expect((await deliveryIn(stuckId, 'pending'))?.attempts).toEqual([])
    const delivery = await until('the time-out', async () => firstAttempted(stuckId))
    expect(delivery.attempts[0]).toMatchObject({ status: null, error: expect.stringContaining('15 seconds') })
    expect(delivery.attempts[0].duration_ms).toBeGreaterThanOrEqual(14_900)
    expect(delivery.attempts[0].duration_ms).toBeLessThan(17_000)
    silent.closeAllConnections()
    silent.close()
    await retryUntilDelivered(stuckId)
  })
})

describe('where to', () => {
  test('without a callback events wait, and go out when there is one', async () => {
    await setCallback(null)
    const eventId = await issueInvoice('waiting')
    expectProblem(await server.call('GET', '/test_callback'), 409, 'no_callback')
    await setCallback(sink.url)
    await until('the delivery', () => deliveryIn(eventId, 'delivered'))
  })

  test('a callback that is taken away between two attempts loses nothing', async () => {
    sink.answer = () => 503
    const eventId = await issueInvoice('pending')
    await until('the first attempt', async () => firstAttempted(eventId))
    await setCallback(null)
    sink.answer = () => 200
    await until('it to wait for a callback', () => deliveryIn(eventId, 'waiting'), 15_000)
    await setCallback(sink.url)
    await until('the delivery', () => deliveryIn(eventId, 'delivered'))
  })

  test('a callback nobody listens at is a failure in words', async () => {
    await setCallback('http://127.0.0.1:9/closed')
    const reply = await server.call('GET', '/test_callback')
    expectProblem(reply, 502, 'callback_failed')
    expect(reply.json.message).toMatch(/127\.0\.0\.1.*nothing listens/)
    await setCallback(sink.url)
  })
})

describe('the signature', () => {
  test('is what the specification’s own library verifies, and no other body or secret', async () => {
    const eventId = await issueInvoice()
    const delivery = await until('the delivery', () => receivedOf(eventId)[0])
    const { secret } = (await server.call('GET', '/customer/signing_secret')).json
    expect(verify(secret, delivery)).toEqual(delivery.body)
    expect(delivery.headers['webhook-id']).toBe(eventId)
    expect(() => verify(secret, { ...delivery, raw: delivery.raw.replace('EUR', 'USD') })).toThrow()
    expect(() => verify(`whsec_${Buffer.alloc(32).toString('base64')}`, delivery)).toThrow()
  })

  test('is by the new and by the old secret for a day after a rotation', async () => {
    const old = (await server.call('GET', '/customer/signing_secret')).json.secret
    const fresh = (await server.call('POST', '/customer/signing_secret/rotate')).json.secret
    expect(fresh).not.toBe(old)
    const eventId = await issueInvoice()
    const delivery = await until('the delivery', () => receivedOf(eventId)[0])
    for (const secret of [old, fresh]) expect(verify(secret, delivery)).toEqual(delivery.body)
    await sql("update signing_secrets set expires_at = now() - interval '1 second' where expires_at is not null")
    const laterId = await issueInvoice()
    const later = await until('the delivery', () => receivedOf(laterId)[0])
    expect(verify(fresh, later)).toEqual(later.body)
    expect(() => verify(old, later)).toThrow()
  })
})

describe('the invoice', () => {
  test('is as API.md says, and its link opens the very bytes', async () => {
    const eventId = await issueInvoice()
    const { body } = await until('the delivery', () => receivedOf(eventId)[0])
    expect(body).toMatchObject({
      id: eventId,
      type: 'invoice',
      created_at: expect.any(Number),
      remote_id: 'A1B2C3D4',
      user_id: user.id,
      credential_id: credentialId,
      collector: { id: 'sandbox_api', kind: 'api', name: expect.any(String), website: expect.stringMatching(/^http/) },
      invoice: {
        number: expect.stringMatching(/^SBX-2026-\d{3}$/),
        issued_on: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
        amount: expect.stringMatching(/^\d+\.\d\d$/),
        tax: expect.stringMatching(/^\d+\.\d\d$/),
        currency: 'EUR',
        type: 'invoice',
        mimetype: 'application/pdf',
      },
    })
    expect(body.invoice.timestamp).toBe(Date.parse(body.invoice.issued_on))
    expect(body.invoice.metadata.facts.length).toBeGreaterThan(5)
    expect(body.invoice.metadata.checks.filter((check: { ok: boolean }) => !check.ok)).toEqual([])
    const link = new URL(body.invoice.url)
    const answer = await fetch(server.origin + link.pathname)
    const bytes = Buffer.from(await answer.arrayBuffer())
    expect(bytes.toString('base64')).toBe(body.invoice.data)
    expect(bytes.byteLength).toBe(body.invoice.size)
  })

  test('comes without its bytes when the customer wants links', async () => {
    await server.call('POST', '/customer', { body: { delivery: { inline_documents: false } } })
    const eventId = await issueInvoice()
    const { body } = await until('the delivery', () => receivedOf(eventId)[0])
    expect(body.invoice).not.toHaveProperty('data')
    expect(body.invoice.url).toMatch(/\/api\/v1\/document\//)
    await server.call('POST', '/customer', { body: { delivery: { inline_documents: true } } })
  })

  test('is sent again under the same id when asked to', async () => {
    const eventId = await issueInvoice()
    const { body } = await until('the delivery', () => receivedOf(eventId)[0])
    await until('its record', () => deliveryIn(eventId, 'delivered'))
    expect((await server.call('POST', `/invoice/${body.invoice.id}/resend`)).status).toBe(204)
    await until('it again', () => receivedOf(eventId).length === 2)
    const delivery = await until('the record', () => deliveryIn(eventId, 'delivered'))
    expect(delivery.attempts).toHaveLength(2)
  })

  test('that failed for good goes out by "recover"', async () => {
    sink.answer = () => 500
    const eventId = await issueInvoice('pending')
    await until('the attempt', async () => firstAttempted(eventId))
    await sql(`update deliveries set state = 'failed', next_attempt_at = null where event_id = '${eventId}'`)
    sink.answer = () => 200
    const { json } = await server.call('POST', '/deliveries/recover', { body: { since: '2020-01-01T00:00:00Z' } })
    expect(json).toEqual({ recovered: 1 })
    await until('the delivery', () => deliveryIn(eventId, 'delivered'))
  })
})

test('the feed holds everything the callback received, numbered without a gap', async () => {
  await Promise.all(
    Array.from({ length: 5 }, async (_, index) => {
      const { token } = await server.addUser(`crowd-${index}`)
      const body = {
        collector: 'sandbox_api',
        params: { username: 'demo', password: 'x' },
        download_from: '2000-01-01',
      }
      await server.call('POST', '/credential', { token, body })
    }),
  )
  // Read while it is written: whatever a reader has seen, nothing with a lower number may show up later.
  const seen: { id: string; sequence: number }[] = []
  const readOn = async () => {
    const { json } = await server.call('GET', '/events', {
      query: { after: String(seen.at(-1)?.sequence ?? 0), limit: '7' },
    })
    seen.push(...json)
  }
  await until('the crowd’s invoices', async () => {
    await readOn()
    const done = (await server.call('GET', '/customer/stats')).json.credentials.done
    return done === 6
  })
  while (seen.length < (await countEvents())) await readOn()
  expect(seen.map(({ sequence }) => sequence)).toEqual(seen.map((_, index) => index + 1))
  await until('all to be delivered', async () => (await deliveries('pending')).length === 0)
  const accepted = new Set(
    sink.received.filter(({ status, body }) => status !== 500 && !body.test).map(({ body }) => body.id),
  )
  expect(seen.filter(({ id }) => !accepted.has(id))).toEqual([])
}, 60_000)

async function countEvents(): Promise<number> {
  const [row] = await sql('select count(*)::int as count from events')
  return (row as { count: number }).count
}

function verify(secret: string, { raw, headers }: ReceivedDelivery): unknown {
  return new Webhook(secret).verify(raw, headers as Record<string, string>)
}

async function setCallback(callback: string | null): Promise<void> {
  expect((await server.call('POST', '/customer', { body: { callback } })).status).toBe(200)
}

/** One more invoice at the supplier, collected; answers with the id of its event. */
async function issueInvoice(state?: string): Promise<string> {
  const known = new Set((await deliveries()).map(one => one.event_id))
  const content = JSON.stringify({ username: 'demo' })
  await fetch(`${server.origin}/sandbox/invoices`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: content,
  })
  const path = `/user/${user.id}/credential/${credentialId}/collect`
  expect((await server.call('POST', path)).status).toBe(200)
  const isFresh = (one: { event_id: string; state: string }) =>
    !known.has(one.event_id) && (!state || one.state === state)
  const fresh = await until('the new event', async () => (await deliveries()).find(isFresh))
  await until('the run', async () => (await readCredential()).state.index === 7)
  return fresh.event_id
}

async function readCredential() {
  return (await server.call('GET', `/user/${user.id}/credential/${credentialId}`)).json
}

// biome-ignore lint/suspicious/noExplicitAny: an answer of the API
async function deliveries(state?: string): Promise<any[]> {
  return (await server.call('GET', '/deliveries', { query: { limit: '200', ...(state && { state }) } })).json
}

async function deliveryIn(eventId: string, state: string) {
  return (await deliveries()).find(one => one.event_id === eventId && one.state === state)
}

async function firstAttempted(eventId: string) {
  return (await deliveries()).find(one => one.event_id === eventId && one.attempts.length > 0)
}

async function retryUntilDelivered(eventId: string): Promise<void> {
  sink.answer = () => 200
  const { id } = (await deliveries()).find(one => one.event_id === eventId)
  expect((await server.call('POST', `/delivery/${id}/retry`)).status).toBe(204)
  await until('the delivery', () => deliveryIn(eventId, 'delivered'))
}

function receivedOf(eventId: string): ReceivedDelivery[] {
  return sink.received.filter(({ body }) => body.id === eventId)
}

async function sql(query: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: server.databaseUrl })
  await client.connect()
  try {
    return (await client.query(query)).rows
  } finally {
    await client.end()
  }
}
