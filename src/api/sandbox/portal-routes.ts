import { readFile } from 'node:fs/promises'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Html } from './html.ts'
import { findAccount, openAccount, type SandboxAccount, SECOND_FACTOR_CODE } from './sandbox-accounts.ts'
import { INVOICES_PER_PAGE, type SandboxDesk } from './sandbox-desk.ts'
import {
  accountPage,
  changedPage,
  codePage,
  downPage,
  humanPage,
  invoicesPage,
  loginPage,
  notFoundPage,
} from './sandbox-pages.ts'
import { readTicket, signTicket, type Ticket } from './signed-ticket.ts'

const COOKIE = 'sandbox_session'

/** A month: a collector that comes every week stays signed in, also after a second factor. */
const SESSION_SECONDS = 30 * 24 * 3600

/** Nothing but our own style sheet and image; the pages have no script at all. */
const CONTENT_SECURITY_POLICY =
  "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

const MARK =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="#0c6b63"/><path d="M20.6 11.2c-.8-1.6-2.4-2.4-4.7-2.4-2.7 0-4.7 1.3-4.7 3.5 0 5.2 9.8 2.2 9.8 7.4 0 2.2-2.1 3.5-4.9 3.5-2.6 0-4.4-1-5.1-2.7" fill="none" stroke="#fff" stroke-width="2.6" stroke-linecap="round"/></svg>'

const Login = z.object({ username: z.string().max(200), password: z.string().max(1024) }).partial()
const Code = z.object({ code: z.string().max(200) }).partial()
const HumanCheck = z.object({ person: z.literal('yes') })
const PageQuery = z.object({ page: z.coerce.number().int().min(1).catch(1) })
const FileParams = z.object({ file: z.string() })

/** Sends a page with the headers all pages of the portal share. */
export function sendPage(reply: FastifyReply, page: Html): FastifyReply {
  return reply
    .headers({
      'content-security-policy': CONTENT_SECURITY_POLICY,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
    })
    .type('text/html; charset=utf-8')
    .send(page.markup)
}

/** The pages a person, or the `sandbox` collector, walks through. */
export function registerSandboxPortal(scope: FastifyInstance, desk: SandboxDesk): void {
  registerLogin(scope, desk)
  registerInside(scope, desk)
  scope.get('/style.css', async (_request, reply) => {
    const style = await readFile(new URL('./sandbox.css', import.meta.url))
    return reply.type('text/css; charset=utf-8').header('cache-control', 'max-age=3600').send(style)
  })
  scope.get('/mark.svg', (_request, reply) =>
    reply.type('image/svg+xml').header('cache-control', 'max-age=3600').send(MARK),
  )
}

function registerLogin(scope: FastifyInstance, desk: SandboxDesk): void {
  scope.get('/', (_request, reply) => reply.redirect('/sandbox/account', 303))
  scope.get('/login', (_request, reply) => sendPage(reply, loginPage({})))

  scope.post('/login', async (request, reply) => {
    const { username = '', password = '' } = Login.safeParse(request.body).data ?? {}
    const account = openAccount(username.trim(), password)
    if (!account) {
      return sendPage(reply.code(401), loginPage({ username, refusal: 'The user name or the password is not right.' }))
    }
    await desk.delay(account)
    const { opens, path } = NEXT_STEPS[account.behaviour] ?? { opens: 'portal', path: '/sandbox/account' }
    setSession(reply, { request, desk, ticket: { username: account.username, opens } })
    return reply.redirect(path, 303)
  })

  registerSteps(scope, desk)
}

/** What some accounts want after the password. */
const NEXT_STEPS: Partial<Record<SandboxAccount['behaviour'], { opens: Ticket['opens']; path: string }>> = {
  second_factor: { opens: 'code', path: '/sandbox/code' },
  human_check: { opens: 'human', path: '/sandbox/human' },
}

