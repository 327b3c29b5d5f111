import { z } from 'zod'
import type { Localized } from '#domain/localized.ts'
import { sameInAllLocales } from '#domain/localized.ts'

/** How a form draws a field; travels in the JSON Schema of a collector's parameters as `x-field`. */
export interface FieldHints {
  label: Localized
  help?: Localized
  placeholder?: string
  /** Sealed in the database, never shown again, drawn as a password. */
  secret: boolean
  input: 'text' | 'email' | 'password' | 'url' | 'number' | 'select'
  /** HTML `autocomplete`, so that password managers work. */
  autocomplete?: string
}

interface FieldOptions {
  help?: Localized
  placeholder?: string
  autocomplete?: string
}

/** Long enough for any login, short enough that nobody stores a file in it. */
const MAX_LENGTH = 1024

const hints = z.registry<FieldHints>()

/** A line of text: a user name, a customer number. */
export function text(label: string | Localized, options: FieldOptions = {}) {
  return field(z.string().trim().min(1).max(MAX_LENGTH), { label, input: 'text', secret: false, ...options })
}

/** A login name; password managers fill it. */
export function username(
  label: string | Localized = { en: 'User name', fr: 'Identifiant' },
  options: FieldOptions = {},
) {
  return text(label, { autocomplete: 'username', ...options })
}

export function email(label: string | Localized = { en: 'E-mail', fr: 'Adresse e-mail' }, options: FieldOptions = {}) {
  return field(z.email().max(MAX_LENGTH), {
    label,
    input: 'email',
    secret: false,
    autocomplete: 'username',
    ...options,
  })
}

/** A password, a key, a token: sealed, never returned. Kept to the letter, spaces included. */
export function secret(label: string | Localized, options: FieldOptions = {}) {
  return field(z.string().min(1).max(MAX_LENGTH), {
    label,
    input: 'password',
    secret: true,
    autocomplete: 'off',
    ...options,
  })
}

/** The login password of a portal or mailbox. */
export function password(
  label: string | Localized = { en: 'Password', fr: 'Mot de passe' },
  options: FieldOptions = {},
) {
  return secret(label, { autocomplete: 'current-password', ...options })
}

/** A web address, http or https. */
export function url(label: string | Localized, options: FieldOptions = {}) {
  return field(z.url({ protocol: /^https?$/ }).max(MAX_LENGTH), { label, input: 'url', secret: false, ...options })
}

export function integer(label: string | Localized, range: { min: number; max: number }, options: FieldOptions = {}) {
  return field(z.int().min(range.min).max(range.max), { label, input: 'number', secret: false, ...options })
}

/** One of a few. */
export function oneOf<const Values extends readonly [string, ...string[]]>(
  label: string | Localized,
  values: Values,
  options: FieldOptions = {},
) {
  return field(z.enum(values), { label, input: 'select', secret: false, ...options })
}

/** The hints of a field, looked for through `optional` and `default`. */
export function fieldHints(schema: z.core.$ZodType): FieldHints | undefined {
  const own = hints.get(schema)
  if (own) return own
  const { innerType } = schema._zod.def as { innerType?: z.core.$ZodType }
  return innerType && fieldHints(innerType)
}

function field<Schema extends z.ZodType>(
  schema: Schema,
  { label, ...rest }: Omit<FieldHints, 'label'> & { label: string | Localized },
): Schema {
  const own = schema.clone() as Schema
  hints.add(own, { label: typeof label === 'string' ? sameInAllLocales(label) : label, ...rest })
  return own
}
