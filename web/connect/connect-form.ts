import type { ApiProblem } from '../shared/api-problem.ts'
import type { FieldHints, ParamSchema, ParamsSchema } from '../shared/api-types.ts'

/** One parameter, ready to be drawn. */
export interface FormField {
  name: string
  hints: FieldHints
  schema: ParamSchema
  isRequired: boolean
}

export type FieldTrouble = 'required' | 'number'

/** What was typed, or what is wrong with it, by field. */
export type FormReading =
  | { ok: true; params: Record<string, unknown> }
  | { ok: false; troubles: Record<string, FieldTrouble> }

/** The fields of a collector's parameters; those that may stay as they are come apart, to be folded away. */
export function formFields(schema: ParamsSchema): { main: FormField[]; more: FormField[] } {
  const fields = Object.entries(schema.properties ?? {}).map(([name, property]) => ({
    name,
    schema: property,
    hints: property['x-field'] ?? { label: { en: name }, secret: false, input: 'text' as const },
    isRequired: (schema.required ?? []).includes(name) && property.default === undefined,
  }))
  return { main: fields.filter(field => field.isRequired), more: fields.filter(field => !field.isRequired) }
}

/** Only what needs no supplier's knowledge is checked here; the server has the last word. */
export function readForm(fields: FormField[], typed: (name: string) => string): FormReading {
  const troubles: Record<string, FieldTrouble> = {}
  const params: Record<string, unknown> = {}
  for (const field of fields) {
    const text = typed(field.name)
    if (text.trim() === '') {
      if (field.isRequired) troubles[field.name] = 'required'
      continue
    }
    const value = typedValue(field, text)
    if (Number.isNaN(value)) troubles[field.name] = 'number'
    else params[field.name] = value
  }
  return Object.keys(troubles).length > 0 ? { ok: false, troubles } : { ok: true, params }
}

/** The problem's messages by field; `''` holds what belongs to none. */
export function problemByField(problem: ApiProblem, fields: FormField[]): Record<string, string> {
  const names = fields.map(({ name }) => name)
  const byField: Record<string, string> = {}
  for (const { pointer, message } of problem.errors) {
    const name = pointer.split('/').find(part => names.includes(part)) ?? ''
    byField[name] ??= message
  }
  return byField
}

/** People type `acme.example`; secrets are kept to the letter. */
function typedValue({ hints }: FormField, text: string): string | number {
  if (hints.secret) return text
  const trimmed = text.trim()
  if (hints.input === 'number') return /^-?\d+$/.test(trimmed) ? Number(trimmed) : Number.NaN
  if (hints.input === 'url' && !/^[a-z][a-z0-9+.-]*:/i.test(trimmed)) return `https://${trimmed}`
  return trimmed
}
