import type { Hop } from './guarded-client.ts'
import { AnswerMalformed, RedirectRefused } from './request-errors.ts'

/** Headers that say nothing about who asks, so another origin may have them. */
const HARMLESS_HEADERS = ['accept', 'accept-language', 'user-agent']

/** They describe a body and go with it. */
const BODY_HEADERS = ['content-type', 'content-length', 'content-encoding', 'content-language']

type RawHeaders = Record<string, string | string[] | undefined>

/** The request that an answer redirects to, or undefined when it redirects nowhere. */
export function redirectTo(hop: Hop, status: number, { location }: RawHeaders): Hop | undefined {
  if (![301, 302, 303, 307, 308].includes(status) || location === undefined) return undefined
  const url = nextUrl(hop, String(location))
  const isSameOrigin = url.origin === hop.url.origin
  const next = becomesGet(hop, status) ? withoutBody(hop) : hop
  if (next.body !== undefined && !isSameOrigin) {
    throw new RedirectRefused(`${hop.url.host} redirected what we sent to ${url.host}, who may not have it.`)
  }
  return { ...next, url, headers: isSameOrigin ? next.headers : onlyHarmless(next.headers) }
}

function nextUrl({ url }: Hop, location: string): URL {
  if (!URL.canParse(location, url)) throw new AnswerMalformed(`${url.host} redirected to something that is no address.`)
  const next = new URL(location, url)
  next.username = ''
  next.password = ''
  next.hash = ''
  return next
}

/** As browsers do it: only 307 and 308 repeat a POST. */
function becomesGet({ method }: Hop, status: number): boolean {
  return method !== 'HEAD' && (status === 303 || ((status === 301 || status === 302) && method === 'POST'))
}

function withoutBody(hop: Hop): Hop {
  const headers = Object.entries(hop.headers).filter(([name]) => !BODY_HEADERS.includes(name.toLowerCase()))
  return { ...hop, method: 'GET', body: undefined, headers: Object.fromEntries(headers) }
}

function onlyHarmless(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => HARMLESS_HEADERS.includes(name.toLowerCase())))
}
