import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { expect, test } from 'vitest'
import { startTestServer } from '../setup/test-server.ts'

const WITHIN_MS = 30_000
const SLOW_CLIENTS = 50

test('clients that never finish their request are answered 408 after half a minute, and keep nobody waiting', async () => {
  const server = await startTestServer({ LOG_LEVEL: 'warn' })
  const startedAtMs = Date.now()
  const heads = [
    // No end of headers, and no end of a body.
    'GET /api/v1/customer HTTP/1.1\r\nHost: x\r\nX-Slow: ',
    `POST /api/v1/user HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${server.bearer}\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{`,
  ]
  const sockets = Array.from({ length: SLOW_CLIENTS }, (_, index) => openSlowly(server.origin, heads[index % 2] ?? ''))
  const answers = sockets.map(readAll)
  const drip = setInterval(() => {
    for (const socket of sockets.filter(({ writable }) => writable)) socket.write(' ')
  }, 1000)

  expect((await server.call('GET', '/customer')).status).toBe(200)
  expect((await server.addUser('quick')).token).toMatch(/^[0-9a-f]{128}$/)

  for (const answer of await Promise.all(answers)) {
    expect(answer).toMatch(/^HTTP\/1\.1 408 /)
    expect(answer).toContain('application/problem+json')
    expect(answer).toContain('"code":"too_slow"')
  }
  clearInterval(drip)
  expect(Date.now() - startedAtMs).toBeGreaterThan(WITHIN_MS - 1000)
  expect(Date.now() - startedAtMs).toBeLessThan(WITHIN_MS + 15_000)
  await server.dispose()
}, 80_000)

function openSlowly(origin: string, head: string): Socket {
  const socket = connect(Number(new URL(origin).port), '127.0.0.1')
  socket.on('error', () => {})
  socket.write(head)
  return socket
}

async function readAll(socket: Socket): Promise<string> {
  let text = ''
  socket.on('data', part => {
    text += part
  })
  await once(socket, 'close')
  return text
}
