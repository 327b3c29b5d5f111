import type { z } from 'zod'
import { Environment } from '#config.ts'

const LINE_LENGTH = 100

const INTRODUCTION = `
# Every setting of the server. Made from src/config.ts by tools/write-env-example.ts: change it there.
# All are optional. Copy this file to .env, take the # away from what you set, and start with
# "node --env-file=.env src/main.ts", or hand the variables over in any other way.
`.trimStart()

/** The contents of `.env.example`: each setting with what it does, its choices and its default. */
export function formatEnvExample(): string {
  const settings = Object.entries(Environment.shape).map(([name, schema]) => formatSetting(name, schema))
  return [INTRODUCTION, ...settings].join('\n')
}

function formatSetting(name: string, schema: z.core.$ZodType & { description?: string | undefined }): string {
  const comment = wrap(schema.description ?? '').map(line => `# ${line}\n`)
  return `${comment.join('')}#${name}=${defaultOf(schema)}\n`
}

/** Empty when the default depends on other settings; the description then says how. */
export function defaultOf(schema: z.core.$ZodType): string {
  const { defaultValue } = schema._zod.def as { defaultValue?: unknown }
  return defaultValue === undefined ? '' : String(defaultValue)
}

function wrap(text: string): string[] {
  const lines: string[] = []
  for (const word of text.split(' ')) {
    const line = lines.at(-1)
    if (line !== undefined && line.length + word.length + 1 <= LINE_LENGTH) lines[lines.length - 1] = `${line} ${word}`
    else lines.push(word)
  }
  return lines
}
