import { z } from 'zod'
import type { ParamsSchema } from './contract.ts'
import { fieldHints } from './params.ts'

/** A collector's form as JSON Schema 2020-12; each property carries its `x-field` (see `FieldHints`). */
export function describeParams(params: ParamsSchema): Record<string, unknown> {
  return z.toJSONSchema(params, {
    io: 'input',
    override: ({ zodSchema, jsonSchema }) => {
      const hints = fieldHints(zodSchema)
      if (hints) (jsonSchema as Record<string, unknown>)['x-field'] = hints
    },
  })
}
