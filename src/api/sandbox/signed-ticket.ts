import { createHmac, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'

/** Who has got how far: what a cookie or an API token of the sandbox says. */
const Ticket = z.object({
  username: z.string(),
  /** `code`, `human`: the password was right, the second factor or a person is missing. `portal`, `api`: inside. */
  opens: z.enum(['code', 'human', 'portal', 'api']),
  expiresAtMs: z.number(),
})
export type Ticket = z.output<typeof Ticket>

/** `<payload>.<signature>`, both base64url: the sandbox keeps nothing in memory. */
export function signTicket(ticket: Ticket, key: string | Uint8Array): string {
  const payload = Buffer.from(JSON.stringify(ticket)).toString('base64url')
  return `${payload}.${sign(payload, key).toString('base64url')}`
}

/** The ticket, or undefined when it is forged, torn or expired. */
export function readTicket(text: string, key: string | Uint8Array, now: Date): Ticket | undefined {
  const [payload = '', signature = ''] = text.split('.')
  const given = Buffer.from(signature, 'base64url')
  const expected = sign(payload, key)
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined
  const ticket = Ticket.parse(JSON.parse(Buffer.from(payload, 'base64url').toString()))
  return ticket.expiresAtMs > now.getTime() ? ticket : undefined
}

function sign(payload: string, key: string | Uint8Array): Buffer {
  return createHmac('sha256', key).update(`sandbox ticket ${payload}`).digest()
}
