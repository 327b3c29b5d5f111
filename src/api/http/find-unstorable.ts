import type { Locale, Localized } from '#domain/localized.ts'
import { isStorable } from '#domain/storable-text.ts'
import type { FieldError } from './problem.ts'

/** Deeper than any request of ours; what is nested deeper was made to hurt. */
const DEEPEST = 20

const UNSTORABLE: Localized = {
  en: 'Text with a zero character or half of a surrogate pair cannot be stored',
  fr: 'Un texte contenant un caractère nul ou une moitié de paire de substitution ne peut pas être enregistré',
}
const TOO_DEEP: Localized = { en: 'Nested too deeply', fr: 'Imbrication trop profonde' }

interface Place {
  value: unknown
  pointer: string
  depth: number
}

/**
 * The first place in a parsed body or query that no schema of ours should have to think of: text that PostgreSQL's
 * `text` and `jsonb` refuse, or nesting without end. Walks without recursion: the depth is the caller's to choose.
 */
export function findUnstorable(input: unknown, locale: Locale): FieldError | undefined {
  const places: Place[] = [{ value: input, pointer: '', depth: 0 }]
  for (let place = places.pop(); place; place = places.pop()) {
    const { value, pointer, depth } = place
    if (typeof value === 'string' && !isStorable(value)) return { pointer, message: UNSTORABLE[locale] }
    if (typeof value !== 'object' || value === null) continue
    if (depth === DEEPEST) return { pointer: '', message: TOO_DEEP[locale] }
    for (const [key, inner] of Object.entries(value)) {
      if (!isStorable(key)) return { pointer, message: UNSTORABLE[locale] }
      places.push({ value: inner, pointer: `${pointer}/${escapePointer(key)}`, depth: depth + 1 })
    }
  }
  return undefined
}

/** One step of a JSON pointer (RFC 6901); cut, because the caller chose it. */
export function escapePointer(key: string): string {
  return key.slice(0, 100).toWellFormed().replaceAll('~', '~0').replaceAll('/', '~1')
}
