import { readFile } from 'node:fs/promises'
import { type Collector, fieldHints } from '#collector-kit/index.ts'
import { BadUsage } from '../bad-usage.ts'
import type { Terminal } from './terminal.ts'

interface Sources {
  /** `name=value`, as given after `--param`. */
  given: string[]
  env: NodeJS.ProcessEnv
  /** Asked for what is still missing, when there is a person. */
  terminal: Terminal
}

/** The collector's parameters, checked by its own form. Throws `BadUsage` that names what is wrong. */
export async function readParams(collector: Collector, sources: Sources): Promise<Record<string, unknown>> {
  const values = { ...fromEnvironment(collector, sources.env), ...(await fromArguments(collector, sources.given)) }
  for (const name of missingParams(collector, values)) {
    if (!sources.terminal.isInteractive) throw new BadUsage(howToGive(collector, name))
    values[name] = await askFor(collector, name, sources.terminal)
  }
  const typed = Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, typedValue(collector, name, value)]),
  )
  const { data, error } = collector.params.safeParse(typed)
  if (error) throw new BadUsage(error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; '))
  return data
}

/** `INVOICE_COLLECTOR_API_KEY` is the parameter `apiKey`, or `api_key`. */
export function environmentName(param: string): string {
  return `INVOICE_COLLECTOR_${param.replace(/(?<=[a-z0-9])(?=[A-Z])/g, '_').toUpperCase()}`
}

function fromEnvironment({ params }: Collector, env: NodeJS.ProcessEnv): Record<string, string> {
  const found = Object.keys(params.shape).map(name => [name, env[environmentName(name)]] as const)
  return Object.fromEntries(found.filter((entry): entry is [string, string] => entry[1] !== undefined))
}

async function fromArguments(collector: Collector, given: string[]): Promise<Record<string, string>> {
  const pairs = given.map(argument => splitPair(collector, argument))
  return Object.fromEntries(
    await Promise.all(pairs.map(async ([name, value]) => [name, await resolveValue(name, value)])),
  )
}

function splitPair({ id, params }: Collector, argument: string): [name: string, value: string] {
  const at = argument.indexOf('=')
  // The rest of the argument is not repeated: it may be a secret.
  if (at < 1) throw new BadUsage('--param wants name=value')
  const name = argument.slice(0, at)
  if (Object.hasOwn(params.shape, name)) return [name, argument.slice(at + 1)]
  throw new BadUsage(`${id} has no parameter ${name}; it has ${Object.keys(params.shape).join(', ')}`)
}

async function resolveValue(name: string, value: string): Promise<string> {
  if (value.startsWith('@@')) return value.slice(1)
  if (!value.startsWith('@')) return value
  const file = value.slice(1)
  try {
    const [line = ''] = (await readFile(file, 'utf8')).split(/\r?\n/, 1)
    return line
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw new BadUsage(
      `--param ${name}=@…: the file cannot be read (${code}); a value that begins with @ is written @@`,
    )
  }
}

function missingParams({ params }: Collector, values: Record<string, string>): string[] {
  return Object.entries(params.shape)
    .filter(([name, schema]) => !(name in values) && !isOptional(schema))
    .map(([name]) => name)
}

function isOptional(schema: Collector['params']['shape'][string]): boolean {
  return (schema as { safeParse?(value: unknown): { success: boolean } }).safeParse?.(undefined).success === true
}

function howToGive({ id }: Collector, name: string): string {
  return `${id} needs ${name}: --param ${name}=…, --param ${name}=@file or ${environmentName(name)}`
}

async function askFor(collector: Collector, name: string, terminal: Terminal): Promise<string> {
  const schema = collector.params.shape[name]
  const hints = schema && fieldHints(schema)
  const answer = await terminal.ask(`${hints?.label.en ?? name}: `, { isSecret: hints?.secret ?? true })
  if (answer === undefined) throw new BadUsage(howToGive(collector, name))
  return answer
}

/** Arguments are text; a form's numbers are numbers. */
function typedValue({ params }: Collector, name: string, value: string): string | number {
  const schema = params.shape[name]
  const isNumber = schema !== undefined && fieldHints(schema)?.input === 'number'
  return isNumber && value.trim() !== '' ? Number(value) : value
}
