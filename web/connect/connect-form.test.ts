import { expect, test } from 'vitest'
import { ApiProblem } from '../shared/api-problem.ts'
import type { ParamSchema, ParamsSchema } from '../shared/api-types.ts'
import { formFields, problemByField, readForm } from './connect-form.ts'

const schema: ParamsSchema = {
  properties: {
    url: field('url'),
    username: field('text'),
    password: field('password', { secret: true }),
    port: { ...field('number'), default: 993 },
    folders: field('text'),
  },
  required: ['url', 'username', 'password', 'port'],
}
const { main, more } = formFields(schema)

test('what has a default or may stay empty is folded away', () => {
  expect(main.map(({ name }) => name)).toEqual(['url', 'username', 'password'])
  expect(more.map(({ name }) => name)).toEqual(['port', 'folders'])
})

test('a secret is kept to the letter, an address gets its scheme, a number is one', () => {
  const typed = {
    url: ' portal.acme.example/login ',
    username: ' ann ',
    password: ' s p a c e ',
    port: '143',
    folders: ' ',
  }
  expect(read(typed)).toEqual({
    ok: true,
    params: { url: 'https://portal.acme.example/login', username: 'ann', password: ' s p a c e ', port: 143 },
  })
})

test('what is missing or no number is said by field', () => {
  const reading = read({ url: 'https://acme.example', username: '', password: '   ', port: '99x' })
  expect(reading).toEqual({ ok: false, troubles: { username: 'required', password: 'required', port: 'number' } })
})

test('the server’s messages find their fields; the rest belongs to the form', () => {
  const errors = [
    { pointer: '/params/password', message: 'Too short' },
    { pointer: '/params/password', message: 'And another' },
    { pointer: '/collector', message: 'Unknown' },
  ]
  const problem = new ApiProblem({ status: 422, code: 'invalid_params', message: '', errors })
  expect(problemByField(problem, [...main, ...more])).toEqual({ password: 'Too short', '': 'Unknown' })
})

function read(typed: Record<string, string>) {
  return readForm([...main, ...more], name => typed[name] ?? '')
}

function field(input: 'text' | 'url' | 'password' | 'number', { secret = false } = {}): ParamSchema {
  return { type: 'string', 'x-field': { label: { en: input, fr: input }, secret, input } }
}
