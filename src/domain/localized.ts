/** Languages every sentence of ours exists in. */
export const LOCALES = ['en', 'fr'] as const
export type Locale = (typeof LOCALES)[number]

/** One sentence in every language we speak. */
export type Localized = Record<Locale, string>

/** Suppliers' own words have one language only: the same text stands for all. */
export function sameInAllLocales(text: string): Localized {
  return { en: text, fr: text }
}
