import type { FastifyRequest } from 'fastify'
import type { Caller } from './caller.ts'

/** Who made a request, known from its head on; gone with the request. */
const callers = new WeakMap<FastifyRequest, Caller>()

export function rememberCaller(request: FastifyRequest, caller: Caller): void {
  callers.set(request, caller)
}

/** A stranger until authenticated. */
export function callerOf(request: FastifyRequest): Caller {
  return callers.get(request) ?? { kind: 'stranger' }
}
