import type { CollectError } from '#collector-kit/index.ts'
import type { Localized } from '#domain/localized.ts'

/** The one outcome of a run: `done`, `partial` or an error's code, with a sentence unless all is well. */
export function describeOutcome(
  failure: CollectError | null,
  failedDocuments: number,
): { code: string; sentence: Localized | null } {
  if (failure) return { code: failure.code, sentence: failure.sentence }
  if (failedDocuments > 0) return { code: 'partial', sentence: partialSentence(failedDocuments) }
  return { code: 'done', sentence: null }
}

function partialSentence(failed: number): Localized {
  return failed === 1
    ? {
        en: 'One document could not be fetched; the others were. We will try again by ourselves.',
        fr: 'Un document n’a pas pu être récupéré ; les autres l’ont été. Nous réessaierons de nous-mêmes.',
      }
    : {
        en: `${failed} documents could not be fetched; the others were. We will try again by ourselves.`,
        fr: `${failed} documents n’ont pas pu être récupérés ; les autres l’ont été. Nous réessaierons de nous-mêmes.`,
      }
}
