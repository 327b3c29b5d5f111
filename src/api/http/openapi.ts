import { z } from 'zod'
import { LOCALES } from '#domain/localized.ts'
import { CALLBACK_BODIES } from './callback-schemas.ts'
import { PROBLEMS } from './problem.ts'
import { REFERENCE_INTRODUCTION } from './reference-introduction.ts'
import { BASE_PATH } from './register-routes.ts'
import type { Route } from './route.ts'

const SECURITY: Record<Route['who'], object[]> = {
  customer: [{ bearer: [] }],
  user: [{ userToken: [] }, { userTokenHeader: [] }],
  both: [{ bearer: [] }, { userToken: [] }, { userTokenHeader: [] }],
  anyone: [],
}

/** The OpenAPI 3.1 document, made from the very schemas that parse requests and filter answers. */
export function buildOpenApi(routes: Route[], { version, publicUrl }: { version: string; publicUrl: string }): object {
  const paths: Record<string, Record<string, object>> = {}
  for (const route of routes) {
    const [method = 'GET', ...aliases] = route.methods
    paths[route.path] = { ...paths[route.path], [method.toLowerCase()]: describeOperation(route, method, aliases) }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Invoice Collector',
      version,
      description: REFERENCE_INTRODUCTION,
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: publicUrl + BASE_PATH }],
    paths,
    webhooks: describeCallbacks(),
    components: { securitySchemes: SECURITY_SCHEMES, schemas: { Problem: toSchema(ProblemBody, 'output') } },
  }
}

const SECURITY_SCHEMES = {
  bearer: { type: 'http', scheme: 'bearer', description: 'A customer’s bearer token. It does not expire.' },
  userToken: {
    type: 'apiKey',
    in: 'query',
    name: 'token',
    description: 'A user token (POST /user), valid 30 minutes.',
  },
  userTokenHeader: { type: 'http', scheme: 'bearer', description: 'The same user token as a bearer.' },
}

const ProblemBody = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  code: z.enum(Object.keys(PROBLEMS) as [string, ...string[]]).describe('Stable, for machines.'),
  message: z.string().describe(`The detail, in the caller’s language (${LOCALES.join(', ')}).`),
  errors: z.array(z.object({ pointer: z.string().describe('JSON pointer'), message: z.string() })).optional(),
})

function describeOperation(route: Route, method: string, aliases: string[]): object {
  const also = aliases.length > 0 ? `${aliases.join(' and ')} do the same.` : undefined
  const description = [route.description, also].filter(Boolean).join(' ')
  return {
    operationId: operationId(method, route.path),
    tags: [route.tag],
    summary: route.summary,
    ...(description && { description }),
    security: SECURITY[route.who],
    parameters: [...pathParametersOf(route), ...parametersOf(route.query, 'query')],
    ...(route.body && {
      requestBody: { required: true, content: { 'application/json': { schema: toSchema(route.body, 'input') } } },
    }),
    responses: {
      ...successOf(route),
      default: {
        description: 'A problem: what went wrong, in words and as a code.',
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    },
  }
}

/** What we send to a customer, as OpenAPI 3.1 has it. */
function describeCallbacks(): Record<string, object> {
  const operations = Object.entries(CALLBACK_BODIES).map(([type, { summary, schema }]) => {
    const content = { 'application/json': { schema: toSchema(schema, 'output') } }
    const responses = { '2XX': { description: 'Received. Anything else is tried again.' } }
    return [type, { post: { operationId: type, summary, requestBody: { content }, responses } }]
  })
  return Object.fromEntries(operations)
}

function successOf({ answer }: Route): object {
  switch (answer.kind) {
    case 'nothing':
      return { 204: { description: 'Done.' } }
    case 'json':
      return { 200: jsonResponse(toSchema(answer.schema, 'output')) }
    case 'list':
      return { 200: { ...jsonResponse({ type: 'array', items: toSchema(answer.item, 'output') }), headers: LINK } }
    case 'bytes':
      return { 200: { description: 'The file.', content: { [answer.contentType]: {} } } }
  }
}

const LINK = {
  Link: { description: 'The next page: `<…>; rel="next"`. Absent on the last.', schema: { type: 'string' } },
}

function jsonResponse(schema: object): object {
  return { description: 'Done.', content: { 'application/json': { schema } } }
}

/** Routes that share a shape do not all name the same things in their path. */
function pathParametersOf({ params, path }: Route): object[] {
  const parameters = parametersOf(params, 'path') as { name: string }[]
  return parameters.filter(({ name }) => path.includes(`{${name}}`))
}

function parametersOf(shape: z.ZodObject | undefined, place: 'path' | 'query'): object[] {
  if (!shape) return []
  return Object.entries(shape.shape).map(([name, schema]) => ({
    name,
    in: place,
    required: place === 'path' || !(schema as z.ZodType).safeParse(undefined).success,
    schema: toSchema(schema as z.ZodType, 'input'),
  }))
}

function toSchema(schema: z.ZodType, io: 'input' | 'output'): object {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any', target: 'draft-2020-12' })
  return rest
}

function operationId(method: string, path: string): string {
  const words = path.replace(/[{}]/g, '').split(/[/_.]/).filter(Boolean)
  return method.toLowerCase() + words.map(word => (word[0] ?? '').toUpperCase() + word.slice(1)).join('')
}
