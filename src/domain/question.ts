import type { Localized } from './localized.ts'

/** `code`: a second factor to type. `choice`: one of `options`. `approve`: something to confirm elsewhere, "on your phone". */
export const QUESTION_KINDS = ['code', 'choice', 'approve'] as const
export type QuestionKind = (typeof QUESTION_KINDS)[number]

/** Something a run asks a person. */
export interface Question {
  kind: QuestionKind
  prompt: Localized
  /** For `choice` only: what may be answered. */
  options?: string[]
}
