import { z } from 'zod'
import { isGlobalAddress } from '#platform/http/address-policy.ts'
import { type Customer, type CustomerChanges, updateCustomer } from '#records/customers.ts'
import { readCustomerStats } from '#records/stats.ts'
import type { ApiParts } from '../api-parts.ts'
import { Problem } from '../http/problem.ts'
import { jsonRoute, type Route } from '../http/route.ts'
import { Instant, instant, Line, LocaleName } from './fields.ts'

/** Most entries and longest text of settings that are stored as they come. */
const MOST_ORIGINS = 50

const Colour = z.string().regex(/^#[0-9a-f]{6}$/i, '#rrggbb')

/** How the embedded UI looks; what is absent is ours. */
const Theme = z.strictObject({
  primary: Colour.optional(),
  surface: Colour.optional(),
  text: Colour.optional(),
  radius: z.int().min(0).max(32).optional().describe('Pixels.'),
  font: z.string().max(200).optional().describe('A CSS font list of fonts the reader has.'),
  logo_url: z
    .url({ protocol: /^data$/ })
    .max(200_000)
    .optional()
    .describe('A data: URL: the UI loads nothing from elsewhere.'),
  mode: z.enum(['auto', 'light', 'dark']).optional(),
})

const HttpUrl = z.url({ protocol: /^https?$/ }).max(2000)

const CustomerView = z.object({
  id: z.string(),
  name: z.string(),
  callback: z.string().nullable(),
  callback_stopped_at: Instant.nullable().describe('Since when deliveries wait because the callback said 410 Gone.'),
  email: z.string().nullable(),
  locale: LocaleName,
  theme: Theme,
  allowed_origins: z.array(z.string()).describe('Who may frame the embedded UI.'),
  delivery: z.object({ inline_documents: z.boolean().describe('Whether `data` carries the bytes, besides the link.') }),
  created_at: Instant,
})

const Changes = z.strictObject({
  name: Line.optional(),
  callback: HttpUrl.nullable().optional(),
  email: z.email().max(320).nullable().optional(),
  locale: LocaleName.optional(),
  theme: Theme.optional(),
  allowed_origins: z
    .array(HttpUrl.refine(isOrigin, 'An origin: scheme, host and port only, such as https://app.example'))
    .max(MOST_ORIGINS)
    .optional(),
  delivery: z.strictObject({ inline_documents: z.boolean() }).optional(),
})

const Stats = z.object({
  users: z.int(),
  credentials: z.record(z.string(), z.int()),
  invoices: z.array(z.object({ month: z.string(), supplier: z.string(), count: z.int() })),
  deliveries: z.record(z.string(), z.int()),
})

export function customerRoutes({ store, allowPrivateCallbacks }: ApiParts): Route[] {
  return [
    jsonRoute({
      method: 'GET',
      path: '/customer',
      who: 'customer',
      tag: 'Customer',
      summary: 'Your settings',
      answer: CustomerView,
      handle: async ({ caller }) => viewCustomer(caller.customer),
    }),
    jsonRoute({
      method: ['POST', 'PUT', 'PATCH'],
      path: '/customer',
      who: 'customer',
      tag: 'Customer',
      summary: 'Change your settings',
      description: 'Only what is given changes. A new callback also sends what waited for one.',
      body: Changes,
      answer: CustomerView,
      async handle({ caller, body }) {
        if (body.callback && !allowPrivateCallbacks) refusePrivate(body.callback)
        const { delivery, ...columns } = body
        const changes = { ...columns, ...(delivery && { inline_documents: delivery.inline_documents }) }
        return viewCustomer(await updateCustomer(store, caller.customer.id, withoutUndefined(changes)))
      },
    }),
    jsonRoute({
      method: 'GET',
      path: '/customer/stats',
      who: 'customer',
      tag: 'Customer',
      summary: 'Your numbers',
      answer: Stats,
      handle: ({ caller }) => readCustomerStats(store, caller.customer.id),
    }),
  ]
}

function viewCustomer(customer: Customer): z.input<typeof CustomerView> {
  return {
    id: customer.id,
    name: customer.name,
    callback: customer.callback,
    callback_stopped_at: customer.callback_stopped_at && instant(customer.callback_stopped_at),
    email: customer.email,
    locale: customer.locale,
    theme: customer.theme,
    allowed_origins: customer.allowed_origins,
    delivery: { inline_documents: customer.inline_documents },
    created_at: instant(customer.created_at),
  }
}

/** A literal private address can never work; a name is checked when it is resolved, at every delivery. */
function refusePrivate(callback: string): void {
  const host = new URL(callback).hostname.replace(/^\[(.*)\]$/, '$1')
  const isLiteral = /^[\d.]+$/.test(host) || host.includes(':')
  if (host !== 'localhost' && (!isLiteral || isGlobalAddress(host))) return
  const message = 'A private address; set ALLOW_PRIVATE_CALLBACKS=true to deliver to it.'
  throw new Problem('invalid_request', { errors: [{ pointer: '/callback', message }] })
}

/** Its own canonical form, and of characters that mean nothing in a policy header, which will name it. */
function isOrigin(url: string): boolean {
  return /^https?:\/\/[a-z0-9.:[\]-]+$/.test(url) && URL.parse(url)?.origin === url
}

/** The record layer tells "absent" from "null"; zod leaves absent keys as undefined. */
function withoutUndefined(changes: Record<string, unknown>): CustomerChanges {
  return Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined))
}
