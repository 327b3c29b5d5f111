import { type Collector, describeParams } from '#collector-kit/index.ts'
import { createCatalogue } from '#collectors/catalogue.ts'
import type { Output } from './read.ts'

/** Where the sandbox is served by default; only shown here. */
const SANDBOX_ORIGIN = 'http://localhost:8080'

/** `invoice-collector collectors`: one line each. */
export function collectorsCommand({ json = false }: { json?: boolean }, out: Output): 0 {
  for (const collector of createCatalogue({ sandboxOrigin: SANDBOX_ORIGIN })) {
    out.write(json ? `${JSON.stringify(viewOf(collector))}\n` : describe(collector))
  }
  return 0
}

function viewOf({ id, name, kind, homepage, countries = [], description, params }: Collector) {
  return { id, name, kind, homepage, countries, description: description?.en ?? null, params: describeParams(params) }
}

function describe({ id, name, description, params }: Collector): string {
  const fields = Object.entries(params.shape).map(([field, schema]) => {
    const isOptional = schema.safeParse(undefined).success
    return isOptional ? `[${field}]` : field
  })
  return [`${id}  (${name})`, ...(description ? [description.en] : []), `parameters: ${fields.join(', ')}`, '']
    .map((line, index) => (index === 0 || line === '' ? line : `  ${line}`))
    .join('\n')
    .concat('\n')
}
