import { z } from 'zod'
import type { Locale } from '#domain/localized.ts'
import { escapePointer } from './find-unstorable.ts'
import { type FieldError, Problem, type ProblemKind } from './problem.ts'

/** zod's own sentences in the caller's language. */
const SENTENCES = { en: z.locales.en().localeError, fr: z.locales.fr().localeError }

/** The parsed value, or a 400 problem with a pointer to every field that is not right. */
export function parseInput<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  { locale, kind = 'invalid_request', at = '' }: { locale: Locale; kind?: ProblemKind; at?: string },
): z.output<Schema> {
  const parsed = schema.safeParse(value, { error: SENTENCES[locale] })
  if (parsed.success) return parsed.data
  throw new Problem(kind, { errors: parsed.error.issues.flatMap(issue => fieldErrors(issue, at)) })
}

/** An unknown field is named by its own pointer, not by its parent's. */
function fieldErrors(issue: z.core.$ZodIssue, at: string): FieldError[] {
  const parent = at + issue.path.map(key => `/${escapePointer(String(key))}`).join('')
  if (issue.code !== 'unrecognized_keys') return [{ pointer: parent, message: issue.message }]
  return issue.keys.map(key => ({ pointer: `${parent}/${escapePointer(key)}`, message: issue.message }))
}