function registerSteps(scope: FastifyInstance, desk: SandboxDesk): void {
  scope.get('/code', (request, reply) =>
    readSession(request, desk)?.opens === 'code'
      ? sendPage(reply, codePage({}))
      : reply.redirect('/sandbox/login', 303),
  )

  scope.post('/code', (request, reply) => {
    const session = readSession(request, desk)
    if (session?.opens !== 'code') return reply.redirect('/sandbox/login', 303)
    const { code = '' } = Code.safeParse(request.body).data ?? {}
    if (code.replaceAll(/\s/g, '') !== SECOND_FACTOR_CODE) {
      return sendPage(reply.code(401), codePage({ refusal: 'This code is not right. Please try again.' }))
    }
    setSession(reply, { request, desk, ticket: { username: session.username, opens: 'portal' } })
    return reply.redirect('/sandbox/account', 303)
  })

  scope.get('/human', (request, reply) =>
    readSession(request, desk)?.opens === 'human'
      ? sendPage(reply, humanPage({}))
      : reply.redirect('/sandbox/login', 303),
  )

  scope.post('/human', (request, reply) => {
    const session = readSession(request, desk)
    if (session?.opens !== 'human') return reply.redirect('/sandbox/login', 303)
    if (!HumanCheck.safeParse(request.body).success) {
      return sendPage(reply.code(401), humanPage({ refusal: 'Tick the box first, if you are a person.' }))
    }
    setSession(reply, { request, desk, ticket: { username: session.username, opens: 'portal' } })
    return reply.redirect('/sandbox/account', 303)
  })

  scope.post('/logout', (_request, reply) =>
    reply.header('set-cookie', `${COOKIE}=; Path=/sandbox; Max-Age=0`).redirect('/sandbox/login', 303),
  )
}

function registerInside(scope: FastifyInstance, desk: SandboxDesk): void {
  const inside =
    (page: (visit: Visit) => Promise<FastifyReply>) => async (request: FastifyRequest, reply: FastifyReply) => {
      const session = readSession(request, desk)
      const account = session?.opens === 'portal' ? findAccount(session.username) : undefined
      if (!account) return reply.redirect('/sandbox/login', 303)
      await desk.delay(account)
      if (account.behaviour === 'down') return sendPage(reply.code(503).header('retry-after', '600'), downPage(account))
      return page({ account, request, reply })
    }

  scope.get(
    '/account',
    inside(async ({ account, request, reply }) => {
      const origin = `${request.protocol}://${request.host}`
      return sendPage(reply, accountPage(account, await desk.invoicesOf(account), origin))
    }),
  )

  scope.get(
    '/invoices',
    inside(async ({ account, request, reply }) => {
      if (account.behaviour === 'changed') return sendPage(reply, changedPage(account))
      const { page } = PageQuery.parse(request.query)
      const invoices = await desk.invoicesOf(account)
      const isPast = page > 1 && (page - 1) * INVOICES_PER_PAGE >= invoices.length
      return isPast ? sendPage(reply.code(404), notFoundPage()) : sendPage(reply, invoicesPage(account, invoices, page))
    }),
  )

  scope.get(
    '/invoices/:file',
    inside(async ({ account, request, reply }) => {
      const { file } = FileParams.parse(request.params)
      const invoice = (await desk.invoicesOf(account)).find(({ number }) => `${number}.pdf` === file)
      if (!invoice) return sendPage(reply.code(404), notFoundPage())
      return sendPdf(reply, file, await desk.document(invoice))
    }),
  )
}

interface Visit {
  account: SandboxAccount
  request: FastifyRequest
  reply: FastifyReply
}

/** `filename` is one of our own invoice numbers. */
export function sendPdf(reply: FastifyReply, filename: string, bytes: Uint8Array): FastifyReply {
  return reply
    .headers({
      'content-disposition': `attachment; filename="${filename}"`,
      'x-content-type-options': 'nosniff',
      'cache-control': 'private, no-store',
    })
    .type('application/pdf')
    .send(Buffer.from(bytes))
}

function readSession(request: FastifyRequest, desk: SandboxDesk): Ticket | undefined {
  const cookies = (request.headers.cookie ?? '').split(';').map(cookie => cookie.trim())
  const ours = cookies.find(cookie => cookie.startsWith(`${COOKIE}=`))
  return ours === undefined ? undefined : readTicket(ours.slice(COOKIE.length + 1), desk.sessionKey, desk.clock())
}

function setSession(
  reply: FastifyReply,
  { request, desk, ticket }: { request: FastifyRequest; desk: SandboxDesk; ticket: Omit<Ticket, 'expiresAtMs'> },
): void {
  const expiresAtMs = desk.clock().getTime() + SESSION_SECONDS * 1000
  const value = signTicket({ ...ticket, expiresAtMs }, desk.sessionKey)
  const secure = request.protocol === 'https' ? '; Secure' : ''
  reply.header(
    'set-cookie',
    `${COOKIE}=${value}; Path=/sandbox; Max-Age=${SESSION_SECONDS}; HttpOnly; SameSite=Lax${secure}`,
  )
}
