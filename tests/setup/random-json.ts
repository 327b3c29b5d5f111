/** The part of JSON Schema that our OpenAPI document uses. */
export interface JsonSchema {
  type?: string
  enum?: unknown[]
  const?: unknown
  anyOf?: JsonSchema[]
  properties?: Record<string, JsonSchema>
  required?: string[]
  items?: JsonSchema
  format?: string
  minimum?: number
  maximum?: number
}

/** What breaks programs that did not expect it. */
const NASTY: unknown[] = [
  null,
  true,
  0,
  -1,
  1e308,
  2 ** 53,
  0.1,
  '',
  ' ',
  '\0',
  'a\0b',
  '\ud800',
  '𝕫'.repeat(100),
  'x'.repeat(5000),
  "'; drop table users; --",
  '../../etc/passwd',
  '%00',
  '__proto__',
  'constructor',
  '0000-00-00',
  '9999-12-31',
  '2026-02-29',
  '1e5',
  'NaN',
  'evt_',
  '\u202e\ufeff',
  [],
  [[]],
  {},
  { $gt: '' },
  { length: 1e9 },
  { toString: 'x' },
]

/** Random values for a schema: mostly ones that fit, so that requests get beyond the parser, often enough ones that do not. */
export class RandomJson {
  readonly #random: () => number
  /** Real ids and the like by field name or format: without them every request would end at "not found". */
  readonly #known: Record<string, unknown[]>

  constructor(random: () => number, known: Record<string, unknown[]>) {
    this.#random = random
    this.#known = known
  }

  chance(probability: number): boolean {
    return this.#random() < probability
  }

  pick<Value>(values: readonly Value[]): Value {
    return values[Math.floor(this.#random() * values.length)] as Value
  }

  nasty(): unknown {
    return this.pick(NASTY)
  }

  /** `nastiness`: how often a value is not what the schema asks for, 0 to 1. */
  value(schema: JsonSchema, nastiness: number, name = ''): unknown {
    if (this.chance(nastiness)) return this.nasty()
    const known = this.#known[name] ?? this.#known[schema.format ?? '']
    if (known) return this.pick(known)
    if (schema.const !== undefined) return schema.const
    if (schema.enum) return this.pick(schema.enum)
    if (schema.anyOf) return this.value(this.pick(schema.anyOf), nastiness)
    switch (schema.type) {
      case 'object':
        return this.#object(schema, nastiness)
      case 'array':
        return Array.from({ length: Math.floor(this.#random() * 4) }, () => this.value(schema.items ?? {}, nastiness))
      case 'integer':
      case 'number':
        return this.#integer(schema)
      case 'boolean':
        return this.chance(0.5)
      case 'null':
        return null
      case 'string':
        return this.#text()
      default:
        return this.chance(0.7) ? this.pick(this.#known.uuid ?? ['']) : this.#text()
    }
  }

  #object({ properties = {}, required = [] }: JsonSchema, nastiness: number): object {
    const object: Record<string, unknown> = {}
    for (const [name, schema] of Object.entries(properties)) {
      const isWanted = required.includes(name) ? !this.chance(nastiness) : this.chance(0.5)
      if (isWanted) object[name] = this.value(schema, nastiness, name)
    }
    if (this.chance(nastiness))
      Object.defineProperty(object, String(JSON.stringify(this.nasty())), { value: 1, enumerable: true })
    return object
  }

  #integer({ minimum = -10, maximum = 1000 }: JsonSchema): number {
    const from = Math.max(minimum, -1000)
    return from + Math.floor(this.#random() * (Math.min(maximum, 1000) - from + 1))
  }

  #text(): string {
    const alphabet = 'abc XYZ019-_./é€𝕫"\\<>&\n'
    return Array.from({ length: 1 + Math.floor(this.#random() * 20) }, () => this.pick([...alphabet])).join('')
  }
}
