import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { sendPdf } from './portal-routes.ts'
import { findAccount, openAccount, SANDBOX_ACCOUNTS, type SandboxAccount } from './sandbox-accounts.ts'
import { INVOICES_PER_PAGE, type SandboxDesk } from './sandbox-desk.ts'
import { decimal, SANDBOX_CURRENCY, type SandboxInvoice } from './sandbox-invoices.ts'
import { badInput, sendProblem } from './sandbox-problem.ts'
import { readTicket, signTicket } from './signed-ticket.ts'

const TOKEN_SECONDS = 3600

const Username = z.enum(SANDBOX_ACCOUNTS.map(account => account.username))
const IssueBody = z.strictObject({ username: Username })
const TokenBody = z.strictObject({ username: z.string().max(200), password: z.string().max(1024) })
const PageQuery = z.object({ page: z.coerce.number().int().min(1).default(1) })
const NumberParams = z.object({ number: z.string() })

/** The invoices of the portal for programs, and the switch that issues one more. */
export function registerSandboxApi(scope: FastifyInstance, desk: SandboxDesk): void {
  registerIssuing(scope, desk)
  registerToken(scope, desk)
  registerList(scope, desk)
}

function registerIssuing(scope: FastifyInstance, desk: SandboxDesk): void {
  scope.post('/invoices', async (request, reply) => {
    const body = IssueBody.safeParse(request.body)
    if (!body.success) return sendProblem(reply, badInput(body.error))
    const account = findAccount(body.data.username)
    const issued = account ? await desk.issueOne(account) : 'full'
    if (issued === 'full') {
      return sendProblem(reply, { status: 409, code: 'sandbox_full', message: 'This account has enough invoices.' })
    }
    return reply.code(201).send({ username: issued.username, ...listed(issued) })
  })
}

function registerToken(scope: FastifyInstance, desk: SandboxDesk): void {
  scope.post('/api/token', async (request, reply) => {
    const body = TokenBody.safeParse(request.body)
    if (!body.success) return sendProblem(reply, badInput(body.error))
    const account = openAccount(body.data.username, body.data.password)
    if (!account) {
      const message = 'The user name or the password is not right.'
      return sendProblem(reply, { status: 401, code: 'login_refused', message })
    }
    await desk.delay(account)
    const expiresAtMs = desk.clock().getTime() + TOKEN_SECONDS * 1000
    const token = signTicket({ username: account.username, opens: 'api', expiresAtMs }, desk.sessionKey)
    return reply.header('cache-control', 'no-store').send({ token, expires_in: TOKEN_SECONDS })
  })
}

function registerList(scope: FastifyInstance, desk: SandboxDesk): void {
  const inside =
    (answer: (call: Call) => Promise<FastifyReply>) => async (request: FastifyRequest, reply: FastifyReply) => {
      const account = readBearer(request, desk)
      if (!account) {
        const message = 'The token is missing or no longer valid.'
        return sendProblem(reply, { status: 401, code: 'token_refused', message })
      }
      await desk.delay(account)
      if (account.behaviour === 'down') {
        const message = 'The portal is being repaired.'
        return sendProblem(reply.header('retry-after', '600'), { status: 503, code: 'out_of_service', message })
      }
      return answer({ account, request, reply })
    }

  scope.get(
    '/api/invoices',
    inside(async ({ account, request, reply }) => {
      const query = PageQuery.safeParse(request.query)
      if (!query.success) return sendProblem(reply, badInput(query.error))
      if (account.behaviour === 'changed') return reply.send({ version: 2, data: { documents: [], cursor: null } })
      const { page } = query.data
      const invoices = await desk.invoicesOf(account)
      const hasNext = page * INVOICES_PER_PAGE < invoices.length
      return reply.send({
        invoices: invoices.slice((page - 1) * INVOICES_PER_PAGE, page * INVOICES_PER_PAGE).map(listed),
        next: hasNext ? `/sandbox/api/invoices?page=${page + 1}` : null,
      })
    }),
  )

  scope.get(
    '/api/invoices/:number/pdf',
    inside(async ({ account, request, reply }) => {
      const { number } = NumberParams.parse(request.params)
      const invoice = (await desk.invoicesOf(account)).find(candidate => candidate.number === number)
      if (!invoice) return sendProblem(reply, { status: 404, code: 'not_found', message: 'There is no such invoice.' })
      return sendPdf(reply, `${invoice.number}.pdf`, await desk.document(invoice))
    }),
  )
}

interface Call {
  account: SandboxAccount
  request: FastifyRequest
  reply: FastifyReply
}

function readBearer(request: FastifyRequest, desk: SandboxDesk): SandboxAccount | undefined {
  const [, token = ''] = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '') ?? []
  const ticket = readTicket(token, desk.sessionKey, desk.clock())
  return ticket?.opens === 'api' ? findAccount(ticket.username) : undefined
}

function listed({ number, issuedOn, dueOn, total }: SandboxInvoice) {
  return {
    number,
    issued_on: issuedOn,
    due_on: dueOn,
    total: decimal(total),
    currency: SANDBOX_CURRENCY,
    pdf: `/sandbox/api/invoices/${number}/pdf`,
  }
}
