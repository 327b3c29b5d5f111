import type { z } from 'zod'
import type { Locale } from '#domain/localized.ts'
import type { Caller, CallerOf, Who } from '../auth/caller.ts'

type Shape = z.ZodObject | undefined
type Output<Schema extends Shape> = Schema extends z.ZodObject ? z.output<Schema> : undefined

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** What a handler is given: everything parsed, the caller known. */
export interface Input<W extends Who, Params extends Shape, Query extends Shape, Body extends Shape> {
  caller: CallerOf<W>
  params: Output<Params>
  query: Output<Query>
  body: Output<Body>
  /** The caller's language. */
  locale: Locale
}

interface Definition<W extends Who, Params extends Shape, Query extends Shape, Body extends Shape> {
  /** The first is the one that is documented; others are aliases. */
  method: Method | Method[]
  /** OpenAPI form below /api/v1: `/user/{id}`. */
  path: string
  who: W
  tag: string
  summary: string
  description?: string
  params?: Params
  query?: Query
  body?: Body
}

interface JsonDefinition<
  W extends Who,
  Params extends Shape,
  Query extends Shape,
  Body extends Shape,
  Answer extends z.ZodType,
> extends Definition<W, Params, Query, Body> {
  /** Also a filter: what it does not name never leaves the server. */
  answer: Answer
  handle(input: Input<W, Params, Query, Body>): Promise<z.input<Answer>>
}

interface ListDefinition<
  W extends Who,
  Params extends Shape,
  Query extends Shape,
  Body extends Shape,
  Item extends z.ZodType,
> extends Definition<W, Params, Query, Body> {
  item: Item
  handle(input: Input<W, Params, Query, Body>): Promise<{ items: z.input<Item>[]; next: string | number | null }>
}

interface SilentDefinition<W extends Who, Params extends Shape, Query extends Shape, Body extends Shape>
  extends Definition<W, Params, Query, Body> {
  handle(input: Input<W, Params, Query, Body>): Promise<void>
}

interface BytesDefinition<W extends Who, Params extends Shape, Query extends Shape, Body extends Shape>
  extends Definition<W, Params, Query, Body> {
  contentType: string
  handle(input: Input<W, Params, Query, Body>): Promise<BytesAnswer>
}

/** A file: always an attachment, never something a browser would run. */
export interface BytesAnswer {
  bytes: Uint8Array
  mimetype: string
  filename: string
  disposition: 'inline' | 'attachment'
}

/** A route as the server and the OpenAPI document see it, its types behind it. */
export interface Route {
  methods: Method[]
  path: string
  who: Who
  tag: string
  summary: string
  description: string | undefined
  params: z.ZodObject | undefined
  query: z.ZodObject | undefined
  body: z.ZodObject | undefined
  answer: RouteAnswer
  handle(input: UntypedInput): Promise<unknown>
}

export type RouteAnswer =
  | { kind: 'json'; schema: z.ZodType }
  | { kind: 'list'; item: z.ZodType }
  | { kind: 'bytes'; contentType: string }
  | { kind: 'nothing' }

export interface UntypedInput {
  caller: Caller
  params: unknown
  query: unknown
  body: unknown
  locale: Locale
}

/** A route that answers with one JSON value. */
export function jsonRoute<
  W extends Who,
  Answer extends z.ZodType,
  Params extends Shape = undefined,
  Query extends Shape = undefined,
  Body extends Shape = undefined,
>(definition: JsonDefinition<W, Params, Query, Body, Answer>): Route {
  return erase(definition, { kind: 'json', schema: definition.answer }, definition.handle)
}

/** A route that answers with one page of a list, the next one in a `Link` header. */
export function listRoute<
  W extends Who,
  Item extends z.ZodType,
  Params extends Shape = undefined,
  Query extends Shape = undefined,
  Body extends Shape = undefined,
>(definition: ListDefinition<W, Params, Query, Body, Item>): Route {
  return erase(definition, { kind: 'list', item: definition.item }, definition.handle)
}

/** A route whose success needs no words: 204. */
export function silentRoute<
  W extends Who,
  Params extends Shape = undefined,
  Query extends Shape = undefined,
  Body extends Shape = undefined,
>(definition: SilentDefinition<W, Params, Query, Body>): Route {
  return erase(definition, { kind: 'nothing' }, definition.handle)
}

/** A route that answers with a file. */
export function bytesRoute<
  W extends Who,
  Params extends Shape = undefined,
  Query extends Shape = undefined,
  Body extends Shape = undefined,
>(definition: BytesDefinition<W, Params, Query, Body>): Route {
  return erase(definition, { kind: 'bytes', contentType: definition.contentType }, definition.handle)
}

/** Each route is checked against its own types above; a list of routes cannot hold them all. */
function erase<W extends Who, Params extends Shape, Query extends Shape, Body extends Shape>(
  definition: Definition<W, Params, Query, Body>,
  answer: RouteAnswer,
  handle: (input: Input<W, Params, Query, Body>) => Promise<unknown>,
): Route {
  const { method, path, who, tag, summary, description, params, query, body } = definition
  return {
    methods: Array.isArray(method) ? method : [method],
    path,
    who,
    tag,
    summary,
    description,
    params,
    query,
    body,
    answer,
    handle: input => handle(input as Input<W, Params, Query, Body>),
  }
}
