import websocket from '@fastify/websocket'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { WebSocket } from 'ws'
import { z } from 'zod'
import { answerQuestion } from '#records/questions.ts'
import type { ApiParts } from '../api-parts.ts'
import { Problem } from '../http/problem.ts'
import { BASE_PATH } from '../http/register-routes.ts'
import type { LiveRuns } from './live-runs.ts'
import { runOfToken } from './run-path.ts'

/** Longer than any answer; a viewer that sends more is not one of ours. */
const MAX_MESSAGE_BYTES = 16_384
/** Keeps proxies from closing a connection on which nothing happens for a while. */
const PING_EVERY_MS = 30_000

/** RFC 6455: policy violation. */
const CLOSE_REFUSED = 1008

const Message = z.discriminatedUnion('type', [
  z.object({ type: z.literal('twofa'), twofa: z.string().trim().min(1).max(200) }),
  z.object({ type: z.literal('answer'), id: z.uuid(), value: z.string().trim().min(1).max(200) }),
])

/** The WebSocket that shows a run and takes its answers; several may watch, each gets the present state first. */
export async function registerLive(app: FastifyInstance, parts: ApiParts, live: LiveRuns): Promise<void> {
  await app.register(websocket, { options: { maxPayload: MAX_MESSAGE_BYTES } })
  app.route<{ Params: { token: string } }>({
    method: 'GET',
    url: `${BASE_PATH}/ws/:token`,
    handler: () => {
      throw new Problem('not_found')
    },
    wsHandler: (socket, request) => void open(socket, request),
  })

  async function open(socket: WebSocket, request: FastifyRequest<{ Params: { token: string } }>): Promise<void> {
    const runId = isOwnPage(request, parts.publicUrl) ? runOfToken(parts.store, request.params.token) : undefined
    // Registered before anything is awaited: an answer may come with the first breath.
    socket.on('message', data => void take(socket, runId, String(data)))
    try {
      const end = runId && (await live.watch(runId, message => socket.send(JSON.stringify(message))))
      if (!end) return socket.close(CLOSE_REFUSED, 'Unknown or expired')
      const pings = setInterval(() => socket.ping(), PING_EVERY_MS).unref()
      socket.on('close', () => {
        clearInterval(pings)
        end()
      })
      if (socket.readyState !== socket.OPEN) end()
    } catch (error) {
      parts.log.error({ err: error }, 'A live view failed')
      socket.close(CLOSE_REFUSED)
    }
  }

  async function take(socket: WebSocket, runId: string | undefined, text: string): Promise<void> {
    const message = parseMessage(text)
    if (!message || runId === undefined) return
    try {
      const answer =
        message.type === 'twofa' ? { value: message.twofa } : { questionId: message.id, value: message.value }
      await answerQuestion(parts.store, runId, answer)
    } catch (error) {
      parts.log.error({ err: error }, 'An answer was not taken')
      socket.close(CLOSE_REFUSED)
    }
  }
}

/** Browsers name the page's origin; only pages of ours may connect. Programs name none and have the token. */
function isOwnPage(request: FastifyRequest, publicUrl: string): boolean {
  const { origin, host } = request.headers
  if (origin === undefined) return true
  const from = URL.parse(origin)
  return from !== null && (from.host === host || from.origin === new URL(publicUrl).origin)
}

function parseMessage(text: string): z.output<typeof Message> | undefined {
  try {
    return Message.safeParse(JSON.parse(text)).data
  } catch {
    return undefined
  }
}
