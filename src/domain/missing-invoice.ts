import type { RhythmName } from './invoice-rhythm.ts'
import type { IsoDate } from './iso-date.ts'
import type { Localized } from './localized.ts'

/** An invoice that should have come, and why we think so. */
export type ExpectedInvoice =
  | {
      kind: 'rhythm'
      every: RhythmName
      /** The day the supplier usually writes it. */
      around: IsoDate
      /** The latest invoice before. */
      since: IsoDate
    }
  | {
      kind: 'number'
      number: string
      /** The invoices with the numbers before and after, and their days. */
      after: string
      before: string
      since: IsoDate
      until: IsoDate
    }

export interface MissingInvoice {
  /** Which of a mailbox's suppliers; empty where the credential is one supplier. */
  series: string
  seller: string | null
  expected: ExpectedInvoice
}

export function describeMissing({ seller, expected }: Pick<MissingInvoice, 'seller' | 'expected'>): Localized {
  const [from, de] = seller === null ? ['', ''] : [` from ${seller}`, ` de ${seller}`]
  if (expected.kind === 'number') {
    const { number, after, before } = expected
    return {
      en: `Invoice ${number}${from} is missing: ${after} and ${before} have come.`,
      fr: `La facture ${number}${de} manque : ${after} et ${before} sont arrivées.`,
    }
  }
  const { around, since } = expected
  return {
    en: `No invoice${from} since ${spell(since, 'en')}; one was expected around ${spell(around, 'en')}.`,
    fr: `Aucune facture${de} depuis le ${spell(since, 'fr')} ; une était attendue vers le ${spell(around, 'fr')}.`,
  }
}

/** `3 October 2026`, `3 octobre 2026`. */
function spell(date: IsoDate, locale: 'en' | 'fr'): string {
  const format = { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' } as const
  return new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : 'fr-FR', format).format(new Date(`${date}T00:00:00Z`))
}
