import { z } from 'zod'
import { viewState } from '#domain/credential-state.ts'
import type { Locale, Localized } from '#domain/localized.ts'

export const StateSchema = z.object({ index: z.int(), max: z.int(), title: z.string(), message: z.string() })

export const Outcome = z.object({
  code: z.string().describe('`done`, `partial`, or an error’s code such as `credential_rejected`.'),
  message: z.string(),
})

interface Ended {
  outcome_code: string | null
  outcome_sentence: Localized | null
}

export function viewOutcome({ outcome_code, outcome_sentence }: Ended, locale: Locale): z.input<typeof Outcome> | null {
  if (outcome_code === null) return null
  return { code: outcome_code, message: outcome_sentence?.[locale] ?? viewState('done', locale).message }
}
