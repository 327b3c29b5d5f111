import websocket from '@fastify/websocket'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { WebSocket } from 'ws'
import { sendToLivePage } from '#records/live-pages.ts'
import { answerQuestion } from '#records/questions.ts'
import type { ApiParts } from '../api-parts.ts'
import { Problem } from '../http/problem.ts'
import { BASE_PATH } from '../http/register-routes.ts'
import { InputLine } from './input-line.ts'
import { parseViewerMessage, type ViewerMessage } from './live-messages.ts'
import type { LiveRuns, Watching } from './live-runs.ts'
import { runOfToken } from './run-path.ts'

/** Longer than any answer; a viewer that sends more is not one of ours. */
const MAX_MESSAGE_BYTES = 16_384
/** Keeps proxies from closing a connection on which nothing happens for a while. */
const PING_EVERY_MS = 30_000

/** RFC 6455: policy violation. */
const CLOSE_REFUSED = 1008

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
    let watching: Watching | undefined
    const input = openInput(() => watching, { address: request.ip })
    // Registered before anything is awaited: an answer may come with the first breath.
    socket.on('message', data => {
      const message = parseViewerMessage(String(data))
      if (message?.kind === 'input') input.push(message.input)
      if (message?.kind === 'answer' && runId !== undefined) void take(socket, runId, message.answer)
    })
    try {
      const viewer = {
        send: (message: object) => socket.send(JSON.stringify(message)),
        backlog: () => socket.bufferedAmount,
      }
      watching = runId === undefined ? undefined : await live.watch(runId, viewer)
      const { end } = watching ?? {}
      if (!end) return socket.close(CLOSE_REFUSED, 'Unknown or expired')
      const pings = setInterval(() => socket.ping(), PING_EVERY_MS).unref()
      const leave = () => {
        clearInterval(pings)
        end()
      }
      socket.on('close', leave)
      if (socket.readyState !== socket.OPEN) leave()
    } catch (error) {
      parts.log.error({ err: error }, 'A live view failed')
      socket.close(CLOSE_REFUSED)
    }
  }

  /** What is done while no page is in a person's hands is done to nothing. */
  function openInput(watched: () => Watching | undefined, from: { address: string }): InputLine {
    let takenOver: string | undefined
    return new InputLine(
      async inputs => {
        const watching = watched()
        const pageId = watching?.livePageId()
        if (!watching || !pageId) return
        if (takenOver !== pageId) audit(watching, from)
        takenOver = pageId
        // Neither the inputs nor an error that may quote them are written down.
        await sendToLivePage(parts.store, pageId, inputs).catch(() => parts.log.error({ pageId }, 'Input was lost'))
      },
      () => performance.now(),
    )
  }

  function audit({ run }: Watching, from: { address: string }): void {
    const { id: runId, customer_id: customerId, user_id: userId, credential_id: credentialId } = run
    parts.log.info({ audit: true, runId, customerId, userId, credentialId, ...from }, 'A person took over a page')
  }

  async function take(socket: WebSocket, runId: string, message: Answer): Promise<void> {
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

type Answer = Extract<ViewerMessage, { kind: 'answer' }>['answer']

/** Browsers name the page's origin; only pages of ours may connect. Programs name none and have the token. */
function isOwnPage(request: FastifyRequest, publicUrl: string): boolean {
  const { origin, host } = request.headers
  if (origin === undefined) return true
  const from = URL.parse(origin)
  return from !== null && (from.host === host || from.origin === new URL(publicUrl).origin)
}
