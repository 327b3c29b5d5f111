import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Message } from '../../shared/translate.ts'
import { en } from './en.ts'
import { fr } from './fr.ts'

const CONNECT = join(import.meta.dirname, '..')
const LANGUAGES: Record<string, Record<string, Message>> = { en, fr }

const sources = readdirSync(CONNECT, { recursive: true, encoding: 'utf8' })
  .filter(file => /\.tsx?$/.test(file) && !file.startsWith('messages') && !file.endsWith('.test.ts'))
  .map(file => readFileSync(join(CONNECT, file), 'utf8'))
  .join('\n')

test.each(Object.keys(LANGUAGES))('%s has every sentence, and no other', language => {
  expect(Object.keys(LANGUAGES[language] ?? {}).sort()).toEqual(Object.keys(en).sort())
})

test('every sentence is used', () => {
  expect(Object.keys(en).filter(key => !sources.includes(`'${key}'`))).toEqual([])
})

test('every sentence that is asked for exists', () => {
  const asked = [...sources.matchAll(/\bt\([^)]*?'([a-z]+\.[a-z_]+)'/g)].map(([, key = '']) => key)
  expect(asked.length).toBeGreaterThan(30)
  expect(asked.filter(key => !(key in en))).toEqual([])
})

test.each(Object.keys(LANGUAGES))('%s fills in what English fills in', language => {
  for (const [key, message] of Object.entries(LANGUAGES[language] ?? {})) {
    expect([key, placeholders(message)]).toEqual([key, placeholders(en[key as keyof typeof en])])
  }
})

test('French has narrow no-break spaces before ; : ! ? and inside « »', () => {
  for (const sentence of Object.values(fr).flatMap(forms)) {
    expect(sentence).not.toMatch(/[^\u202f][;:!?»]|«[^\u202f]/)
  }
})

test('no sentence has straight apostrophes, exclamation marks or three dots', () => {
  for (const sentence of [en, fr].flatMap(language => Object.values(language).flatMap(forms))) {
    expect(sentence).not.toMatch(/['"!]|\.\.\./)
  }
})

/** A plural's "one" may say it in words: what counts is everything its forms fill in together. */
function placeholders(message: Message): string[] {
  const found = forms(message).flatMap(sentence => sentence.match(/\{\w+\}/g) ?? [])
  return [...new Set(found)].sort()
}

function forms(message: Message): string[] {
  return typeof message === 'string' ? [message] : Object.values(message)
}
