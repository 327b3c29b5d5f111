import { once } from 'node:events'
import { afterAll, beforeAll, expect, test } from 'vitest'
import WebSocket from 'ws'
import { startTestServer, type TestServer } from '../setup/test-server.ts'
import { until } from '../setup/until.ts'

// biome-ignore lint/suspicious/noExplicitAny: messages of every type
type Message = any

let server: TestServer
let user: { id: string; token: string }

beforeAll(async () => {
  server = await startTestServer({ LOG_LEVEL: 'warn' })
  user = await server.addUser('watcher')
})

afterAll(() => server.dispose())

/** A viewer that keeps all it hears. */
function watch(path: string, headers: Record<string, string> = {}) {
  const socket = new WebSocket(server.origin.replace('http', 'ws') + path, { headers })
  const heard: Message[] = []
  const closed = Promise.withResolvers<number>()
  socket.on('message', data => heard.push(JSON.parse(String(data))))
  socket.on('close', closed.resolve)
  socket.on('error', () => {})
  const last = (type: string) => heard.findLast(message => message.type === type)
  return {
    socket,
    heard,
    closed: closed.promise,
    stateOf: () => last('state')?.state.index as number | undefined,
    question: () => last('question'),
  }
}

async function connect(username: string): Promise<{ id: string; path: string; runId: string }> {
  const body = { collector: 'sandbox', params: { username, password: 'x' }, download_from: '2000-01-01' }
  const { json } = await server.call('POST', '/credential', { token: user.token, body })
  return { id: json.id, path: json.ws_path, runId: json.run_id }
}

test('two viewers and one that comes back see the same run, and an answer of one is enough', async () => {
  const { id, path, runId } = await connect('demo-2fa')
  const [first, second] = [watch(path), watch(path)]
  for (const viewer of [first, second]) {
    await until('the question', () => viewer.question() !== undefined && viewer.stateOf() === 3)
    expect(viewer.heard[0]).toBeDefined()
    expect(viewer.question()).toMatchObject({ kind: 'code', prompt: expect.stringMatching(/\S/) })
    expect(Date.parse(viewer.question().expires_at)).toBeGreaterThan(Date.now())
  }
  second.socket.close()
  await second.closed

  const again = watch(path)
  await until('the present state', () => again.stateOf() === 3)
  expect(again.question().id).toBe(first.question().id)

  // An answer to another question, and what is no message at all, change nothing.
  for (const noise of ['{', '[]', '{"type":"launch"}', '{"type":"twofa","twofa":7}']) again.socket.send(noise)
  again.socket.send(JSON.stringify({ type: 'answer', id: '0198c0de-0000-7000-8000-000000000000', value: '123456' }))
  again.socket.send(JSON.stringify({ type: 'answer', id: again.question().id, value: '123456' }))
  for (const viewer of [first, again]) await until('the end', () => viewer.stateOf() === 7)
  const states = first.heard.filter(({ type }) => type === 'state').map(({ state }) => state.index)
  expect(states).toEqual(states.toSorted((a, b) => a - b))
  const run = (await server.call('GET', `/run/${runId}`)).json
  expect(run).toMatchObject({ outcome: { code: 'done' }, counts: { listed: 3, new: 3, failed: 0 } })

  // Whoever comes when all is over sees how it ended.
  const late = watch(path)
  await until('the end', () => late.stateOf() === 7)
  for (const viewer of [first, again, late]) viewer.socket.close()
  await server.call('DELETE', `/credential/${id}`, { token: user.token })
})

test('the code may also come by HTTP, once', async () => {
  const { id, path } = await connect('demo-2fa')
  const viewer = watch(path)
  await until('the question', () => viewer.stateOf() === 3)
  const twofa = `/credential/${id}/2fa`
  const stranger = await server.addUser('stranger')
  expect((await server.call('POST', twofa, { token: stranger.token, body: { code: '123456' } })).status).toBe(404)
  const replies = await Promise.all(
    [1, 2, 3].map(() => server.call('POST', twofa, { token: user.token, body: { code: '123456' } })),
  )
  expect(replies.map(({ status }) => status).toSorted()).toEqual([204, 409, 409])
  await until('the end', () => viewer.stateOf() === 7)
  viewer.socket.close()
  await server.call('DELETE', `/credential/${id}`, { token: user.token })
})

test('a wrong code ends as a refused login, in the user’s words', async () => {
  const { id, path } = await connect('demo-2fa')
  const viewer = watch(path)
  await until('the question', () => viewer.stateOf() === 3)
  const answered = new Set<string>()
  await until('the end', () => {
    const { id: asked } = viewer.question()
    if (!answered.has(asked)) viewer.socket.send(JSON.stringify({ type: 'answer', id: asked, value: '000000' }))
    answered.add(asked)
    return viewer.stateOf() === -2
  })
  expect(answered.size).toBeGreaterThan(1)
  expect(viewer.heard.at(-1).state.message).toMatch(/\w{4}/)
  viewer.socket.close()
  await server.call('DELETE', `/credential/${id}`, { token: user.token })
})

test('wrong tokens, foreign pages and giants are shown the door', async () => {
  const { id, path } = await connect('demo-empty')
  const token = path.split('/').at(-1) as string
  const documentToken = token.replace(/^[^.]+/, '0198c0de-0000-7000-8000-000000000000')
  for (const wrong of ['nothing', `${token}x`, token.slice(0, -1), documentToken]) {
    const viewer = watch(`/api/v1/ws/${wrong}`)
    expect(await viewer.closed).toBe(1008)
    expect(viewer.heard).toEqual([])
  }
  for (const origin of ['https://evil.example', 'null', `${server.origin}.evil.example`]) {
    const viewer = watch(path, { origin })
    expect(await viewer.closed).toBe(1008)
    expect(viewer.heard).toEqual([])
  }
  const own = watch(path, { origin: server.origin })
  await until('the state', () => own.stateOf() !== undefined)
  own.socket.send('x'.repeat(100_000))
  expect(await own.closed).toBe(1009)
  expect((await server.call('GET', '/health/live')).status).toBe(200)
  await server.call('DELETE', `/credential/${id}`, { token: user.token })
})

test('a viewer hears nothing more of a credential that was deleted, and the server lives on', async () => {
  const { id, path } = await connect('demo-slow')
  const viewer = watch(path)
  await once(viewer.socket, 'open')
  await server.call('DELETE', `/credential/${id}`, { token: user.token })
  const late = watch(path)
  expect(await late.closed).toBe(1008)
  expect(
    (await server.call('GET', '/runs', { token: user.token })).json.filter((run: Message) => run.credential_id === id),
  ).toEqual([])
  viewer.socket.close()
})
