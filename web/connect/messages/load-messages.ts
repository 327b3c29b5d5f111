import type { Message } from '../../shared/translate.ts'
import type { MessageKey } from './en.ts'

type Messages = Record<MessageKey, Message>

/** One file a language, fetched when needed: more languages do not make the page heavier. */
const LANGUAGES: Record<string, () => Promise<Messages>> = {
  en: async () => (await import('./en.ts')).en,
  fr: async () => (await import('./fr.ts')).fr,
}

/** English for a language we do not speak. */
export async function loadMessages(wanted: string): Promise<{ locale: string; messages: Messages }> {
  const language = wanted.toLowerCase().split('-')[0] ?? 'en'
  const load = LANGUAGES[language]
  return load ? { locale: language, messages: await load() } : { locale: 'en', messages: await loadEnglish() }
}

async function loadEnglish(): Promise<Messages> {
  return (await import('./en.ts')).en
}
